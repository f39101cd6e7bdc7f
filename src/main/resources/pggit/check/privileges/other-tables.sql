-- a commit does not need rights to other people's tables
-- holds: a commit works beside a table that the role may not read
-- means: One table without rights stops all commits of that role
\set schema private_:n
-- session admin
CREATE SCHEMA :schema;
CREATE TABLE :schema.secret (id int);
INSERT INTO :schema.secret VALUES (1);
-- session user
\set ON_ERROR_STOP off
SELECT lab.commit('private', 'beside a private table');
SELECT 'beside a table that the role may not read a commit' AS failed WHERE :ERROR;
