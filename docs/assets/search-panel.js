// What the reader types → links. Index: hooks/explainer/outputs/search.py.
const FIRST = 6;
const RANKING = { pageLength: 0.6, metaWeights: { title: 8, date: 6 } };
// A page of this site counts for more than a source it cites.
const KINDS = { p: 2.4, a: 2.2, t: 1.2, e: 1, c: 1, s: 0.4 };
const ELIDED = "(^|[^\\p{L}\\p{N}'])((?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)')";

const { lang } = document.documentElement;
let panel, input, status, list, more, engine, results, shown, timer, asked = 0;

const make = (tag, text = '', href) => Object.assign(document.createElement(tag), { textContent: text }, href && { href });

// Words as reduction.py wrote them.
const normal = (text) => {
  const skipped = panel.dataset.skip.split(' ');
  const words = text.normalize('NFC')
    .toLowerCase().replace(/[‘’`]/g, "'").replace(/[^\p{L}\p{N}'.,-]+/gu, ' ')
    .replace(/(\d)[ ,.](?=\d{3}(?!\d))/g, '$1')
    .replace(new RegExp(ELIDED + '(?=[\\p{L}\\p{N}])', 'gu'), '$1')
    .replace(/'s(?![\p{L}\p{N}])/gu, '').split(' ').map((word) => word.replace(/[^\p{L}\p{N}]+$/u, ''));
  const kept = words.filter((word) => !skipped.includes(word) && !/^\p{L}?$/u.test(word));
  return kept[0] ? kept : words;
};

// And back: signs and spaces as pages print them.
const printed = (text) => {
  text = text.replace(/(\d)’(?=\d{3})/g, '$1\u202f').replace(/&lt;/g, '<').replace(/&gt;/g, '>')
    .replace(/ 's(?![\p{L}\p{N}])/gu, "'s").replace(new RegExp(ELIDED + ' ', 'giu'), '$1$2').replace(/'/g, '’');
  if (!/^fr/.test(lang)) return text;
  return text.replace(/ ([;!?])/g, '\u202f$1').replace(/ ([:»%])/g, '\u00a0$1').replace(/« /g, '«\u00a0');
};

const start = async () => {
  const base = new URL(panel.dataset.index, location);
  const { createInstance } = await import(base + 'pagefind.js');
  const made = createInstance({ basePath: base.pathname, excerptLength: 24, noWorker: true, ranking: RANKING });
  await made.init();
  return made;
};

// Pagefind takes an unknown word for the longest known one that begins it («nonetheless» for «non»):
// a word is found only if one that begins like most of it stands in the best pages.
const fold = (text, gap = '') => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}\s]+/gu, gap);
const best = (from, count) => Promise.all(results.slice(from, from + count).map((result) => result.data()));
const known = async (words) => {
  const pages = await best(0, FIRST);
  const text = pages.map((page) => ` ${Object.values(page.meta).join(' ')} ${page.content}`).join('');
  const all = fold(text) + fold(text, ' ');
  return words.map((word) => fold(word)).every((word) => all.includes(' ' + word.slice(0, Math.max(4, word.length * 0.6))));
};

// packing.py names a result «fr-1a2b3c4d/a27»: its kind, the words of its title, its number.
const mark = (result) => result.id.split('/')[1];
const rank = (result, words) => {
  const [kind, length] = mark(result), fields = result.matchedMetaFields || [];
  // A title that the query fills is what the reader names; so is the date of an event.
  const filled = fields.includes('date') ? 1 : fields.includes('title') && Math.min(1, words / length);
  return result.score * KINDS[kind] * (1 + filled);
};
const weight = (part) => part.weighted_locations.reduce((sum, { balanced_score }) => sum + balanced_score, 0);

const item = (page) => {
  // An event's address is an anchor of the timeline.
  const address = panel.dataset.root + page.raw_url.slice(1).replace(/(#.*)\.html$/, '$1');
  const word = panel.querySelector(`[value^=${page.filters.mark[0][0]}]`).dataset.word;
  const parts = page.sub_results.sort((a, b) => weight(b) - weight(a));
  const entry = make('li'), link = make('a', printed(page.meta.title), address), text = make('p'), inside = make('ul');
  if (page.filters.lang) link.lang = page.filters.lang[0];
  printed((parts[0] || page).excerpt).split(/<\/?mark>/).forEach((part, i) => text.append(i % 2 ? make('mark', part) : part));
  parts.filter((part) => part.anchor).slice(0, 3).forEach((part) => {
    const line = make('li');
    line.append(make('a', printed(part.title), `${address}#${part.anchor.id}`));
    inside.append(line);
  });
  const { date, note } = page.meta, label = date || note;
  entry.append(link, make('small', word + (label ? ` · ${printed(label)}` : '')), text);
  if (inside.firstChild) entry.append(inside);
  return entry;
};

const show = async (count) => {
  const ticket = asked;
  const pages = await best(shown, count);
  if (ticket !== asked) return;
  if (!shown) list.replaceChildren();
  list.append(...pages.map(item));
  if (shown) list.children[shown].firstChild.focus();
  shown += pages.length;
  more.hidden = shown >= results.length;
};

const find = async () => {
  const ticket = ++asked, text = input.value.trim(), said = panel.dataset;
  let told = '', found = [], words = [];
  try {
    if (text) {
      if (!list.firstChild) status.textContent = said.loading;
      words = normal(text);
      found = (await (await (engine ||= start())).search(words.join(' '))).results;
      found.forEach((result) => { result.rank = rank(result, words.length); });
    }
    if (ticket !== asked) return;
    const of = (letter) => (letter ? found.filter((result) => mark(result)[0] === letter[0]) : found);
    results = of(panel.querySelector(':checked').value).sort((a, b) => b.rank - a.rank);
    const sure = await known(words);
    if (ticket !== asked) return;
    if (!sure) results = found = [];
    panel.querySelectorAll('[type=radio]').forEach((choice) => { choice.parentNode.lastChild.textContent = of(choice.value).length || ''; });
    shown = 0;
    await show(FIRST);
    const n = results.length, one = new Intl.PluralRules(lang).select(n) === 'one';
    if (text) told = (n ? (one ? said.one : said.other) : said.none).replace('{n}', n).replace('{query}', text);
  } catch {
    engine = null;
    told = said.failed;
  }
  if (ticket !== asked) return;
  status.textContent = told;
  timer = 0;
};

// Up and down: from the field to the results and back; Tab: through everything.
const move = (event) => {
  const stops = [input, ...list.querySelectorAll('a')], at = stops.indexOf(event.target);
  if (event.key === 'Enter' && !at && !timer) stops[1]?.click();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || at < 0) return;
  event.preventDefault();
  stops[at + step]?.focus();
};

export const open = async (dialog) => {
  if (!panel) {
    panel = dialog;
    [input, status, list, more] = ['input', '[role]', 'ol', '[data-search-more]'].map((name) => panel.querySelector(name));
    input.oninput = () => { clearTimeout(timer); timer = setTimeout(find, 120); };
    // The engine comes with the first key, before the word is whole.
    input.onkeydown = () => { (engine ||= start()).catch(() => { engine = null; }); };
    panel.onchange = (event) => { if (event.target.type === 'radio') find(); };
    panel.onkeydown = move;
    // A link to the page in view only moves in it: the dialog must not stay in front.
    panel.onclick = ({ target }) => { if (target === panel || target.closest('a, [data-search-close]')) panel.close(); };
    more.onclick = () => show(10);
    const style = Object.assign(make('link', '', panel.dataset.style), { rel: 'stylesheet' });
    await new Promise((done) => { style.onload = style.onerror = done; document.head.append(style); });
  }
  if (!panel.open) panel.showModal();
  input.select();
};
