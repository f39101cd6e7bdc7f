-- a commit leaves no lock behind
-- severity: refusal
-- holds: 10 commits, no lock left
-- means: They stay until it disconnects: with a pool, until somebody waits for ever
SELECT $$SELECT lab.commit('locks', 'no lock')$$ FROM generate_series(1, 10) \gexec
SELECT pg_backend_pid() AS pid \gset
-- session admin
SELECT format('after 10 commits the session still holds %s locks (%s)',
              count(*), min(locktype || ' lock ' || mode)) AS finding
  FROM pg_locks WHERE pid = :pid AND locktype <> 'virtualxid' HAVING count(*) > 0;
