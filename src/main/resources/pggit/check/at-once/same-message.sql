-- the same message from many sessions at once
-- holds: three times every session's commit is stored
-- means: Whether a commit succeeds depends on who else commits
\set before 1
\set with_number false
\set round 1 \ir crowd.inc
\set round 2 \ir crowd.inc
\set round 3 \ir crowd.inc
