-- While reading: which node, a SKOS-XL label, a definition or a note, belongs to which concept; the
-- texts of nodes, with the part they are in if they are no labels.
CREATE TEMP TABLE owner (node TEXT, concept TEXT, PRIMARY KEY (node, concept)) WITHOUT ROWID;
CREATE TEMP TABLE written (
    node TEXT, value TEXT, language TEXT, datatype TEXT, part INTEGER
);
