-- fix:    Paid orders were promised a free pouch of mint, the check-out forgot to add it as their fourth line
-- ticket: SHOP-144
-- expect: ..100

INSERT INTO order_lines (order_id, line_number, product_id, quantity, price)
SELECT o.id, 4, p.id, 1, 0
  FROM orders AS o
  JOIN products AS p ON p.sku = 'TEA-MINT-100'
 WHERE o.status = 'paid'
   AND NOT EXISTS (SELECT 1 FROM order_lines AS l WHERE l.order_id = o.id AND l.line_number = 4);
