-- two indexes at once are two changes
-- needs: versions
-- holds: two indexes made at once lead to the version that they lead to one after the other
-- means: A change of the table is not counted, or migrations fail that PostgreSQL lets run at the same time
\set table indexed_ :n _one
-- CREATE INDEX lets another one of the same table in beside it, as no other change does.
\ir indexed.inc
\set expected :version
SELECT 'an index is no change of its table' AS inapplicable WHERE :'version' = :'before';
\set table indexed_ :n _two
\ir indexed.inc
SELECT 'versions do not count changes' AS inapplicable WHERE :'version' <> :'expected';
\set table indexed_ :n _three
CREATE TABLE :table (id int, data text);
BEGIN;
CREATE INDEX ON :table (id);
-- session other
SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED;
-- session other beside
\set ON_ERROR_STOP off
CREATE INDEX ON :table (data);
-- session user: the other one may wait
COMMIT;
-- session other
SELECT 'CREATE INDEX while another index of the table is made' AS failed WHERE :ERROR;
\set ON_ERROR_STOP on
SELECT lab.version('public', :'table') AS version \gset
SELECT format('two indexes made at once lead to version %s, one after the other to %s', :'version', :'expected') AS finding
 WHERE :'version' <> :'expected'
   AND (SELECT count(*) FROM pg_index WHERE indrelid = to_regclass(:'table')) = 2;
