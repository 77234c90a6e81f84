--liquibase formatted sql

--changeset ann:01-table
--comment: the first table
CREATE TABLE item (id int PRIMARY KEY, n int); -- a comment; with a semicolon
INSERT INTO item VALUES (1, 1);
--rollback DROP TABLE item;

--changeset bob:01-function splitStatements:false stripComments:false
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    -- kept; as it is
    RETURN n * 2;
END $$;
--rollback DROP FUNCTION twice(int);

--changeset bob:01-delimiter endDelimiter:/
INSERT INTO item VALUES (2, twice(2))
/
INSERT INTO item VALUES (3, twice(3))
/
--rollback empty

--changeset ann:01-when dbms:postgresql
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM item WHERE id = 1
INSERT INTO item VALUES (4, 4);
--rollback empty

--changeset ann:01-other dbms:oracle
SELECT 1 FROM dual;
