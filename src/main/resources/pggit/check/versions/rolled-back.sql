-- rolled-back DDL leaves versions alone
-- needs: versions
-- holds: ALTER, CREATE and DROP rolled back: versions as before
-- means: Versions count changes that never happened
\set t undo_:n
\set never never_:n
\ir new.inc
BEGIN;
ALTER TABLE :t ADD COLUMN more int;
CREATE TABLE :never (id int);
ROLLBACK;
BEGIN;
SAVEPOINT s;
DROP TABLE :t;
ROLLBACK TO SAVEPOINT s;
COMMIT;
SELECT format('ALTER and DROP are rolled back, and its version went from %s to %s', :'before', now) AS finding
  FROM lab.version('public', :'t') AS v (now) WHERE now <> :'before';
\set ON_ERROR_STOP off
SELECT 'a table whose CREATE was rolled back has version ' || v AS finding
  FROM lab.version_left('public', :'never') AS asked (v) WHERE v <> 'none'; -- or an error
SELECT 'asking for the version of a table that never was' AS failed WHERE :'SQLSTATE' !~ '^(00|02|22|23|P0001|42P01)';
