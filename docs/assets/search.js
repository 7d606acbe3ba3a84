// Opens search on demand: the button, or «/». Nothing else is loaded before that.
(() => {
  const button = document.querySelector('[data-search-open]');
  const panel = document.getElementById('search');
  // A page opened from a folder may load no module.
  if (!button || !panel || location.protocol === 'file:') return;
  const open = () => import(new URL(panel.dataset.panel, location)).then((search) => search.open(panel));
  button.onclick = open;
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || panel.open) return;
    if (event.target.closest('input, textarea, select, [contenteditable]')) return;
    event.preventDefault();
    open();
  });
  button.hidden = false;
})();
