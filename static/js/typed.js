// Leaving a page with something typed that was not sent is asked about first, by the browser in its own words.
// Sending one form of a page leaves what stands in the others, and is asked about too.
(() => {
  'use strict';
  const typed = new Set();
  let sent = null;
  const ask = (event) => {
    if ([...typed].some((form) => form !== sent && form.isConnected)) event.preventDefault();
  };
  const note = (form) => {
    if (!form || form.method !== 'post') return;
    if (!typed.size) window.addEventListener('beforeunload', ask);
    typed.add(form);
  };
  ['input', 'change'].forEach((kind) => {
    document.addEventListener(kind, (event) => note(event.target.form));
  });
  document.addEventListener('submit', (event) => { sent = event.target; });
  // Whoever stayed after all goes on here, and what was to be sent counts as not sent.
  ['pointerdown', 'keydown'].forEach((kind) => {
    document.addEventListener(kind, () => { sent = null; }, true);
  });
  // What was refused stands in the page without having been saved.
  document.querySelectorAll('[aria-invalid="true"]').forEach((field) => note(field.form));
})();
