-- numbers that grow with each commit last
-- holds: each number that grows has room for millions
-- means: After that many commits no further one is possible
\set aggregate max
SELECT $$SELECT lab.commit('counters', 'counted')$$ FROM generate_series(1, 5) \gexec
-- session admin
\ir numbers.inc
SELECT coalesce(jsonb_object_agg(name, value), '{}') AS before FROM (:numbers) AS v (name, value) \gset
-- session user
SELECT $$SELECT lab.commit('counters', 'counted')$$ FROM generate_series(1, 5) \gexec
-- session admin
\ir narrow.inc
