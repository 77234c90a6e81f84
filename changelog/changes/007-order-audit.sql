--liquibase formatted sql

-- H2 has triggers only in Java: there the shop keeps no audit log.

--changeset shop:007-order-audit-function dbms:postgresql splitStatements:false
CREATE FUNCTION record_order_status() RETURNS trigger
LANGUAGE plpgsql
AS $function$
BEGIN
    INSERT INTO audit_log (table_name, row_id, old_value, new_value)
    VALUES ('orders', NEW.id, OLD.status, NEW.status);
    RETURN NULL;
END;
$function$;
--rollback DROP FUNCTION record_order_status();

--changeset shop:007-order-audit-trigger dbms:postgresql
CREATE TRIGGER orders_status_audit
AFTER UPDATE OF status ON orders
FOR EACH ROW
WHEN (OLD.status IS DISTINCT FROM NEW.status)
EXECUTE FUNCTION record_order_status();
--rollback DROP TRIGGER orders_status_audit ON orders;
