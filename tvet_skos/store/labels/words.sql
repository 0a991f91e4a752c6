-- Which words labels are made of, to be found alone. The tokenizer only splits at spaces: the words
-- are folded already, and of what is left of ASCII these signs belong to words ("c++").
CREATE VIRTUAL TABLE words USING fts5 (
    folded, content = '', detail = none, columnsize = 0,
    tokenize = "ascii tokenchars '$+<=>^|~'"
);
INSERT INTO words (rowid, folded)
    SELECT label.id, coalesce(words, key) FROM label JOIN part ON part.id = label.part
    WHERE part.kind < 3 ORDER BY label.id;
