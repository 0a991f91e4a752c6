// The search of a site without a server: the hits that the server would give, in its order.
// docs/search.md says what matches; where labels are in several files, typos and fragments are
// found as far as words begin like what was typed.
"use strict";

const tvetSkos = (() => {
  const MODES = { exact: 0, prefix: 1, words: 2, substring: 3, typo: 4, definition: 5 };
  const NOTATION = 3;
  const END = "\t";
  const MOST_FILES = 24;
  const PAGE = 20;

  let index, fold, said, root;
  const taken = { labels: new Map(), definitions: new Map(), terms: new Map() };
  const loading = new Map();

  // Files of the index: each is a script that calls take().

  function load(kind, number) {
    const name = `${kind}-${number}`;
    if (!loading.has(name)) {
      loading.set(name, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = `${root}search/${name}.js`;
        script.addEventListener("load", () => done(taken[kind].get(number)));
        script.addEventListener("error", () => failed(new Error(name)));
        document.head.append(script);
      }));
    }
    return loading.get(name);
  }

  // The shards that may hold a word, or words that go on from it.
  function places(shards, word, goesOn) {
    const numbers = new Set();
    shards.forEach((shard, number) => {
      const start = shard.replace(END, "");
      const isWhole = start !== shard;
      if (isWhole ? word === start : word.startsWith(start)) numbers.add(number);
      if (goesOn && start.startsWith(word)) numbers.add(number);
    });
    return numbers;
  }

  async function rowsFor(kind, words, goesOn) {
    const numbers = new Set();
    for (const word of words) {
      for (const number of places(index[kind], word, goesOn(word))) numbers.add(number);
    }
    const chosen = [...numbers].sort((a, b) => a - b).slice(0, MOST_FILES);
    const rows = await Promise.all(chosen.map((number) => load(kind, number)));
    return { rows: rows.flat(), isWhole: chosen.length === numbers.size };
  }

  // What is asked.

  function question(text) {
    const asked = fold.squash(text);
    const completes = asked.endsWith("*");
    const inside = asked.startsWith("*");
    const bare = asked.replace(/^\*+|\*+$/g, "");
    const words = fold.words(bare).slice(0, index.limits.words);
    const unfolded = fold.words(bare, true).slice(0, index.limits.words);
    const unfinished = unfolded.at(-1);
    const last = unfinished === undefined
      ? []
      : [...new Set([unfinished, words.at(-1), ...fold.words(`${unfinished}s`)])];
    let modes = Object.values(MODES);
    if (completes) modes = modes.slice(0, 3);
    if (inside && bare) modes = [MODES.exact, MODES.prefix, MODES.words, MODES.substring];
    return { text: bare, key: fold(bare), words, unfolded, last, modes };
  }

  function distance(tag, asked) {
    const speaks = (one, other) => `${one}-`.toLowerCase().startsWith(`${other}-`.toLowerCase());
    if (speaks(tag, asked)) return 0;
    return speaks(tag, asked.split("-")[0]) ? 1 : 2;
  }

  function compared(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
  }

  // The labels as the server has them: folded, in its order, each once.
  function labelsOf(rows) {
    const seen = new Set();
    const labels = [];
    for (const [concept, value, tag, kind] of rows) {
      const name = `${concept} ${tag} ${kind} ${value}`;
      if (seen.has(name)) continue;
      seen.add(name);
      const words = fold.words(value);
      const key = words.join("") || fold(value);
      labels.push({ concept, value, language: index.languages[tag], kind, key, words: words.length ? words : [key] });
    }
    return labels.sort((a, b) => a.kind - b.kind || compared(a.key, b.key)
      || compared(a.language, b.language) || compared(a.value, b.value) || a.concept - b.concept);
  }

  // The ways in which a text finds labels, one function each.

  const LIBERTIES = ["case", "accents", "plural", "hyphens"];

  // How many liberties two spellings need to be one.
  function respelled(asked, label) {
    if (fold.squash(asked) === fold.squash(label)) return 0;
    const without = (liberty) => {
      const taken_ = LIBERTIES.filter((each) => each !== liberty);
      return fold.spelled(asked, taken_) !== fold.spelled(label, taken_);
    };
    return LIBERTIES.filter(without).length || 1;
  }

  function exact(labels, asked) {
    return labels.filter((label) => label.key === asked.key)
      .map((label) => ({ label, ignored: respelled(asked.text, label.value) }))
      .sort((a, b) => a.label.kind - b.label.kind || a.ignored - b.ignored)
      .map(({ label }) => ({ label }));
  }

  function firstThatFinds(readings, find) {
    for (const reading of readings) {
      const found = find(reading);
      if (found.length) return found;
    }
    return [];
  }

  function prefix(labels, asked) {
    const done = asked.words.slice(0, -1).join("");
    const readings = asked.words.length ? asked.last.map((word) => done + word) : [asked.key];
    const find = (start) => labels.filter((label) => label.key.startsWith(start));
    return firstThatFinds(readings, find).map((label) => ({ label }));
  }

  function words(labels, asked) {
    if (!asked.words.length) return [];
    const own = labels.filter((label) => label.kind !== NOTATION);
    const has = (label, all) => all.every((word) => label.words.includes(word));
    const whole = own.filter((label) => has(label, asked.words));
    const done = asked.words.slice(0, -1);
    const find = (start) => own.filter((label) => has(label, done)
      && label.words.some((word) => word.startsWith(start)));
    const begun = firstThatFinds(asked.last.filter((word) => [...word].length >= 3), find);
    return [...whole, ...begun].map((label) => ({ label }));
  }

  const UNSPACED = /^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u{20000}-\u{3ffff}]+$/u;

  function containing(spellings, word) {
    if ([...word].length < 3 && !UNSPACED.test(word)) return [word];
    return spellings.filter((spelling) => spelling.includes(word))
      .sort((a, b) => a.length - b.length || compared(a, b)).slice(0, 200);
  }

  function substring(labels, asked, spellings) {
    const inside = asked.unfolded.map((word, place) => {
      const found = containing(spellings.words, word);
      return new Set(found.length ? found : containing(spellings.words, asked.words[place]));
    });
    if (!inside.length || inside.some((each) => !each.size)) return [];
    return labels
      .filter((label) => label.kind !== NOTATION
        && inside.every((each) => label.words.some((word) => each.has(word))))
      .map((label) => ({ label }));
  }

  // Edits between two words: a letter more, less or other, or two neighbours swapped.
  function edits(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_, place) => place);
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        const other = a[i - 1] === b[j - 1] ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + other);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...row) > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  }

  // Jaro and Winkler's unlikeness, which sorts what is equally many edits away.
  function unlikeness(a, b) {
    const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
    const used = Array(b.length).fill(false);
    const matched = [];
    a.forEach((letter, i) => {
      for (let j = Math.max(0, i - reach); j <= Math.min(b.length - 1, i + reach); j += 1) {
        if (!used[j] && b[j] === letter) {
          used[j] = true;
          matched.push(letter);
          return;
        }
      }
    });
    if (!matched.length) return 1;
    const others = b.filter((_, j) => used[j]);
    const swapped = Math.floor(matched.filter((letter, i) => letter !== others[i]).length / 2);
    const n = matched.length;
    const likeness = (n / a.length + n / b.length + (n - swapped) / n) / 3;
    let same = 0;
    while (same < 4 && same < a.length && same < b.length && a[same] === b[same]) same += 1;
    return 1 - (likeness > 0.7 ? likeness + same * 0.1 * (1 - likeness) : likeness);
  }

  // The spellings that come near a folded text, the nearest first; two edits only if none is one.
  function near(spellings, text) {
    const asked = [...text];
    if (asked.length < 3) return [];
    const within = (most) => spellings
      .filter((spelling) => spelling !== text)
      .map((spelling) => ({ spelling, letters: [...spelling] }))
      .map((each) => ({ ...each, edits: edits(asked, each.letters, most) }))
      .filter((each) => each.edits <= most)
      .map((each) => ({ ...each, unlike: unlikeness(asked, each.letters) }))
      .sort((a, b) => a.edits - b.edits || a.unlike - b.unlike || compared(a.spelling, b.spelling));
    const one = within(1);
    return one.length || asked.length < 7 ? one : within(2);
  }

  function readAs(asked, label) {
    if (asked.length !== label.length) return [[asked.join(" "), label.join(" ")]];
    return asked.map((word, place) => [word, label[place]]).filter(([one, other]) => one !== other);
  }

  function typo(labels, asked, spellings) {
    const single = asked.words.length === 1;
    const found = near(single ? spellings.all : spellings.keys, asked.key);
    const alike = found.map(({ spelling }) => labels.filter((label) => label.key === spelling)
      .map((label) => ({ label, reading: readAs(asked.words, label.words) })));
    const firsts = alike.flatMap((hits) => hits.slice(0, 1));
    const others = alike.flatMap((hits) => hits.slice(1));
    return [...firsts, ...others, ...misspelt(labels, asked, spellings)];
  }

  function misspelt(labels, asked, spellings) {
    const known = new Set(spellings.words);
    const readings = asked.words.map((word) => [
      { spelling: word, edits: 0, unlike: 0 },
      ...near(spellings.words, word),
    ]);
    if (!readings.length || !asked.words.some((word) => !known.has(word)) && readings.every((r) => r.length === 1)) return [];
    const weighed = [];
    for (const label of labels) {
      if (label.kind === NOTATION) continue;
      const read = readings.map((each) => each.find(({ spelling }) => label.words.includes(spelling)));
      if (read.some((each) => !each)) continue;
      const total = read.reduce((sum, each) => sum + each.edits, 0);
      if (total > 0 && total <= 2) {
        const reading = asked.words.map((word, place) => [word, read[place].spelling]);
        weighed.push({ label, total, reading: reading.filter(([a, b]) => a !== b) });
      }
    }
    weighed.sort((a, b) => a.total - b.total || a.label.key.length - b.label.key.length);
    return weighed.filter(({ total }) => total === weighed[0].total);
  }

  const FINDERS = { exact, prefix, words, substring, typo };
  const ROUNDS = [["exact", "prefix", "words", "substring"], ["typo"], ["definition"]];

  // The definitions that have all words, short ones first.
  async function defined(asked) {
    const common = new Set(index.common);
    const sought = [...new Set(asked.words)].filter((word) => !common.has(word));
    if (!sought.length) return [];
    const { rows } = await rowsFor("definitions", sought, () => false);
    const counts = new Map();
    for (const [rank, concept, tag, text] of rows) {
      const there = text.split(" ");
      const has = sought.filter((word) => there.includes(word)).length;
      const known = counts.get(rank) ?? { rank, concept, language: index.languages[tag], has: 0 };
      known.has += has;
      counts.set(rank, known);
    }
    return [...counts.values()].filter(({ has }) => has === sought.length)
      .sort((a, b) => a.rank - b.rank);
  }

  function spellingsOf(labels) {
    const own = labels.filter((label) => label.kind !== NOTATION);
    const single = [...new Set(own.flatMap((label) => label.words))];
    const keys = [...new Set(own.map((label) => label.key))];
    return { words: single, keys, all: [...new Set([...single, ...keys])] };
  }

  // Every concept that a text finds, once, for its best reason: {concept, mode, label, reading}.
  async function search(text, language) {
    const asked = question(text);
    if (!asked.key) return { hits: [], isWhole: true };
    const goesOn = (word) => word === asked.key || word === asked.words.at(-1);
    const sought = new Set([asked.key, ...asked.words, ...asked.unfolded, ...asked.last]);
    if (asked.words.length) sought.add(asked.words.slice(0, -1).join("") + asked.last[0]);
    const { rows, isWhole } = await rowsFor("labels", sought, (word) => goesOn(word) || asked.last.includes(word));
    const labels = labelsOf(rows);
    const spellings = spellingsOf(labels);
    const ranks = [0, 1, 2];
    const of = (each, rank) => distance(each.language, language) === rank;
    const scopes = ranks.map((rank) => labels.filter((label) => of(label, rank)));
    const hits = new Map();
    let isTerm = false;
    for (const round of ROUNDS) {
      if (round[0] === "typo" && isTerm) continue;
      if (round[0] === "definition") {
        if (!asked.modes.includes(MODES.definition)) continue;
        const found = await defined(asked);
        for (const rank of ranks) {
          for (const each of found.filter((one) => of(one, rank))) keep({ concept: each.concept, mode: "definition" });
        }
        continue;
      }
      for (const scope of scopes) {
        for (const mode of round.filter((each) => asked.modes.includes(MODES[each]))) {
          for (const { label, reading } of FINDERS[mode](scope, asked, spellings)) {
            isTerm ||= mode === "exact";
            keep({ concept: label.concept, mode, label, reading });
          }
        }
      }
    }
    function keep(hit) {
      if (!hits.has(hit.concept)) hits.set(hit.concept, hit);
    }
    return { hits: [...hits.values()], isWhole };
  }

  // The page.

  function say(key, values = {}) {
    return said[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  function counted(key, number) {
    const language = document.documentElement.lang;
    const isOne = language === "fr" ? number < 2 : number === 1;
    const separator = language === "en" ? "," : "\u202f";
    const n = String(number).replace(/\B(?=(\d{3})+$)/g, separator);
    return say(`${key}.${isOne ? "one" : "other"}`, { n });
  }

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function why(hit) {
    if (!hit.label) return say("why.definition");
    const label = say(`why.${index.kinds[hit.label.kind]}`, { label: hit.label.value });
    return `${label} ${say(`why.${hit.mode}`)}`;
  }

  async function shown(hit) {
    const rows = await load("terms", Math.floor(hit.concept / index.terms));
    const [file, names, text, definitions, missing] = rows[hit.concept % index.terms];
    const language = document.documentElement.lang;
    const place = names.length > 2 ? 2 * index.pages.indexOf(language) : 0;
    const name = element("bdi", { lang: names[place + 1] }, names[place]);
    const item = element("li", {}, element("h3", {}, element("a", { href: `${root}${language}/term/${file}` }, name)));
    if (text) item.append(element("p", { className: "text", dir: "auto" }, text));
    const reason = element("span", { className: "why" },
      element("span", { className: "unseen" }, `${say("search.why")}: `), element("bdi", {}, why(hit)));
    const about = element("p", { className: "about" }, reason);
    const number = definitions ? counted("count.definitions", definitions) : "";
    if (definitions > 1) about.append(" ", element("span", {}, element("a", { href: `${root}${language}/compare/${file}` }, number)));
    else if (definitions) about.append(" ", element("span", {}, number));
    if (missing) about.append(" ", element("span", { className: "badge warn" }, counted("term.lack", missing)));
    item.append(about);
    return item;
  }

  async function show(text) {
    const part = (id) => document.getElementById(id);
    part("found").textContent = say("offline.loading");
    const { hits, isWhole } = await search(text, document.documentElement.lang);
    const list = part("hits");
    const more = async () => {
      const next = hits.slice(list.children.length, list.children.length + PAGE);
      list.append(...await Promise.all(next.map(shown)));
      part("more").hidden = list.children.length >= hits.length;
    };
    part("more").addEventListener("click", () => more().catch(fail));
    await more();
    part("near").hidden = !hits.length || hits.some((hit) => hit.mode !== "typo");
    part("nothing").hidden = hits.length > 0;
    part("found").textContent = hits.length
      ? counted(isWhole ? "count.found" : "count.found_at_least", hits.length)
      : say("search.nothing", { query: text });
  }

  function fail() {
    document.getElementById("found").textContent = "";
    document.getElementById("failed").hidden = false;
  }

  function begin(given) {
    index = given;
    fold = folding(index.folding);
    const data = JSON.parse(document.getElementById("search-texts").textContent);
    ({ root, texts: said } = data);
    const text = fold.squash(new URLSearchParams(location.search).get("q") ?? "");
    document.getElementById("q").value = text;
    document.getElementById("no-script").hidden = true;
    document.getElementById("empty").hidden = text !== "";
    if ([...text].length > index.limits.characters) {
      document.getElementById("found").textContent = say("search.too_long");
    } else if (text) {
      document.title = `${say("search.title_of", { query: text })} · ${document.title}`;
      show(text).catch(fail);
    }
  }

  function take(kind, number, rows) {
    taken[kind].set(number, rows);
  }

  return { begin, take, search };
})();
