-- fix:    The same form stored the status as 'actve' and 'ACTIVE'; users with an order are active, the others are not
-- ticket: SHOP-143

UPDATE users AS u
   SET status = 'active'
 WHERE status IN ('actve', 'ACTIVE')
   AND EXISTS (SELECT 1 FROM orders AS o WHERE o.user_id = u.id);

UPDATE users
   SET status = 'inactive'
 WHERE status IN ('actve', 'ACTIVE');
