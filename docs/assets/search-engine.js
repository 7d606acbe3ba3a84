// Drives Pagefind's engine (https://pagefind.app) over the index of one language, as packing.py
// leaves it (hooks/explainer/output/packing.py): what Pagefind's own loader does, in a third of its weight.
const EXCERPT = 24; // words
const WORDS = 8; // of a query, the longest: each costs a piece of the index
const FIRST = 6; // results, loaded at once
const HEADING = 6; // how much more a word counts in a section's title
const RANKING = { page_length: 0.6, meta_weights: { title: 8, date: 6, sections: 0.8 } };
// A page of this site counts for more than a source it cites.
const KINDS = { p: 2.4, a: 2.2, t: 1.2, e: 1, c: 1, s: 0.4 };
const ELIDED = "(^|[^\\p{L}\\p{N}'])((?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)')";

// Words as reduction.py wrote them.
const normal = (text, { skip, ordinals }) => {
  const words = text.normalize('NFC')
    .toLowerCase().replace(/[‘’`]/g, "'").replace(/[^\p{L}\p{N}'.,-]+/gu, ' ')
    .replace(/(\d)[ ,.](?=\d{3}(?!\d))/g, '$1')
    .replace(new RegExp(ELIDED + '(?=[\\p{L}\\p{N}])', 'gu'), '$1')
    .replace(/'s(?![\p{L}\p{N}])/gu, '').split(' ').map((word) => word.replace(/[^\p{L}\p{N}]+$/u, '')
      .replace(/^(\d+)(?:e|[eè]me|nd|rd|th)$/, (word, n) => ordinals.split(' ')[n - 2] || word));
  return words.filter((word) => !` ${skip} `.includes(` ${word} `) && !/^\p{L}?$/u.test(word));
};

// And back: signs and spaces as pages print them.
const printed = (text, lang) => {
  text = text.replace(/(\d)’(?=\d{3})/g, '$1\u202f')
    .replace(/ 's(?![\p{L}\p{N}])/gu, "'s").replace(new RegExp(ELIDED + ' ', 'giu'), '$1$2').replace(/'/g, '’');
  if (!/^fr/.test(lang)) return text;
  return text.replace(/ ([;!?])/g, '\u202f$1').replace(/ ([:»%])/g, '\u00a0$1').replace(/« /g, '«\u00a0');
};

const encoder = new TextEncoder(), decoder = new TextDecoder();
const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const read = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw Error(address);
  let data = new Uint8Array(await answer.arrayBuffer());
  // Gzip, unless the host said so and the browser has seen to it; then a signature.
  if (data[0] === 31) data = new Uint8Array(await new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
  return data.subarray(12);
};
const json = (data) => JSON.parse(decoder.decode(data));

// CBOR (RFC 8949): numbers, texts and arrays.
const cbor = (value) => {
  const out = [];
  const head = (type, n) => (n < 24 ? out.push(type | n) : out.push(type | 26, n >>> 24, n >> 16, n >> 8, n));
  const put = (part) => {
    if (part.map) head(128, part.length), part.forEach(put);
    else if (part.length >= 0) part = encoder.encode(part), head(96, part.length), out.push(...part);
    else head(0, part);
  };
  put(value);
  return new Uint8Array(out);
};

// The words of a piece of the index: [[[word, pages, variants], …]].
const wordsOf = (data) => {
  let at = 0;
  const head = () => {
    const first = data[at++];
    let n = first & 31;
    if (n > 23) for (let left = 1 << (n - 24), n_ = n = 0; left--;) n = n * 256 + data[at++];
    return [first >> 5, n];
  };
  const skip = () => {
    const [type, n] = head();
    if (type === 3) at += n;
    else if (type === 4) for (let i = 0; i < n; i++) skip();
  };
  head();
  return Array.from({ length: head()[1] }, () => {
    head();
    const n = head()[1], word = decoder.decode(data.subarray(at, at += n));
    skip();
    skip();
    return word;
  });
};

export const load = async (base, language, said) => {
  const { engine, version } = (await (await fetch(base + 'languages.json')).json())[language];
  const [code, pages] = await Promise.all([read(base + engine), read(`${base}${version}.pf_meta`).then(json)]);
  const { instance: { exports: wasm } } = await WebAssembly.instantiate(code, {
    './pagefind_web_bg.js': {
      __wbindgen_init_externref_table() {
        const table = wasm.__wbindgen_externrefs, first = table.grow(4);
        table.set(0, undefined);
        [undefined, null, true, false].forEach((value, i) => table.set(first + i, value));
      },
    },
  });
  wasm.__wbindgen_start();

  const pass = (data) => {
    if (!data.subarray) data = encoder.encode(data);
    const at = wasm.__wbindgen_malloc(data.length, 1) >>> 0;
    new Uint8Array(wasm.memory.buffer).set(data, at);
    return [at, data.length];
  };
  const told = ([at, length]) => {
    const text = json(new Uint8Array(wasm.memory.buffer, at >>> 0, length));
    wasm.__wbindgen_free(at, length, 1);
    return text;
  };
  const column = ([table, values]) => [...values].map((one) => table[one.charCodeAt() - 35]);
  const ask = (index, query) => told(wasm.search(index, ...pass(fold(query)), ...pass(query), ...pass('{}'), ...pass(''), false, false));

  const marks = column(pages.marks), lengths = column(pages.lengths);
  const meta = (list) => pass(cbor([pages.pagefind, list, [], [], [], pages.fields]));
  let index = wasm.init_pagefind(...meta(lengths.map((length, i) => [`${i}`, length])));
  index = wasm.set_ranking_weights(index, ...pass(JSON.stringify(RANKING)));
  // An index without a page, which tells how Pagefind spells a word in its index.
  const speller = wasm.enter_playground_mode(wasm.init_pagefind(...meta([])));

  const pieces = {}, texts = {}, known = new Set();
  const piece = (stem) => {
    const at = pages.starts.findLastIndex((start) => start <= stem);
    return pieces[at] ||= read(`${base}index/${version}/${at.toString(36)}.pf_index`).then((data) => {
      index = wasm.load_index_chunk(index, ...pass(data));
      wordsOf(data).forEach((word) => known.add(word));
    }).catch((error) => { delete pieces[at]; throw error; });
  };
  // An unknown word is taken for the longest known one that begins it, if that is most of it:
  // «nonetheless» is not «non».
  const spelling = (stem, word) => {
    let best = '';
    for (const one of known) {
      if (one.startsWith(stem)) return stem;
      if (stem.startsWith(one) && one.length > best.length) best = one;
    }
    return best.length >= Math.max(4, word.length * 0.6) && best;
  };

  const print = (text) => printed(text, language);
  const text = (p) => texts[p] ||= read(`${base}fragment/${version}/${marks[p]}${(+p).toString(36)}.pf_fragment`).then(json);
  const shown = ({ p }, stems) => text(p).then(({ url, meta, filters, content, anchors }) => {
    const parts = partsOf(content.split(/\s+/), anchors, stems);
    return {
      kind: marks[p][0],
      // An event's address is an anchor of the timeline.
      address: url.slice(1).replace(/(#.*)\.html$/, '$1'),
      title: print(meta.title),
      note: print(meta.date || meta.note || ''),
      lang: filters.lang?.[0],
      excerpt: print(parts[0].excerpt).split('\ue000'),
      sections: parts.filter((part) => part.id).map(({ id, title }) => ({ id, title: print(title) })),
    };
  });

  return async (query) => {
    const words = [...new Set(normal(query, said).map((word) => word.replace(/\p{P}+/gu, '')))]
      .sort((a, b) => b.length - a.length).slice(0, WORDS);
    if (!words[0]) return [];
    let terms = ask(speller, words.join(' ')).query_term_idfs.map(({ t }, i) => [words[i], t]);
    await Promise.all(terms.map(([, stem]) => piece(stem)));
    terms = terms.map(([word, stem]) => [word, spelling(stem, word)]).filter(([, stem]) => stem);
    if (!terms[0]) return [];
    // What is looked for in the text: «privacy» is spelt «privaci» in the index.
    const stems = terms.map(([word, stem]) => {
      while (!fold(word).startsWith(stem)) stem = stem.slice(0, -1);
      return stem;
    });
    let all = ask(index, terms.map(([word]) => word).join(' ')).results;
    if (!all[0]) all = most(terms.map(([word]) => ask(index, word).results));
    // reduction.py marks a page «a2»: its kind, the words of its title.
    const rank = ({ p, s, mf = [] }) => {
      const [kind, length] = marks[p];
      // A title that the query fills is what the reader names; so is the date of an event.
      return s * KINDS[kind] * (1 + (mf.includes('date') || mf.includes('title') && Math.min(1, terms.length / length)));
    };
    all.sort((a, b) => rank(b) - rank(a));
    // Of those shown first, the pages that hold most of each word and not only its stem:
    // «accessibility» is not «access».
    const first = all.splice(0, FIRST), held = await Promise.all(first.map(async ({ p }) => {
      const { content, meta } = await text(p), said = fold(`${Object.values(meta).join(' ')} ${content}`);
      const found = ` ${said.replace(/[^\p{L}\p{N}\s]+/gu, '')} ${said.replace(/[^\p{L}\p{N}]+/gu, ' ')}`.replace(/\s/g, ' ');
      return terms.every(([word]) => found.includes(' ' + fold(word).slice(0, Math.max(4, word.length * 0.6))));
    }));
    return [...first.filter((_, i) => held[i]), ...first.filter((_, i) => !held[i]), ...all]
      .map((one) => ({ kind: marks[one.p][0], text: () => shown(one, stems) }));
  };
};

// The parts of a page in which words were found, best first: its beginning, then each section.
const partsOf = (words, anchors, stems) => {
  const starts = [{ location: 0 }, ...anchors, { location: words.length }];
  const found = starts.slice(0, -1).map(({ id, text, location }, i) => {
    const end = starts[i + 1].location, title = id ? location + text.split(/\s+/).length : 0, hits = [];
    let weight = 0;
    for (let at = location; at < end; at++) {
      const word = fold(words[at]).replace(/^[^\p{L}\p{N}]+|['’]/gu, '');
      if (!stems.some((stem) => [word.replace(/-/g, ''), ...word.split('-')].some((part) => part.startsWith(stem)))) continue;
      hits.push(at);
      weight += at < title ? HEADING : 1;
    }
    return { id, title: text, weight, excerpt: excerpt(words, hits, location, end) };
  }).filter((part) => part.weight).sort((a, b) => b.weight - a.weight);
  return found[0] ? found : [{ excerpt: excerpt(words, [], 0, words.length) }];
};

// No page has all words: those that have most of them.
const most = (lists) => {
  const pages = {};
  lists.flat().forEach(({ p, s, mf = [] }) => {
    const page = pages[p] ||= { p, s: 0, mf: [], n: 0 };
    page.s += s;
    page.n++;
    page.mf.push(...mf);
  });
  const all = Object.values(pages), n = Math.max(...all.map((page) => page.n));
  return all.filter((page) => page.n === n);
};

// The words around most of those found; each of these between two marks.
const excerpt = (words, hits, from, to) => {
  let best = [];
  hits.forEach((first, i) => {
    const run = hits.slice(i).filter((at) => at < first + EXCERPT);
    if (run.length > best.length) best = run;
  });
  const middle = best.length ? (best[0] + best.at(-1) + 1 - EXCERPT) >> 1 : 0;
  const start = Math.max(from, Math.min(middle, to - EXCERPT));
  return words.slice(start, Math.min(to, start + EXCERPT))
    .map((word, i) => (hits.includes(start + i) ? `\ue000${word}\ue000` : word)).join(' ');
};
