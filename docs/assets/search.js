// Opens search: the button, or Ctrl with K or / (no key alone: WCAG 2.1.4).
(() => {
  const button = document.querySelector('[data-search-open]');
  const panel = document.getElementById('search');
  // From a folder, a page may load no module.
  if (!button || !panel || location.protocol === 'file:') return;
  const open = () => import(new URL(panel.dataset.panel, location)).then(({ open }) => open(panel));
  button.onclick = open;
  addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !/^[k/]$/.test(event.key) || panel.open) return;
    event.preventDefault();
    open();
  });
  button.hidden = false;
})();
