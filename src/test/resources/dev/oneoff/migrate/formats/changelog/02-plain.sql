INSERT INTO item VALUES (10, 10);

-- No header: the whole file is one changeset.
INSERT INTO item VALUES (11, 11);
