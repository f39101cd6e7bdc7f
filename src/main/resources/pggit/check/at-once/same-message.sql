-- the same message from many sessions at once
-- holds: three times every session's commit is stored
-- means: Whether a commit succeeds depends on who else commits
\set before 1
\set with_number false
-- for each round in 1..3
\ir crowd.inc
