--liquibase formatted sql

--changeset shop:011-sample-products
INSERT INTO products (sku, name, price)
VALUES ('TEA-ASSAM-250',   'Assam, 250 g',             8.90),
       ('TEA-SENCHA-100',  'Sencha, 100 g',           11.50),
       ('TEA-OOLONG-100',  'Oolong, 100 g',           14.20),
       ('TEA-ROOIBOS-250', 'Rooibos, 250 g',           6.40),
       ('TEA-MINT-100',    'Peppermint, 100 g',        4.80),
       ('POT-GLASS-1L',    'Glass teapot, 1 l',       24.00),
       ('POT-IRON-08L',    'Cast iron teapot, 0.8 l', 49.90),
       ('CUP-PLAIN',       'Plain cup',                5.50),
       ('CUP-BLUE',        'Blue cup',                 6.50),
       ('SIEVE-STEEL',     'Steel sieve',              7.20),
       ('TIN-250',         'Tea tin, 250 g',           9.00),
       ('KETTLE-1L',       'Kettle, 1 l',             39.00);
--rollback DELETE FROM products WHERE sku IN ('TEA-ASSAM-250', 'TEA-SENCHA-100', 'TEA-OOLONG-100', 'TEA-ROOIBOS-250',
--rollback 'TEA-MINT-100', 'POT-GLASS-1L', 'POT-IRON-08L', 'CUP-PLAIN', 'CUP-BLUE', 'SIEVE-STEEL', 'TIN-250', 'KETTLE-1L');
