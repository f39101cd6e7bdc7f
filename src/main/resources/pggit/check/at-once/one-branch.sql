-- many commits on one branch at once
-- holds: three times every session's commit is stored
-- means: Whether a commit succeeds depends on who else commits
\set before 1
\set with_number true
-- for each round in 1..3
\ir crowd.inc
