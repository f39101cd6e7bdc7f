-- a commit opens no connections of its own
-- holds: no session more after 10 commits than before
-- means: Commits take connections that others need, and write outside of their transaction
-- session admin
SELECT count(*) + 1 AS expected FROM pg_stat_activity
 WHERE datname = current_database() AND backend_type <> 'autovacuum worker' \gset
-- session user
SELECT $$SELECT lab.commit('connections', 'opens none')$$ FROM generate_series(1, 2) \gexec
-- session admin
SELECT count(*) AS early FROM pg_stat_activity
 WHERE datname = current_database() AND backend_type <> 'autovacuum worker' \gset
-- session user
SELECT $$SELECT lab.commit('connections', 'opens none')$$ FROM generate_series(1, 10) \gexec
-- session admin
SELECT format('where the check has %s sessions there are %s after 2 commits and %s after 12',
              :expected, :early, count(*)) AS finding
  FROM pg_stat_activity WHERE datname = current_database() AND backend_type <> 'autovacuum worker'
HAVING count(*) > :early OR count(*) > :expected;
