// A link into a drawer opens it. Without this, the address it names (?open=) has the server open it.
document.addEventListener('DOMContentLoaded', () => {
  'use strict';
  const open = () => {
    const there = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!there) return;
    for (let drawer = there.closest('details'); drawer; drawer = drawer.parentElement.closest('details')) drawer.open = true;
    for (const fold of there.querySelectorAll(':scope > details')) fold.open = true;
    there.scrollIntoView();
  };
  document.querySelectorAll('a[href^="?open="]').forEach((link) => {
    link.setAttribute('href', link.hash);
    link.addEventListener('click', () => { if (link.hash === location.hash) open(); });
  });
  addEventListener('hashchange', open);
  open();
});
