-- a transaction's locks do not grow with its commits
-- holds: as many after 205 commits as after 5, or hardly more
-- means: A large transaction ends with "out of shared memory"
SELECT lab.commit('locks', 'there');
BEGIN;
SELECT format('SELECT lab.commit(%L, %L)', 'locks', 'first ' || i) FROM generate_series(1, 5) AS i \gexec
SELECT count(*) AS before FROM pg_locks WHERE pid = pg_backend_pid() \gset
SELECT format('SELECT lab.commit(%L, %L)', 'locks-' || i % 3, 'more ' || i) FROM generate_series(1, 200) AS i \gexec
SELECT format('each commit in a transaction adds %s locks (%s after 205 commits)',
              round((count(*) - :before) / 200.0, 1), count(*)) AS finding
  FROM pg_locks WHERE pid = pg_backend_pid() HAVING count(*) - :before >= 40;
