-- fix:    Log-in compares addresses in lower case, an old sign-up form stored them as typed
-- ticket: SHOP-142
-- expect: ..20

UPDATE users
   SET email = lower(email)
 WHERE email <> lower(email);
