-- a refused commit leaves the session as it was
-- holds: no lock, no setting, nothing left
-- means: One mistake spoils the session
SELECT lab.settings() AS before \gset
\set ON_ERROR_STOP off
SELECT lab.commit('name', NULL, 'message');
SELECT lab.commit('name', 'refused', NULL); -- perhaps only once it is begun
CREATE TABLE refused_:n (id int); -- more for it to do
BEGIN READ ONLY;
SELECT lab.commit('name', 'refused', 'read only');
ROLLBACK;
-- session other
\set ON_ERROR_STOP off
SELECT lab.commit('name', 'refused', 'the branch is there');
-- session user
BEGIN READ ONLY; -- so that pgGit gets farther
SELECT lab.commit('name', 'refused', 'read only');
ROLLBACK;
\set ON_ERROR_STOP on
SELECT format('%s was "%s" and is "%s" after a refused commit', key, b.value, a.value) AS finding
  FROM jsonb_each_text(:'before') b JOIN jsonb_each_text(lab.settings()) a USING (key) WHERE a.value <> b.value;
SELECT 'left behind: ' || thing AS finding FROM unnest(lab.left()) thing;
SELECT pg_backend_pid() AS pid \gset
-- session admin
SELECT count(*) || ' locks are held after a refused commit' AS finding
  FROM pg_locks WHERE pid = :pid AND locktype <> 'virtualxid' HAVING count(*) > 0;
