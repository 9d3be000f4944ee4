// What makes an author's pages quicker; every one of them works without it.
document.addEventListener('DOMContentLoaded', () => {
  'use strict';

  // Leaving a page with something typed that was not saved is asked about first.
  const changed = new Set();
  document.querySelectorAll('form[data-unsaved], #content-main > form').forEach((form) => {
    const note = () => changed.add(form);
    form.addEventListener('input', note);
    form.addEventListener('change', note);
    form.addEventListener('submit', () => changed.clear());
  });
  window.addEventListener('beforeunload', (event) => {
    if (changed.size) event.preventDefault();
  });

  // A number of evidence takes the colour of what it says.
  const TONES = { '-2': 'against-2', '-1': 'against-1', 0: 'none', 1: 'for-1', 2: 'for-2' };
  document.addEventListener('input', (event) => {
    const box = event.target;
    if (!box.matches('input.evidence')) return;
    box.className = `evidence evidence--${TONES[box.value] || 'none'}`;
  });

  // A finding leads to its field: unfold what it stands in and put the cursor there.
  const arrive = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
    target.scrollIntoView({ block: 'center' });
    if (target.matches('input, select, textarea')) target.focus({ preventScroll: true });
  };
  window.addEventListener('hashchange', arrive);
  window.addEventListener('load', arrive);

  // Rows can be drawn up and down by their handle; the numbers follow. By keyboard one types the numbers.
  const renumber = (body) => {
    body.querySelectorAll('input[data-order]').forEach((box, at) => {
      box.value = (at + 1) * 10;
      box.dispatchEvent(new Event('input', { bubbles: true }));
    });
  };
  document.querySelectorAll('table[data-rows] tbody').forEach((body) => {
    let drawn = null;
    body.querySelectorAll('tr').forEach((row) => {
      if (!row.querySelector('input[data-order]')) return;
      const handle = document.createElement('span');
      handle.className = 'handle';
      handle.setAttribute('aria-hidden', 'true');
      handle.textContent = '⠿';
      handle.addEventListener('pointerdown', () => { row.draggable = true; });
      handle.addEventListener('pointerup', () => { row.draggable = false; });
      row.querySelector('th').prepend(handle);
      row.addEventListener('dragstart', () => { drawn = row; });
      row.addEventListener('dragend', () => { row.draggable = false; drawn = null; renumber(body); });
    });
    body.addEventListener('dragover', (event) => {
      const over = event.target.closest('tr');
      if (!drawn || !over || over === drawn || over.parentElement !== body) return;
      event.preventDefault();
      const below = event.clientY > over.getBoundingClientRect().top + over.offsetHeight / 2;
      body.insertBefore(drawn, below ? over.nextSibling : over);
    });
  });
});
