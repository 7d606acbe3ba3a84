// The search dialog: what the reader types → links. Index: hooks/explainer/outputs/search.py.
const FIRST = 6, MORE = 10, SECTIONS = 3, WAIT = 120;
const RANKING = { pageLength: 0.6, termSimilarity: 3, metaWeights: { title: 8, label: 6 } };
// A page of this site counts for more than a source it cites.
const KINDS = { p: 2.4, a: 2.2, t: 1.2, e: 1, c: 1, s: 0.4 };
const ELIDED = "(^|[^\\p{L}\\p{N}'])((?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)')";

let panel, input, status, list, more, engine, results, shown, timer, asked = 0;

const make = (tag, text = '', href) => Object.assign(document.createElement(tag), { textContent: text }, href && { href });

// Words as reduction.py wrote them.
const normal = (text) => {
  const skipped = panel.dataset.skip.split(' ');
  const words = text.normalize('NFC').toLowerCase()
    .replace(/[‘’ʼ´`]/g, "'").replace(/[\s«»“”"\p{S}]+/gu, ' ')
    .replace(/(\d)[ ,.](?=\d{3}(?!\d))/g, '$1')
    .replace(new RegExp(ELIDED + '(?=[\\p{L}\\p{N}])', 'gu'), '$1')
    .replace(/'s(?![\p{L}\p{N}])/gu, '').split(' ').map((word) => word.replace(/[^\p{L}\p{N}]+$/u, ''));
  const kept = words.filter((word) => !skipped.includes(word) && !/^\p{L}?$/u.test(word));
  return kept.length ? kept : words;
};

// And back: signs and spaces as pages print them.
const printed = (text) => {
  text = text.replace(/(\d)’(?=\d{3})/g, '$1\u202f').replace(/&lt;/g, '<').replace(/&gt;/g, '>')
    .replace(/ 's(?![\p{L}\p{N}])/gu, "'s").replace(new RegExp(ELIDED + ' ', 'giu'), '$1$2').replace(/'/g, '’');
  if (!/^fr/.test(document.documentElement.lang)) return text;
  return text.replace(/ ([;!?])/g, '\u202f$1').replace(/ ([:»%])/g, '\u00a0$1').replace(/« /g, '«\u00a0');
};

const start = async () => {
  const base = new URL(panel.dataset.index, location);
  const { createInstance } = await import(base + 'pagefind.js');
  const made = createInstance({ basePath: base.pathname, excerptLength: 24, noWorker: true, ranking: RANKING });
  await made.init();
  return made;
};

// packing.py names a result «fr-1a2b3c4d/a27»: its kind, the words of its title, its number.
const mark = (result) => result.id.split('/')[1];
const rank = (result, words) => {
  const [kind, length] = mark(result), fields = result.matchedMetaFields || [];
  // A title that the query fills is what the reader names; so is the date of an event.
  const filled = fields.includes('label') ? 2 : fields.includes('title') ? 1 + Math.min(1, words / length) : 1;
  return result.score * KINDS[kind] * filled;
};
const weight = (part) => part.weighted_locations.reduce((sum, place) => sum + place.balanced_score, 0);

const item = (page) => {
  // An event's address is an anchor of the timeline.
  const address = panel.dataset.root + page.raw_url.slice(1).replace(/(#.*)\.html$/, '$1');
  const word = panel.querySelector(`[value^=${page.filters.mark[0][0]}]`).dataset.word;
  const parts = page.sub_results.sort((a, b) => weight(b) - weight(a));
  const entry = make('li'), link = make('a', printed(page.meta.title), address), text = make('p'), inside = make('ul');
  if (page.filters.lang) link.lang = page.filters.lang[0];
  printed((parts[0] || page).excerpt).split(/<\/?mark>/).forEach((part, i) => text.append(i % 2 ? make('mark', part) : part));
  parts.filter((part) => part.anchor).slice(0, SECTIONS).forEach((part) => {
    const line = make('li');
    line.append(make('a', printed(part.title), `${address}#${part.anchor.id}`));
    inside.append(line);
  });
  entry.append(link, make('small', page.meta.label ? `${word} · ${printed(page.meta.label)}` : word), text);
  if (inside.firstChild) entry.append(inside);
  return entry;
};

const show = async (count) => {
  const ticket = asked;
  const pages = await Promise.all(results.slice(shown, shown + count).map((result) => result.data()));
  if (ticket !== asked) return;
  if (!shown) list.replaceChildren();
  list.append(...pages.map(item));
  if (shown) list.children[shown].firstChild.focus();
  shown += pages.length;
  more.hidden = shown >= results.length;
};

const find = async () => {
  const ticket = ++asked, text = input.value.trim(), said = panel.dataset;
  const kinds = [...panel.querySelectorAll('[type=radio]')], kind = kinds.find((choice) => choice.checked).value;
  let told = '';
  try {
    let found = [];
    if (text) {
      if (!list.firstChild) status.textContent = said.loading;
      const search = await (engine ||= start()), words = normal(text);
      found = (await search.search(words.join(' '))).results;
      if (ticket !== asked) return;
      found.forEach((result) => { result.rank = rank(result, words.length); });
    }
    const of = (letter) => (letter ? found.filter((result) => mark(result)[0] === letter[0]) : found);
    kinds.forEach((choice) => { choice.parentNode.lastChild.textContent = of(choice.value).length || ''; });
    results = of(kind).sort((a, b) => b.rank - a.rank);
    shown = 0;
    await show(FIRST);
    const n = results.length, one = new Intl.PluralRules(document.documentElement.lang).select(n) === 'one';
    if (text) told = (n ? (one ? said.one : said.other) : said.none).replace('{n}', n).replace('{query}', text);
  } catch (error) {
    engine = null;
    told = said.failed;
    console.warn(error);
  }
  if (ticket === asked) status.textContent = told;
};

// Up and down go from the field to the results and back; Tab goes through everything.
const move = (event) => {
  const { key, target } = event;
  if (key === 'Enter' && target === input) list.querySelector('a')?.click();
  const step = { ArrowDown: 1, ArrowUp: -1 }[key], stops = [input, ...list.querySelectorAll('a')];
  if (!step || !stops.includes(target)) return;
  event.preventDefault();
  stops[stops.indexOf(target) + step]?.focus();
};

export const open = async (dialog) => {
  if (!panel) {
    panel = dialog;
    [input, status, list, more] = ['input', '[role]', 'ol', '[data-search-more]'].map((name) => panel.querySelector(name));
    input.oninput = () => { clearTimeout(timer); timer = setTimeout(find, WAIT); };
    // The engine comes with the first key, before the word is whole.
    input.onkeydown = () => { engine ||= start().catch(() => { engine = null; }); };
    panel.onchange = (event) => { if (event.target.type === 'radio') find(); };
    panel.onkeydown = move;
    // A link to the page in view only moves in it: the dialog must not stay in front.
    panel.onclick = ({ target }) => { if (target === panel || target.closest('a, [data-search-close]')) panel.close(); };
    more.onclick = () => show(MORE);
    const style = Object.assign(make('link', '', panel.dataset.style), { rel: 'stylesheet' });
    await new Promise((done) => { style.onload = style.onerror = done; document.head.append(style); });
  }
  if (!panel.open) panel.showModal();
  input.select();
};
