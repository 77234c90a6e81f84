CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email varchar(40) NOT NULL UNIQUE,
    name varchar(40),
    lowered varchar(40) GENERATED ALWAYS AS (lower(name))
);
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    user_id bigint REFERENCES users ON DELETE CASCADE,
    total numeric(10, 2)
);
CREATE TABLE profiles (user_id bigint PRIMARY KEY REFERENCES users, nickname varchar(40));
CREATE TABLE bare (a int, b int);
CREATE VIEW named_users AS SELECT * FROM users WHERE name IS NOT NULL;
CREATE TABLE packed (id bigint PRIMARY KEY, pair row(a int, b int));
