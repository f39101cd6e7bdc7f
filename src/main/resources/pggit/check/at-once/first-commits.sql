-- many first commits on one new branch at once
-- holds: three times a new branch, and every session's commit is stored
-- means: Whether a commit succeeds depends on who else commits
\if :{?branches_made}
SELECT 'a single first commit on a new branch fails already' AS unknown;
\endif
\set before 0
\set with_number true
-- for each round in 1..3
\ir crowd.inc
