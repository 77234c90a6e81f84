--liquibase formatted sql

--changeset shop:008-order-totals
-- An order without lines has the total 0.
CREATE VIEW order_totals AS
SELECT o.id AS order_id,
       o.user_id,
       o.status,
       o.placed_at,
       count(l.line_number) AS line_count,
       coalesce(sum(l.quantity * l.price), 0) AS total
  FROM orders o
  LEFT JOIN order_lines l ON l.order_id = o.id
 GROUP BY o.id, o.user_id, o.status, o.placed_at;
--rollback DROP VIEW order_totals;
