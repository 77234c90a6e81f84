--liquibase formatted sql

--changeset shop:014-comments
COMMENT ON TABLE users IS 'People who signed up; one row each, never deleted';
COMMENT ON COLUMN users.status IS 'active or inactive';
COMMENT ON COLUMN order_lines.price IS 'Price of one piece on the day of the order';
COMMENT ON TABLE audit_log IS 'What changed the status of an order, newest last';
--rollback COMMENT ON TABLE users IS NULL;
--rollback COMMENT ON COLUMN users.status IS NULL;
--rollback COMMENT ON COLUMN order_lines.price IS NULL;
--rollback COMMENT ON TABLE audit_log IS NULL;
