--liquibase formatted sql

-- The table has rows and readers by now, so the index is built CONCURRENTLY: slower, outside a transaction, and nobody
-- waits for it.

--changeset shop:015-orders-placed-at dbms:postgresql runInTransaction:false
CREATE INDEX CONCURRENTLY orders_placed_at_idx ON orders (placed_at);
--rollback DROP INDEX CONCURRENTLY orders_placed_at_idx;

--changeset shop:015-orders-placed-at-h2 dbms:h2
CREATE INDEX orders_placed_at_idx ON orders (placed_at);
--rollback DROP INDEX orders_placed_at_idx;
