-- Definitions, the short ones first.
CREATE TABLE definition (
    id INTEGER PRIMARY KEY,
    part INTEGER NOT NULL,
    value TEXT NOT NULL,
    datatype TEXT NOT NULL,
    concept TEXT NOT NULL,
    node TEXT
);

-- Notes, by kind, the short ones first.
CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    part INTEGER NOT NULL,
    value TEXT NOT NULL,
    datatype TEXT NOT NULL,
    concept TEXT NOT NULL,
    node TEXT
);

-- While reading: what waits to be put in order.
CREATE TEMP TABLE later (
    value TEXT, concept TEXT, part INTEGER, node TEXT, datatype TEXT
);
