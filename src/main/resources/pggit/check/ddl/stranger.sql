-- DDL of a role that pgGit does not know still works
-- errors: are findings
-- holds: a role without any privilege on pgGit creates, alters and drops tables of its own
-- means: Having pgGit in the database breaks what has nothing to do with it
-- session admin
CREATE SCHEMA stranger_:n AUTHORIZATION :"stranger";
-- session stranger as stranger: the first error ends it, since what follows needs what failed
SET search_path = stranger_:n;
CREATE TABLE t (id int PRIMARY KEY);
ALTER TABLE t ADD COLUMN more int;
CREATE INDEX ON t (more);
CREATE VIEW v AS SELECT * FROM t;
DROP VIEW v;
DROP TABLE t;
CREATE TABLE t AS SELECT 1 AS id;
DROP TABLE t;
CREATE TEMP TABLE x (id int);
