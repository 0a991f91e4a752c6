-- Alphabetical lists. A list has the labels of one graph or all, in one language or all, where no
-- graph and no language means all; several such may be one list. A heading's place is its rank.
CREATE TABLE list (
    graph TEXT, language TEXT, list INTEGER NOT NULL, UNIQUE (graph, language)
);
CREATE TABLE heading (
    list INTEGER NOT NULL, rank INTEGER NOT NULL, name TEXT NOT NULL, labels INTEGER NOT NULL,
    PRIMARY KEY (list, rank), UNIQUE (list, name)
) WITHOUT ROWID;

-- The labels under a heading in their order, counted from 0, so that any page is read at once.
CREATE TABLE alphabet (
    list INTEGER NOT NULL, rank INTEGER NOT NULL, place INTEGER NOT NULL, label INTEGER NOT NULL,
    PRIMARY KEY (list, rank, place)
) WITHOUT ROWID;

-- While they are made: what each label weighs in the order of a language.
CREATE TEMP TABLE weighed (
    collation TEXT, part INTEGER, label INTEGER, heading TEXT, weight BLOB
);
