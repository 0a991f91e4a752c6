// Which spellings of a term are one: what tvet_skos.text.fold does in Python, from its tables.
"use strict";

// The function for the tables that tvet_skos.text.folding_tables() gives: label to key.
// Its property `words` gives the words that the key is joined from.
function folding(tables) {
  const marks = new RegExp(tables.marks, "gu");
  const apostrophes = new RegExp(tables.apostrophes, "gu");
  const separators = new RegExp(tables.separators.map((c) => `\\p{${c}}`).join("|"), "gu");
  const space = new RegExp(tables.space, "gu");
  const plurals = tables.plurals.map(([ending, by]) => [new RegExp(ending, "u"), by]);

  function singular(word) {
    if ([...word].length < tables.shortestPlural || !word.endsWith("s")) return word;
    const found = plurals.find(([ending]) => ending.test(word));
    return found ? word.replace(found[0], found[1]) : word;
  }

  function words(label, keepPlurals = false) {
    const plain = label.normalize("NFKD").replace(marks, "").normalize("NFKC");
    const small = [...plain].map((c) => tables.cases[c] ?? c.toLowerCase()).join("");
    const parts = small.replace(apostrophes, "").replace(separators, " ").split(" ");
    const found = parts.filter(Boolean);
    return keepPlurals ? found : found.map(singular);
  }

  function squash(label) {
    return label.normalize("NFC").replace(space, " ").replace(/^ | $/g, "");
  }

  function fold(label) {
    return words(label).join("") || squash(label);
  }

  // A label with only some liberties taken: of "case", "accents", "plural" and "hyphens".
  function spelled(label, liberties) {
    let text = label.normalize("NFC");
    if (liberties.includes("accents")) text = label.normalize("NFKD").replace(marks, "").normalize("NFKC");
    if (liberties.includes("case")) text = [...text].map((c) => tables.cases[c] ?? c.toLowerCase()).join("");
    text = text.replace(apostrophes, "");
    const one = liberties.includes("plural") ? singular : (word) => word;
    if (!liberties.includes("hyphens")) return squash(text.replace(/[\p{L}\p{N}\p{M}]+/gu, one));
    return text.replace(separators, " ").split(" ").filter(Boolean).map(one).join("");
  }

  return Object.assign(fold, { words, squash, spelled });
}
