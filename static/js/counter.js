// Says beside a field how far it is filled, once that is near what it takes.
document.querySelectorAll('[data-longest]').forEach((hint) => {
  'use strict';
  const box = document.getElementById(hint.id.replace(/_longest$/, ''));
  if (!box) return;
  const most = Number(hint.dataset.longest);
  const told = document.createElement('span');
  told.className = 'counter';
  told.setAttribute('aria-live', 'polite');
  hint.after(told);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const count = () => {
    // As the server counts: a line break is sent as two characters.
    const length = [...box.value.replace(/\r?\n/g, '\r\n').trim()].length;
    const is_over = length > most;
    const words = is_over ? hint.dataset.over : length > most * 0.8 ? hint.dataset.near : '';
    told.textContent = words.replace('{count}', number.format(length)).replace('{most}', number.format(most));
    told.classList.toggle('counter--over', is_over);
    hint.hidden = Boolean(words);
  };
  box.addEventListener('input', count);
  count();
});
