-- Every three letters in a row of every word.
CREATE VIRTUAL TABLE fragments USING fts5 (
    text, content = '', detail = none, columnsize = 0,
    tokenize = "trigram case_sensitive 1"
);
INSERT INTO fragments (rowid, text) SELECT id, text FROM spelling WHERE use & 1;
