--liquibase formatted sql

--changeset ann:view runOnChange:true
CREATE OR REPLACE VIEW item_large AS
SELECT id
FROM item
WHERE n > 0;
--rollback DROP VIEW item_large;
