-- an error from inside keeps its SQLSTATE
-- severity: hygiene
-- holds: each error came out with the SQLSTATE it was raised with
-- means: Errors are replaced by another: callers cannot tell what to try again, nor operators what to mend
\ir prepare.inc
SELECT lab.commit('states', 'the branch is there');
\set failed_ever false
-- for each table in tables
\ir armed.inc
SELECT lab.commit('states', 'into ' || :'table');
\ir disarmed.inc
SELECT format('writing to %s fails with 53100 (disk full), and the commit with %s', :'table'::regclass, :'error')
       AS finding
 WHERE :failed AND :'error' NOT LIKE '53100 %';
SELECT :'failed_ever' OR :failed AS failed_ever \gset
-- after the last
SELECT 'no error came out of a commit' AS unknown WHERE NOT :'failed_ever';
