--liquibase formatted sql

-- A CHECK on a table in use, in two steps: NOT VALID needs the exclusive lock for a moment only and holds for new rows;
-- VALIDATE reads all rows, but lets everybody go on writing.

--changeset shop:009-order-lines-quantity dbms:postgresql
ALTER TABLE order_lines
  ADD CONSTRAINT order_lines_quantity_check CHECK (quantity > 0) NOT VALID;
--rollback ALTER TABLE order_lines DROP CONSTRAINT order_lines_quantity_check;

--changeset shop:009-order-lines-quantity-valid dbms:postgresql
ALTER TABLE order_lines
  VALIDATE CONSTRAINT order_lines_quantity_check;
--rollback empty

--changeset shop:009-order-lines-quantity-h2 dbms:h2
ALTER TABLE order_lines
  ADD CONSTRAINT order_lines_quantity_check CHECK (quantity > 0);
--rollback ALTER TABLE order_lines DROP CONSTRAINT order_lines_quantity_check;
