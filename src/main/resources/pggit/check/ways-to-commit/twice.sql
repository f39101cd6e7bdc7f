-- the same commit twice is two commits
-- holds: same branch and message: two IDs, two rows
-- means: A commit that repeats a message gets lost
\set how 'one after the other'
\set message 'twice one after the other ' :n
SELECT lab.commit('twice', :'message') AS one \gset
\set ON_ERROR_STOP off
SELECT lab.commit('twice', :'message') AS two \gset
\set refused :ERROR
\set ON_ERROR_STOP on
\ir two-commits.inc
\set how 'in one transaction'
\set message 'twice in one transaction ' :n
BEGIN;
SELECT lab.commit('twice', :'message') AS one \gset
SAVEPOINT first;
\set ON_ERROR_STOP off
SELECT lab.commit('twice', :'message') AS two \gset
\set refused :ERROR
\if :refused
ROLLBACK TO SAVEPOINT first;
\endif
\set ON_ERROR_STOP on
COMMIT;
\ir two-commits.inc
