-- a write that fails makes the commit fail
-- holds: each error came out of the commit, and nothing was stored
-- means: Errors are swallowed: the caller believes in a commit that is not there
\ir prepare.inc
SELECT lab.commit('faults', 'the branch is there');
-- for each table in tables
-- A commit on a branch that is there, and the first one of another.
\set branch faults
\ir write.inc
\set branch faults- :fired
\ir write.inc
-- after the last
SELECT 'no write to pgGit''s tables passed a trigger' AS unknown WHERE NOT :'reached_ever';
