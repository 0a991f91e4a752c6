-- While reading: which node, a SKOS-XL label or a definition, belongs to which concept; the texts
-- of nodes, with the part they are in if they are definitions.
CREATE TEMP TABLE owner (node TEXT, concept TEXT, PRIMARY KEY (node, concept)) WITHOUT ROWID;
CREATE TEMP TABLE written (
    node TEXT, value TEXT, language TEXT, datatype TEXT, part INTEGER
);
