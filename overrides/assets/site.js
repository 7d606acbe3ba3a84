// What a page gains from a script: the reader's theme, kept; notes shown in place; Escape
// for the words explained. Without it every link still works. Search itself is search-panel.js, which this loads when asked.
// Loaded in <head>, before the first paint, so that the theme never flashes.
(() => {
  const root = document.documentElement;
  root.dataset.js = '';
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const device = () => (dark.matches ? 'dark' : 'light');
  let kept = null;
  // Storage refused: follow the device.
  try { kept = localStorage.getItem('theme'); } catch {}
  if (kept === 'light' || kept === 'dark') root.dataset.theme = kept;
  const shown = () => root.dataset.theme || device();

  const startTheme = () => {
    const button = document.querySelector('[data-theme-switch]');
    if (!button) return;
    const colours = document.querySelectorAll('meta[name="theme-color"]');
    const own = [...colours].map((meta) => meta.content);
    const tell = () => {
      const words = shown() === 'dark' ? button.dataset.light : button.dataset.dark;
      button.lastElementChild.textContent = button.title = words;
      colours.forEach((meta, i) => {
        meta.content = root.dataset.theme ? own[root.dataset.theme === 'dark' ? 1 : 0] : own[i];
      });
    };
    button.addEventListener('click', () => {
      const wanted = shown() === 'dark' ? 'light' : 'dark';
      // What the device asks for anyway is not stored: the site follows it again.
      const same = wanted === device();
      if (same) delete root.dataset.theme; else root.dataset.theme = wanted;
      // Refused, the choice lasts as long as the page.
      try {
        if (same) localStorage.removeItem('theme'); else localStorage.setItem('theme', wanted);
      } catch {}
      tell();
    });
    dark.addEventListener('change', tell);
    tell();
    button.hidden = false;
  };

  // On a wide screen, near what it explains; on a phone a sheet, at its foot or its head.
  const wide = () => innerWidth >= 768;
  const near = (tip, to) => {
    const at = to.getBoundingClientRect(), box = tip.getBoundingClientRect();
    tip.classList.toggle('above', at.top > innerHeight / 2);
    const left = Math.max(8, Math.min(document.dir === 'rtl' ? at.right - box.width : at.left, innerWidth - box.width - 8));
    const top = at.bottom + box.height + 8 < innerHeight ? at.bottom + 4 : Math.max(8, at.top - box.height - 4);
    tip.style = wide() ? `inset:${top}px auto auto ${left}px;margin:0` : '';
  };

  const startNotes = () => {
    const main = document.querySelector('main');
    if (!main || !('popover' in main)) return;
    const tip = document.createElement('div');
    tip.className = 'tip note';
    tip.popover = 'manual';
    let link = null, timer = 0;
    const close = () => { clearTimeout(timer); link = null; if (tip.matches(':popover-open')) tip.hidePopover(); };
    const later = () => { clearTimeout(timer); timer = setTimeout(close, 250); };
    const open = (to) => {
      clearTimeout(timer);
      const note = document.getElementById(to.hash.slice(1));
      if (!note || link === to) return;
      link = to;
      const copy = note.cloneNode(true);
      copy.querySelector('.back')?.remove();
      tip.replaceChildren(...copy.childNodes);
      if (!tip.isConnected) main.append(tip);
      tip.showPopover();
      near(tip, to);
    };
    const cited = (event) => event.target.closest?.('sup.cite a');
    document.addEventListener('pointerover', (event) => {
      if (event.pointerType === 'touch') return;
      const to = cited(event);
      if (to) { clearTimeout(timer); timer = setTimeout(open, link ? 0 : 120, to); }
      else if (tip.contains(event.target)) clearTimeout(timer);
      else if (timer || link) later();
    });
    main.addEventListener('focusin', (event) => {
      const to = cited(event);
      if (to && to.matches(':focus-visible')) open(to); else if (!tip.contains(event.target)) later();
    });
    main.addEventListener('focusout', later);
    // A finger has no hover: the first tap shows the note, a second one goes to it.
    main.addEventListener('click', (event) => {
      const to = cited(event);
      if (to && event.pointerType === 'touch' && link !== to) { event.preventDefault(); open(to); }
      else if (!tip.contains(event.target)) close();
    });
    document.addEventListener('keydown', (event) => { if (event.key === 'Escape') close(); });
    addEventListener('scroll', () => { if (wide()) close(); });
  };

  // WCAG 1.4.13: what shows on hover or focus can be sent away without moving either.
  const startTerms = () => {
    // Where style sheets cannot anchor it to its word.
    const anchored = CSS.supports('position-area: block-end');
    const place = ({ target }) => {
      const term = target.closest?.('.term');
      if (term && !(anchored && wide())) near(term.lastElementChild, term);
    };
    document.addEventListener('pointerover', place);
    document.addEventListener('focusin', place);
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      document.querySelectorAll('.term:is(:hover, :focus-within)').forEach((term) => {
        term.dataset.off = '';
        const back = () => { delete term.dataset.off; };
        term.addEventListener('pointerleave', back, { once: true });
        term.addEventListener('focusout', back, { once: true });
      });
    });
  };

  // The button, Ctrl or ⌘ with K, or «/» alone, which can be turned off (WCAG 2.1.4) until the
  // tab is closed.
  const startSearch = () => {
    const panels = document.querySelectorAll('dialog'), [panel] = panels;
    // A page in a folder may load no module.
    if (!panel || location.protocol === 'file:') return;
    try { document.querySelectorAll('dialog [type=checkbox]').forEach((box) => { box.checked = !sessionStorage.slash; }); } catch {}
    const open = async (own) => (await import(new URL(own.dataset.panel, location))).open(own);
    document.addEventListener('keydown', (event) => {
      const held = event.ctrlKey || event.metaKey;
      if (event.altKey || document.querySelector('dialog[open]') || !(held ? /^[k/]$/ : /^[/]$/).test(event.key)) return;
      if (!held && (document.querySelector('dialog [type=checkbox]:not(:checked)') || event.target.closest('input, textarea, select, [contenteditable]'))) return;
      event.preventDefault();
      open(panel);
    });
    document.querySelectorAll('[data-search-open]').forEach((button, i) => { button.onclick = () => open(panels[i]); button.hidden = false; });
  };

  // On paper a note's link is its address: see the print rules of site.css.
  addEventListener('beforeprint', () => {
    const own = document.querySelector('link[rel=canonical]');
    document.querySelectorAll('.notes li > a').forEach((a) => { a.dataset.address = new URL(a.getAttribute('href'), own.href); });
  });

  document.addEventListener('DOMContentLoaded', () => { startTheme(); startNotes(); startTerms(); startSearch(); });
})();
