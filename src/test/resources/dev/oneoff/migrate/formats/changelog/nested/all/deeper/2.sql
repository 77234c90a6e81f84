--liquibase formatted sql

--changeset ann:all-2
INSERT INTO item VALUES (41, 41);
