-- a rolled-back commit leaves nothing
-- holds: all of pgGit's tables are as before after ROLLBACK
-- means: The history holds commits of changes that never happened
\set branch undone- :n
\set message 'undone ' :n
\set when 'after ROLLBACK'
-- session admin
SELECT lab.counts() AS before \gset
-- session user
BEGIN;
SELECT lab.commit(:'branch', :'message') AS id \gset
ROLLBACK;
\ir nothing-left.inc
