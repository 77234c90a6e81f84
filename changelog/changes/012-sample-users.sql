--liquibase formatted sql

--changeset shop:012-sample-users
-- 200 users, the same on every database. An old sign-up form left 40 of them wrong, for the data fixes to find:
-- 20 with capital letters in the e-mail, 10 with the status 'actve', 10 with 'ACTIVE'.
INSERT INTO users (username, email, status, created_at)
SELECT lower(p.given) || '.' || lower(p.family),
       CASE WHEN p.draw < 20 THEN p.given || '.' || p.family || '@Shop.example'
            ELSE lower(p.given) || '.' || lower(p.family) || '@shop.example'
       END,
       CASE WHEN p.draw BETWEEN 20 AND 29 THEN 'actve'
            WHEN p.draw BETWEEN 30 AND 39 THEN 'ACTIVE'
            WHEN p.draw BETWEEN 40 AND 59 THEN 'inactive'
            ELSE 'active'
       END,
       TIMESTAMP WITH TIME ZONE '2026-01-05 09:00:00+00' + p.number * INTERVAL '7' HOUR
  FROM (SELECT g.given,
               f.family,
               f.n * 20 + g.n AS number,
               mod((f.n * 20 + g.n) * 37, 200) AS draw
          FROM (VALUES (0, 'Anna'), (1, 'Bilal'), (2, 'Chloe'), (3, 'Daniel'), (4, 'Elif'), (5, 'Farid'), (6, 'Greta'),
                       (7, 'Hugo'), (8, 'Ines'), (9, 'Jonas'), (10, 'Kira'), (11, 'Liam'), (12, 'Mina'), (13, 'Noah'),
                       (14, 'Olga'), (15, 'Pavel'), (16, 'Rosa'), (17, 'Samir'), (18, 'Tessa'), (19, 'Viktor')
               ) AS g (n, given)
         CROSS JOIN (VALUES (0, 'Abel'), (1, 'Berg'), (2, 'Costa'), (3, 'Dubois'), (4, 'Eriksen'), (5, 'Fischer'),
                            (6, 'Garcia'), (7, 'Horvat'), (8, 'Ivanov'), (9, 'Jansen')
                    ) AS f (n, family)
       ) AS p
 ORDER BY p.number;
--rollback DELETE FROM users WHERE lower(email) LIKE '%@shop.example';
