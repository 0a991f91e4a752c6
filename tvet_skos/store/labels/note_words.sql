-- The words of notes, as those of labels.
CREATE VIRTUAL TABLE note_words USING fts5 (
    folded, content = '', detail = none, columnsize = 0,
    tokenize = "ascii tokenchars '$+<=>^|~'"
);
