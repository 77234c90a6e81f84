--liquibase formatted sql

--changeset ann:all-1
INSERT INTO item VALUES (40, 40);
