--liquibase formatted sql

--changeset shop:013-sample-orders
-- Two orders for every second user: 200 orders, the first of each paid, the second placed.
INSERT INTO orders (user_id, status, placed_at)
SELECT u.id,
       o.status,
       u.created_at + o.days * INTERVAL '1' DAY
  FROM users u
 CROSS JOIN (VALUES (2, 'paid'), (30, 'placed')) AS o (days, status)
 WHERE mod(u.id, 2) = 0
   AND lower(u.email) LIKE '%@shop.example'
 ORDER BY u.id, o.days;

-- Three lines in each, of three different products.
INSERT INTO order_lines (order_id, line_number, product_id, quantity, price)
SELECT o.id,
       n.line_number,
       p.id,
       1 + mod(o.id + n.line_number, 3),
       p.price
  FROM orders o
 CROSS JOIN (VALUES (1), (2), (3)) AS n (line_number)
  JOIN (SELECT id, price, row_number() OVER (ORDER BY id) AS rank FROM products) AS p
    ON p.rank = 1 + mod(o.id * 5 + n.line_number, 12);
--rollback DELETE FROM orders WHERE user_id IN (SELECT id FROM users WHERE lower(email) LIKE '%@shop.example');

--changeset shop:013-sample-carts
-- An open cart for every fifth user.
INSERT INTO carts (user_id, status, updated_at)
SELECT u.id, 'open', u.created_at + INTERVAL '40' DAY
  FROM users u
 WHERE mod(u.id, 5) = 0
 ORDER BY u.id;
--rollback DELETE FROM carts WHERE user_id IN (SELECT id FROM users WHERE lower(email) LIKE '%@shop.example');
