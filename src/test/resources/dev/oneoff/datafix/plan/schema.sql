CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email varchar(40) NOT NULL UNIQUE,
    name text,
    seen timestamptz,
    "Shoe size" numeric(3, 1),
    lowered text GENERATED ALWAYS AS (lower(name)) STORED
);
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    user_id bigint REFERENCES users ON DELETE CASCADE,
    total numeric(10, 2),
    details jsonb,
    state text
);
CREATE TABLE lines (
    order_id bigint NOT NULL REFERENCES orders,
    place int NOT NULL,
    price numeric(10, 2),
    PRIMARY KEY (order_id, place)
);
CREATE TABLE profiles (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL UNIQUE REFERENCES users,
    nickname text
);
CREATE TABLE letters (id bigint PRIMARY KEY, user_id bigint, text text);
CREATE TABLE codes (code text PRIMARY KEY, id int NOT NULL UNIQUE, label text);
CREATE TABLE labels (
    code text REFERENCES codes ON UPDATE CASCADE,
    id int PRIMARY KEY
);
CREATE TABLE bare (a int, b int);
CREATE TABLE almost (a int UNIQUE, b int NOT NULL, c int NOT NULL, d int NOT NULL UNIQUE DEFERRABLE, e text NOT NULL);
CREATE UNIQUE INDEX almost_some ON almost (b) WHERE b > 0;
CREATE UNIQUE INDEX almost_lower ON almost (lower(e));
CREATE UNIQUE INDEX almost_other_order ON almost (e text_pattern_ops);
CREATE TABLE two_keys (id int PRIMARY KEY, shop int NOT NULL, number int NOT NULL, note text, CONSTRAINT numbered UNIQUE (shop, number));
CREATE TABLE events (id bigint, day date NOT NULL, kind text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE parents (id int PRIMARY KEY, a int);
CREATE TABLE children () INHERITS (parents);
CREATE VIEW active_users AS SELECT * FROM users WHERE seen IS NOT NULL;
CREATE VIEW order_states AS SELECT DISTINCT state FROM orders;
CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER far;
CREATE FOREIGN TABLE remote (id int, a int) SERVER elsewhere;
CREATE TABLE ruled (id int PRIMARY KEY, a int);
CREATE RULE keep AS ON UPDATE TO ruled DO INSTEAD NOTHING;
CREATE TABLE audited (id int PRIMARY KEY, a int, b int);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER audit AFTER UPDATE OF a ON audited FOR EACH ROW EXECUTE FUNCTION note();
CREATE TRIGGER counted BEFORE DELETE OR UPDATE ON audited FOR EACH STATEMENT EXECUTE FUNCTION note();
CREATE FUNCTION wrong(int) RETURNS boolean STABLE LANGUAGE sql AS 'SELECT $1 < 0';
CREATE FUNCTION guess(int) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN $1 < 0; END';
CREATE TABLE secrets (id int PRIMARY KEY, a int);
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON secrets USING (a = 1);
CREATE SCHEMA shop;
CREATE TABLE shop."Items" ("Id" int PRIMARY KEY, a int[]);
CREATE TABLE plans (id int PRIMARY KEY, a int);
CREATE TABLE subscriptions (id int PRIMARY KEY, plan int REFERENCES plans ON DELETE SET NULL);
CREATE VIEW order_notes AS SELECT id, details FROM orders;
CREATE TRIGGER instead INSTEAD OF DELETE ON order_notes FOR EACH ROW EXECUTE FUNCTION note();
CREATE TABLE spread (id int, a int) PARTITION BY LIST (a);
CREATE FOREIGN TABLE spread_far PARTITION OF spread FOR VALUES IN (1) SERVER elsewhere;
CREATE TABLE hidden (id int PRIMARY KEY, a int);
ALTER TABLE hidden ENABLE ROW LEVEL SECURITY;
