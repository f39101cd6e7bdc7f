-- a commit fails with the transaction around it
-- holds: all of pgGit's tables are as before after an error in the transaction
-- means: The history holds commits of changes that never happened
\set branch undone- :n
\set message 'undone ' :n
\set when 'after an error in the transaction'
-- session admin
SELECT lab.counts() AS before \gset
-- session user
BEGIN;
SELECT lab.commit(:'branch', :'message') AS id \gset
\set ON_ERROR_STOP off
SELECT 1 / 0;
\set fails :ERROR
\set ON_ERROR_STOP on
ROLLBACK;
SELECT '1 / 0 raises no error after a commit' AS finding WHERE NOT :fails;
\ir nothing-left.inc
