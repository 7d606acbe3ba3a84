// Finds words in the index of one language; its form: hooks/explainer/output/search/index.py.
const WORDS = 8; // of a query, the longest: each costs a piece of the index
const FIRST = 6; // results, loaded at once
// Where a word stands: in the text, ever more of it; in a heading; in a title, by its length.
const WEIGHTS = [0.35, 0.6, 0.8, 1, 3], TITLE = 5, IN_TITLE = 5;
// How well another word of the index stands for one of the query: one stem (a plural as well as the
// word itself), one beginning, the nearest.
const KIN = 0.6, BEGUN = 0.5, NEAR = 0.6;
// How much more a page counts that has the words in a row: in its title, in its text.
const TITLE_ROW = 1.5, ROW = 1.2;
// A page of this site counts for more than a source it cites.
const KINDS = { page: 2, actor: 2.2, term: 1, event: 1, claim: 1, source: 0.25 };
const SHORT = 14, LONG = 36; // words of an excerpt

// What words.py does to a text.
const WORD = '[\\p{L}\\p{N}_\\u0300-\\u036f]+', THOUSANDS = "\\d{1,3}(?:[ \\u00a0\\u202f,.’']\\d{3})+(?![\\p{L}\\p{N}_])";
const TOKEN = new RegExp(`${THOUSANDS}|${WORD}(?:(?:['’ʼ\\-‐‑&.+·]|,(?=\\d))${WORD})*`, 'gu'), NUMBER = new RegExp(`^${THOUSANDS}$`, 'u');
const LETTERS = { œ: 'oe', æ: 'ae', ø: 'o', ł: 'l', ß: 'ss', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };
const fold = (text) => text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replace(/[œæøłßđðþı]/g, (one) => LETTERS[one]);

// A token's words; a compound's parts, then the whole. Asked for, a compound is its parts,
// or the whole if a part is too short to be one: «AT&T».
export const reader = ({ skipped, ordinals }) => {
  const kept = (word) => /..|\p{N}/u.test(word) && !skipped.includes(word);
  return (token, asked) => {
    if (NUMBER.test(token)) {
      const groups = token.split(/\D/), whole = groups.join('');
      return groups[2] && !asked ? [groups[0], whole] : [whole];
    }
    const word = fold(token.replace(/^(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)['’ʼ](?=.)/i, '').replace(/['’ʼ]s$/i, ''))
      .replace(/^(\d+)(?:e|eme|er|re|nd|rd|st|th)$/, (_, n) => fold(ordinals[n - 2] || n));
    if (skipped.includes(word)) return [];
    const parts = word.split(/['’ʼ\-‐‑&.+·,_]/), whole = parts.join('');
    if (!parts[1]) return parts.filter(kept);
    if (!asked) return [...parts, whole].filter(kept);
    return (parts.every((part) => part[1]) && /\D/.test(whole) ? parts : [whole]).filter(kept);
  };
};
export const tokens = (text) => [...text.normalize('NFC').replace(/\u00ad/g, '').matchAll(TOKEN)];

// How much of the longer of two words both begin with: «accessibility» is not «access».
const alike = (one, other) => {
  let n = 0;
  while (n < one.length && one[n] === other[n]) n++;
  return n / Math.max(one.length, other.length);
};

const single = (word) => word.replace(/[sx]$/, '');

export const load = async (base, language) => {
  const get = async (path, cache) => {
    const answer = await fetch(base + path, { cache });
    if (!answer.ok) throw Error(path);
    return answer.json();
  };
  // What it names changes with each build.
  const head = await get(`${language}.json`, 'no-cache'), read = reader(head), files = {};
  const file = (name) => files[name] ||= get(`${head.folder}/${name}.json`).catch((error) => { delete files[name]; throw error; });
  const kinds = head.kinds.flatMap(([kind, count]) => Array(count).fill(kind));
  let sum = 0;
  const starts = head.texts.map((gap) => sum += gap);
  const place = (list, value) => Math.max(0, list.findLastIndex((start) => start <= value));
  const document = async (number) => {
    const at = place(starts, number);
    return (await file(`t${at}`))[number - starts[at]];
  };

  // The words of the index that stand for one of the query: [entry, how well, the least level].
  const standing = async (word, last) => {
    const at = place(head.chunks, word), names = [`w${at}`];
    if (last && head.chunks[at + 1]?.startsWith(word)) names.push(`w${at + 1}`);
    const entries = (await Promise.all(names.map(file))).flat(), found = [];
    const add = (entry, well) => entries.forEach((one) => {
      if (one === entry || entry[1] && one[1] === entry[1] && alike(one[0], entry[0]) >= 0.6) found.push([one, single(one[0]) === single(entry[0]) ? well : well * KIN, 0]);
    });
    const same = entries.find(([one]) => one === word);
    if (same) add(same, 1);
    // Words that it begins: as long as it is typed; of a whole word, in titles alone.
    if (last && word[1]) entries.forEach((one) => {
      if (one[0].startsWith(word) && !found.some(([entry]) => entry === one)) found.push([one, same ? BEGUN / 2 : BEGUN, same ? TITLE : 0]);
    });
    if (found[0]) return found;
    // Unknown: the known one that begins alike.
    const nearest = entries.reduce((best, one) => (alike(one[0], word) > alike(best[0], word) ? one : best), ['']);
    if (alike(nearest[0], word) >= 0.7) add(nearest, NEAR);
    return found;
  };

  return async (query) => {
    // A compound is known if all its parts are.
    const asked = tokens(query.replace(/[‘`´]/g, "'")).map(([token]) => read(token, true)), flat = [...new Set(asked.flat())];
    const last = fold(query).endsWith(flat.at(-1)) && flat.at(-1); // perhaps not typed to its end
    const kept = new Set([...flat].sort((a, b) => b.length - a.length).slice(0, WORDS)), found = Object.create(null);
    await Promise.all(flat.filter((word) => kept.has(word)).map(async (word) => { found[word] = await standing(word, word === last); }));
    const unknown = asked.filter((parts) => parts.some((word) => found[word] && !found[word][0])).flat();
    const words = flat.filter((word) => found[word] && !unknown.includes(word)).map((word) => found[word]);
    const count = kinds.length, total = new Float64Array(count), share = new Float64Array(count), covered = new Uint8Array(count), held = new Uint8Array(count);
    const rarity = words.map((found) => {
      const own = new Float64Array(count), named = new Float64Array(count);
      found.forEach(([entry, well, least]) => {
        for (let i = 2; i < entry.length; i += 2) {
          const level = entry[i];
          if (level < least) continue;
          let number = 0;
          for (const gap of entry[i + 1]) {
            number += gap;
            own[number] += well * (WEIGHTS[level] || IN_TITLE);
            if (level >= TITLE) named[number] = Math.max(named[number], (well < BEGUN ? well : 1) / (level - TITLE + 1));
          }
        }
      });
      const rare = Math.log(1 + count / own.reduce((n, one) => n + (one > 0), 0));
      own.forEach((one, number) => {
        if (!one) return;
        total[number] += one * rare;
        share[number] += named[number];
        covered[number] += named[number] > 0;
        held[number]++;
      });
      return rare;
    });
    const most = held.reduce((a, b) => Math.max(a, b), 0), rank = {}, all = [];
    held.forEach((n, number) => {
      // Those that have all words, or as many as any; and those whose title is half of the query.
      if (!n || n < most && (share[number] < 1 || 2 * covered[number] < words.length)) return;
      // A title that the query fills is what the reader names.
      rank[number] = total[number] * KINDS[kinds[number]] * (1 + Math.min(1, share[number]) ** 2) * (n / most) ** 2;
      all.push(number);
    });
    const sort = (list) => list.sort((a, b) => rank[b] - rank[a] || a - b);
    sort(all);
    const sought = words.map((found, i) => ({ rare: rarity[i], forms: new Set(found.map(([[word]]) => word)) }));
    const first = all.splice(0, FIRST);
    if (words[1]) await Promise.all(first.map(async (number) => {
      const [, title,,, parts] = await document(number);
      rank[number] *= inARow(title, sought, read) ? TITLE_ROW : parts.flat().some((text) => inARow(text, sought, read)) ? ROW : 1;
    }));
    return [...sort(first), ...all].map((number) => ({
      kind: kinds[number],
      text: async () => shown(await document(number), sought, read, kinds[number]),
    }));
  };
};

const inARow = (text, sought, read) => {
  const words = tokens(text).flatMap(([token]) => read(token, true));
  return words.some((_, at) => sought.every(({ forms }, i) => forms.has(words[at + i])));
};

const shown = ([address, title, note, lang, parts], sought, read, kind) => {
  // How much of the query a text holds.
  const held = (text) => {
    const words = new Set(tokens(text).flatMap(([token]) => read(token)));
    return sought.reduce((sum, { rare, forms }) => sum + ([...forms].some((form) => words.has(form)) && rare), 0);
  };
  const found = parts.map(([id, heading, text]) => {
    const sentences = text.split('\n').map(cut), weights = sentences.map((list) => list.map(held));
    const best = Math.max(0, ...weights.flat());
    const row = Math.max(0, weights.findIndex((list) => list.includes(best))), list = sentences[row], at = Math.max(0, weights[row].indexOf(best));
    // A short sentence is shown with those that follow it in its paragraph.
    let excerpt = list[at] || '';
    for (let i = at + 1; i < list.length && tokens(excerpt).length < SHORT; i++) excerpt += ` ${list[i]}`;
    return { id, title: heading, excerpt, best, weight: best + 2 * held(heading) };
  }).sort((a, b) => b.weight - a.weight);
  const sections = found.filter(({ id, title: named, weight }) => id && named && weight);
  const best = found.find((part) => part.best) || found.find((part) => part.excerpt);
  return { kind, address, title, note, lang, sections, excerpt: marked(best?.excerpt || '', sought, read) };
};

// A paragraph's sentences; «c. Roe» and «J. Forrest» end none.
const cut = (text) => {
  const out = [''];
  for (const piece of text.match(/.+?(?:[.!?…]+[\s»”"’)]*(?=\s[\p{Lu}\d«“"])|$)/gu) || []) {
    if (/(?:^|[\s(.])(?:\p{L}|vs|cf|art|Inc|Corp|Ltd|M[rs]|Mrs|Mme|Dr|St|No)\.\s*$/u.test(out.at(-1))) out.push(out.pop() + piece);
    else out.push(piece);
  }
  return out.map((one) => one.trim()).filter((one) => one);
};

// An excerpt as text, found word, text, …; a long one is cut around the first word found.
const marked = (text, sought, read) => {
  const all = tokens(text), hit = all.map(([token]) => read(token).some((word) => sought.some(({ forms }) => forms.has(word))));
  const from = all.length > LONG ? Math.min(Math.max(0, hit.indexOf(true) - 8), all.length - LONG) : 0, to = from + LONG;
  const out = [from ? '…' : ''];
  let at = from && all[from].index;
  all.slice(from, to).forEach((one, i) => {
    if (!hit[from + i]) return;
    out.push(out.pop() + text.slice(at, one.index), one[0], '');
    at = one.index + one[0].length;
  });
  out.push(out.pop() + (all[to] ? text.slice(at, all[to].index).trimEnd() + '…' : text.slice(at)));
  return out;
};
