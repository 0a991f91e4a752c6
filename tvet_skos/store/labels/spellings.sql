-- Every folded word of a label (use 1) and every folded label (use 2) once, forwards and backwards:
-- whatever differs from a spelling by one edit begins or ends like it.
CREATE TABLE spelling (
    id INTEGER PRIMARY KEY,
    use INTEGER NOT NULL,
    length INTEGER NOT NULL,
    text TEXT NOT NULL,
    backward TEXT NOT NULL
);

-- What it is filled from.
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, words, row);
CREATE TEMP VIEW spelt AS
    SELECT sum(use) AS use, text FROM (
        SELECT 1 AS use, term AS text FROM temp.vocabulary
        UNION ALL
        SELECT DISTINCT 2, key FROM label JOIN part ON part.id = label.part WHERE part.kind < 3
    )
    GROUP BY text;
