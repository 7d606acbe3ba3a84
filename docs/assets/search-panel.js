// The search dialog. In: what the reader types; the index made by hooks/explainer/outputs/search.py.
// Out: a list of links. Loaded by search.js when search is first opened.
const FIRST = 6, MORE = 10, SECTIONS = 3, WAIT = 120;
// A title counts for more than a mention; a long page for no more than a short one.
const RANKING = { pageLength: 0.6, termFrequency: 0.9, metaWeights: { title: 8, label: 1 } };

let panel, input, status, list, more, engine, asked = 0, timer = 0, results = [], shown = 0;

const make = (tag, text, name) => {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (name) element.className = name;
  return element;
};

// Words as the index has them: reduction.py does the same to the pages.
export const normal = (text, skipped) => {
  const words = text.normalize('NFC').toLowerCase()
    .replace(/[‘’ʼ´`]/g, "'").replace(/[\s«»“”"]+/g, ' ')
    .replace(/(\d)[ ,.](?=\d{3}(?!\d))/g, '$1')
    .replace(/(^|[^\p{L}\p{N}'])(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'(?=[\p{L}\p{N}])/gu, '$1')
    .replace(/'s(?![\p{L}\p{N}])/gu, '').trim().split(/ +/);
  const kept = words.filter((word) => !skipped.has(word.replace(/[^\p{L}\p{N}]+$/u, '')));
  return (kept.length ? kept : words).join(' ');
};

// What the index spells as people type it is printed again as the page prints it.
const printed = (text) => {
  text = text.replace(/(\d)’(?=\d{3})/g, '$1\u202f').replace(/&lt;/g, '<').replace(/&gt;/g, '>')
    .replace(/ 's(?![\p{L}\p{N}])/gu, "'s")
    .replace(/(^|[^\p{L}\p{N}'])((?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)') /giu, '$1$2').replace(/'/g, '’');
  if (!document.documentElement.lang.startsWith('fr')) return text;
  return text.replace(/ ([;!?])/g, '\u202f$1').replace(/ ([:»%])/g, '\u00a0$1').replace(/« /g, '«\u00a0');
};

const excerpt = (marked) => {
  const element = make('p');
  printed(marked).split(/<\/?mark>/).forEach((part, i) => element.append(i % 2 ? make('mark', part) : part));
  return element;
};

const start = async () => {
  const base = new URL(panel.dataset.index, location);
  const { createInstance } = await import(new URL('pagefind.js', base));
  const made = createInstance({ basePath: base.pathname, excerptLength: 24, noWorker: true, ranking: RANKING });
  await made.init();
  return made;
};

const weight = (part) => part.weighted_locations.reduce((sum, place) => sum + place.balanced_score, 0);

const item = (page) => {
  // An event has no page of its own: its address is an anchor of the timeline.
  const address = panel.dataset.root + page.raw_url.slice(1).replace(/(#.*)\.html$/, '$1');
  const kind = page.filters.kind[0], language = page.filters.lang?.[0];
  const parts = page.sub_results.sort((a, b) => weight(b) - weight(a));
  const entry = make('li'), link = make('a', printed(page.meta.title));
  link.href = address;
  if (language) link.lang = language;
  const word = panel.querySelector(`[value="${kind}"]`).dataset.word;
  entry.append(link, make('small', page.meta.label ? `${word} · ${printed(page.meta.label)}` : word), excerpt((parts[0] || page).excerpt));
  const sections = parts.filter((part) => part.anchor).slice(0, SECTIONS);
  if (sections.length) {
    const inside = make('ul');
    for (const part of sections) {
      const to = make('a', printed(part.title)), line = make('li');
      to.href = `${address}#${part.anchor.id}`;
      line.append(to);
      inside.append(line);
    }
    entry.append(inside);
  }
  return entry;
};

const show = async (count) => {
  const ticket = asked;
  const pages = await Promise.all(results.slice(shown, shown + count).map((result) => result.data()));
  if (ticket !== asked) return;
  if (!shown) list.replaceChildren();
  const from = list.children.length;
  list.append(...pages.map(item));
  shown += pages.length;
  more.hidden = shown >= results.length;
  if (from) list.children[from]?.querySelector('a').focus();
};

const find = async () => {
  const ticket = ++asked;
  const text = input.value.trim();
  const kind = panel.querySelector('[name="search-kind"]:checked').value;
  try {
    if (!text) { results = []; list.replaceChildren(); more.hidden = true; status.textContent = ''; return; }
    if (!list.children.length) status.textContent = panel.dataset.loading;
    engine ||= start();
    const search = await engine;
    const words = normal(text, new Set(panel.dataset.skip.split(' ')));
    const found = await search.search(words, kind ? { filters: { kind } } : {});
    if (ticket !== asked) return;
    results = found.results;
    shown = 0;
    const n = results.length;
    // CLDR: French counts 0 and 1 as singular, English only 1.
    const one = new Intl.PluralRules(document.documentElement.lang).select(n) === 'one';
    const words_ = n ? (one ? panel.dataset.one : panel.dataset.other) : panel.dataset.none;
    await show(FIRST);
    if (ticket === asked) status.textContent = words_.replace('{n}', n).replace('{query}', text);
  } catch (error) {
    engine = null;
    if (ticket === asked) status.textContent = panel.dataset.failed;
    throw error;
  }
};

const later = () => { clearTimeout(timer); timer = setTimeout(find, WAIT); };

// Up and down go from the field to the results and back; Tab goes through everything.
const move = (event) => {
  if (event.key === 'Enter' && event.target === input) list.querySelector('a')?.click();
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp' || event.target.type === 'radio') return;
  const stops = [input, ...list.querySelectorAll('a')];
  const at = stops.indexOf(document.activeElement);
  const to = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (at < 0 || !to) return;
  event.preventDefault();
  to.focus();
};

const ready = () => new Promise((resolve) => {
  const style = make('link');
  style.rel = 'stylesheet';
  style.href = panel.dataset.style;
  style.onload = style.onerror = resolve;
  document.head.append(style);
});

export const open = async (dialog) => {
  if (!panel) {
    panel = dialog;
    input = panel.querySelector('input');
    status = panel.querySelector('[role="status"]');
    list = panel.querySelector('ol');
    more = panel.querySelector('[data-search-more]');
    input.addEventListener('input', later);
    // The engine comes with the first key, before the word is whole.
    input.addEventListener('keydown', () => { engine ||= start().catch(() => { engine = null; }); }, { once: true });
    panel.addEventListener('change', (event) => { if (event.target.type === 'radio') find(); });
    panel.addEventListener('keydown', move);
    panel.addEventListener('click', (event) => {
      // A link to the page in view only moves in it: the dialog must not stay in front.
      if (event.target === panel || event.target.closest('a, [data-search-close]')) panel.close();
    });
    more.addEventListener('click', () => show(MORE));
    await ready();
  }
  if (!panel.open) panel.showModal();
  input.select();
};
