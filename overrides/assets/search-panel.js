// The search dialog: what the reader types → links. What is found: search-engine.js.
const FIRST = 6;
let lang, style, panel, input, status, list, more, engine, results, shown, timer, follow, asked = 0;

const make = (tag, text = '', href) => Object.assign(document.createElement(tag), { textContent: text }, href && { href });

const start = async () => {
  const { load } = await import(new URL(panel.dataset.engine, location));
  return load(new URL(panel.dataset.index, location).href, lang);
};

const item = (page) => {
  const address = panel.dataset.root + page.address, { word } = panel.querySelector(`[value=${page.kind}]`).dataset;
  const entry = make('li'), link = make('a', page.title, address), text = make('p'), inside = make('ul');
  if (page.lang) link.lang = page.lang;
  page.excerpt.forEach((part, i) => text.append(i % 2 ? make('mark', part) : part));
  page.sections.slice(0, 3).forEach(({ id, title }) => {
    const line = make('li');
    line.append(make('a', title, `${address}#${id}`));
    inside.append(line);
  });
  entry.append(link, make('small', word + (page.note && ` · ${page.note}`)));
  if (inside.firstChild) entry.append(inside);
  entry.append(text);
  return entry;
};

const show = async (count) => {
  const ticket = asked;
  const pages = await Promise.all(results.slice(shown, shown + count).map((result) => result.text()));
  if (ticket !== asked) return;
  if (!shown) list.replaceChildren();
  list.append(...pages.map(item));
  if (shown) list.children[shown].firstChild.focus();
  shown += pages.length;
  more.hidden = shown >= results.length;
};

const find = async () => {
  const ticket = ++asked, text = input.value.trim(), said = panel.dataset;
  let told = '', found = [];
  timer = 1;
  try {
    if (text) {
      if (!list.firstChild) status.textContent = said.loading;
      found = await (await (engine ||= start()))(input.value);
    }
    if (ticket !== asked) return;
    const of = (wanted) => (wanted ? found.filter(({ kind }) => kind === wanted) : found);
    results = of(panel.querySelector(':checked').value);
    panel.querySelectorAll('[type=radio]').forEach((choice) => { choice.parentNode.lastChild.textContent = of(choice.value).length || ''; });
    shown = 0;
    await show(FIRST);
    const n = results.length, form = new Intl.PluralRules(lang).select(n);
    if (text) told = (n ? (said[form] || said.other) : said.none).replace('{n}', n).replace('{query}', text);
  } catch {
    engine = null;
    told = said.failed;
  }
  if (ticket !== asked) return;
  status.textContent = told;
  timer = 0;
  if (follow) list.querySelector('a')?.click();
  follow = 0;
};

// Up and down: from the field to the results and back; Tab: through everything.
const move = (event) => {
  const stops = [input, ...list.querySelectorAll('a')], at = stops.indexOf(event.target);
  // Typed before the results are there, Enter waits for them.
  if (event.key === 'Enter' && !at) timer ? follow = 1 : stops[1]?.click();
  // A field for searching would only be cleared.
  if (event.key === 'Escape' && !event.isComposing) panel.close();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || at < 0) return;
  event.preventDefault();
  stops[at + step]?.focus();
};

export const open = async (dialog) => {
  if (panel !== dialog) {
    panel = dialog;
    lang = dialog.lang || document.documentElement.lang;
    engine = null;
    [input, status, list, more] = ['input', '[role]', 'ol', '[data-search-more]'].map((name) => panel.querySelector(name));
    input.oninput = () => { follow = 0; clearTimeout(timer); timer = setTimeout(find, 120); };
    // The engine comes with the first key, before the word is whole.
    input.onkeydown = () => { (engine ||= start()).catch(() => { engine = null; }); };
    panel.onchange = ({ target }) => {
      if (target.type === 'radio') find();
      if (target.type === 'checkbox') try { sessionStorage.slash = target.checked ? '' : 'off'; } catch { /* the choice lasts as long as the page */ }
    };
    panel.onkeydown = move;
    // A link to the page in view only moves in it: the dialog must not stay in front.
    panel.onclick = ({ target }) => { if (target === panel || target.closest('a, [data-search-close]')) panel.close(); };
    more.onclick = () => show(10);
    if (!style) {
      style = Object.assign(make('link', '', panel.dataset.style), { rel: 'stylesheet' });
      await new Promise((done) => { style.onload = style.onerror = done; document.head.append(style); });
    }
  }
  if (!panel.open) panel.showModal();
  input.select();
};
