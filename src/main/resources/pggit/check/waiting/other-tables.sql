-- open DDL does not hold up DDL on other tables
-- holds: CREATE, ALTER and DROP TABLE go through beside an open CREATE TABLE
-- means: Only one session at a time can change the schema
-- session other
CREATE TABLE ddl_old_:n (id int);
-- session open
SELECT pg_backend_pid() AS pid \gset
BEGIN;
CREATE TABLE ddl_:n (id int);
ALTER TABLE ddl_:n ADD COLUMN more int;
\ir held.inc
-- session other beside
CREATE TABLE ddl_other_:n (id int);
\ir cancel.inc
SELECT 'CREATE TABLE waits until another transaction''s CREATE TABLE of another table has ended' || :'held' AS finding
 WHERE :waits;
-- session other beside
ALTER TABLE ddl_old_:n ADD COLUMN more int;
\ir cancel.inc
SELECT 'ALTER TABLE waits until another transaction''s CREATE TABLE of another table has ended' || :'held' AS finding
 WHERE :waits;
-- session other beside
DROP TABLE ddl_old_:n;
\ir cancel.inc
SELECT 'DROP TABLE waits until another transaction''s CREATE TABLE of another table has ended' || :'held' AS finding
 WHERE :waits;
