-- an open commit does not hold up readers
-- holds: history, versions and pg_dump's locks are to be had beside an open commit
-- means: Reading stops while somebody commits
-- session other
CREATE TABLE read_:n (id int);
\set branch read-open
\ir open.inc
-- session other beside
SELECT count(*) FROM lab.commits() AS c;
\ir cancel.inc
SELECT 'reading pggit.commits waits' || :'held' AS finding WHERE :waits;
-- session other beside
SELECT lab.version('public', 'read_' || :'n');
\ir cancel.inc
SELECT 'get_version waits' || :'held' AS finding WHERE :waits;
-- for each table in tables
-- session dump as admin
BEGIN;
SET LOCAL lock_timeout = '300ms';
\set ON_ERROR_STOP off
LOCK TABLE :table IN ACCESS SHARE MODE;
\set refused :ERROR
\set ON_ERROR_STOP on
ROLLBACK;
SELECT 'pg_dump would wait for ' || :'table' || :'held' AS finding WHERE :refused;
