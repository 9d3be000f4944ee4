// Answers are saved as they are given. Without this the buttons save all of the page.
document.addEventListener('DOMContentLoaded', () => {
  'use strict';
  const form = document.getElementById('answers');
  if (!form) return;
  const words = form.querySelector('.savebar').dataset;

  // What was given since the last save began; what of it is on its way; how often saving failed in a row.
  // What was refused, or answered elsewhere meanwhile, stands in the page without having been saved.
  const isRefused = () => Boolean(document.querySelector('[data-unsaved]'));
  let changed = isRefused();
  let sending = false;
  let failed = 0;
  let leaving = '';
  let isOutOfReach = false;
  let pressed = null;
  let timer = 0;
  const LONGEST_WAIT = 30000;

  const status = () => document.getElementById('saved');
  const say = (text) => {
    status().textContent = text;
    status().classList.toggle('is-waiting', Boolean(failed));
  };
  const save = () => htmx.trigger(form, 'again');
  const leave = () => {
    const address = leaving;
    leaving = '';
    if (address) location.assign(address);
  };

  form.addEventListener('input', () => { changed = true; });
  form.addEventListener('change', () => { changed = true; });
  form.addEventListener('htmx:beforeRequest', () => { changed = false; sending = true; });
  form.addEventListener('htmx:afterRequest', (event) => {
    sending = false;
    if (event.detail.successful) {
      failed = 0;
      isOutOfReach = false;
      if (pressed) {
        form.requestSubmit(pressed);
        return;
      }
      // What the answer says of this save stands in the status alone.
      document.querySelectorAll('[data-unsaved]').forEach((one) => {
        if (one !== status()) one.removeAttribute('data-unsaved');
      });
      if (!changed) leave();
      return;
    }
    changed = true;
    failed += 1;
    leave(); // the browser asks first
    const code = event.detail.xhr.status;
    isOutOfReach = !code;
    if (code) pressed = null;
    if ([400, 403, 404, 409].includes(code)) {
      // Trying again would not help; the button leads to the page that says what happened and keeps what was typed.
      say(words.refused);
      return;
    }
    say(words.waiting);
    const wanted = Number(event.detail.xhr.getResponseHeader('Retry-After')) * 1000;
    clearTimeout(timer);
    timer = setTimeout(save, wanted || Math.min(LONGEST_WAIT, 1000 * 2 ** failed));
  });
  window.addEventListener('online', () => { if (failed) save(); });

  // A link waits for what is on its way; where it cannot be saved, the browser asks before the page is left.
  let sent = false;
  form.addEventListener('submit', (event) => {
    if (isOutOfReach) {
      // The browser's own error page would take the place of what was typed: the button waits too.
      event.preventDefault();
      pressed = event.submitter;
      if (!sending) save();
      return;
    }
    sent = true;
  });
  window.addEventListener('pageshow', () => { sent = false; });
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]');
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
    if (!link || !isPlain || link.target || link.getAttribute('href').startsWith('#')) return;
    if (failed || !(changed || sending)) return;
    event.preventDefault();
    leaving = link.href;
    if (!sending) save();
  });
  window.addEventListener('beforeunload', (event) => {
    if ((changed || sending || failed || isRefused()) && !sent) event.preventDefault();
  });

  // A line shows what was chosen in it.
  form.addEventListener('change', (event) => {
    const box = event.target;
    const row = box.matches('[type=radio]') && box.closest('.told__row');
    if (!row) return;
    const chosen = box.parentElement.querySelector('span').cloneNode(true);
    chosen.querySelectorAll('.sub').forEach((part) => part.remove());
    row.querySelector('.told__a').textContent = chosen.textContent.trim();
  });

  // A question that is asked only after some answers on this page is shown when one of them is given.
  const arrange = () => form.querySelectorAll('[data-when]').forEach((part) => {
    const given = form.querySelector(`[name="${CSS.escape(part.dataset.when)}"]:checked`);
    const isAsked = given && part.dataset.values.split(' ').includes(given.value);
    part.hidden = !isAsked;
  });
  form.addEventListener('change', arrange);
  arrange();

  // A link to a question opens what it stands in.
  const arrive = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !form.contains(target)) return;
    for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
    const field = target.matches('input, textarea') ? target : target.querySelector('input, textarea');
    target.scrollIntoView({ block: 'center' });
    if (field) field.focus({ preventScroll: true });
  };
  window.addEventListener('hashchange', arrive);
  arrive();
});
