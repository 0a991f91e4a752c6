-- The label index. A label's id is its place in the ranking: preferred before alternative before
-- hidden labels before notations, and by folded spelling, so that whatever asks in the order of
-- ids need not sort.

PRAGMA application_id = 1414943571; -- "TVSS"
PRAGMA user_version = 2;

-- A part is what one graph says in one language with labels of one kind; kind 4 is definitions, and
-- from 5 on notes.
CREATE TABLE part (
    id INTEGER PRIMARY KEY,
    graph TEXT,
    language TEXT NOT NULL,
    kind INTEGER NOT NULL
);

CREATE TABLE label (
    id INTEGER PRIMARY KEY,
    part INTEGER NOT NULL,
    key TEXT NOT NULL,
    words TEXT, -- folded, a space between two; NULL where the key is the only word
    value TEXT NOT NULL,
    datatype TEXT NOT NULL,
    concept TEXT NOT NULL
);

-- While reading: what waits to be put in order.
CREATE TEMP TABLE waiting (
    key TEXT, language TEXT, value TEXT, concept TEXT, part INTEGER, words TEXT, datatype TEXT
);
