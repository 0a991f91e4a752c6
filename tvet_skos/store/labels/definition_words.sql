-- The words of definitions, as those of labels.
CREATE VIRTUAL TABLE definition_words USING fts5 (
    folded, content = '', detail = none, columnsize = 0,
    tokenize = "ascii tokenchars '$+<=>^|~'"
);
