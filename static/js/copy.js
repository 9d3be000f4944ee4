// Puts an address into the clipboard. Without this script the address is there to be marked and copied by hand.
document.querySelectorAll('[data-copy]').forEach((button) => {
  'use strict';
  if (!navigator.clipboard) return; // not over plain http, except on this very machine
  button.hidden = false;
  button.addEventListener('click', async () => {
    const said = button.parentElement.querySelector('[role=status]');
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      said.textContent = button.dataset.done;
    } catch {
      said.textContent = button.dataset.failed;
    }
  });
});
