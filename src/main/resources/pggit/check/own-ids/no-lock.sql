-- an ID that is refused leaves no lock
-- severity: refusal
-- needs: own_ids
-- holds: none is held after the refusal
-- means: Whoever comes with that ID next waits until the session ends
\set id own-check-locks-0000000 :n
SELECT lab.commit_with_id(:'id', 'own', 'the first');
SELECT pg_backend_pid() AS pid \gset
-- session admin
SELECT count(*) AS before FROM pg_locks WHERE pid = :pid AND locktype <> 'virtualxid' \gset
-- session user
\set ON_ERROR_STOP off
SELECT lab.commit_with_id(:'id', 'own', 'again');
SELECT 'the ID is taken twice' AS inapplicable WHERE NOT :ERROR;
-- session admin
\set ON_ERROR_STOP on
SELECT format('locks left by a commit whose ID is taken: %s', count(*) - :before) AS finding
  FROM pg_locks WHERE pid = :pid AND locktype <> 'virtualxid' HAVING count(*) > :before;
