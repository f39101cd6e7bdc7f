-- what counts commits counts those made at once
-- severity: incomplete
-- holds: each number that goes up by one with every commit is right after 40 commits of 8 sessions at once
-- means: Updates of the counter overwrite each other
\set aggregate sum
CREATE TABLE counted_:n (id text);
\set branch counted- :n
SELECT lab.commit(:'branch', 'the branch is there');
\ir values.inc
\set start :values
SELECT format($$SELECT lab.commit(%L, 'counted')$$, :'branch') FROM generate_series(1, 5) \gexec
\ir values.inc
\set middle :values
SELECT format($$SELECT lab.commit(%L, 'counted')$$, :'branch') FROM generate_series(1, 5) \gexec
\ir values.inc
\set before :values
SELECT coalesce(array_agg(key), '{}') AS counters
  FROM jsonb_each_text(:'before') AS b JOIN jsonb_each_text(:'middle') AS m USING (key)
  JOIN jsonb_each_text(:'start') AS s USING (key)
 WHERE b.value::numeric - m.value::numeric = 5 AND m.value::numeric - s.value::numeric = 5 \gset
SELECT 'nothing counts commits' AS inapplicable WHERE :'counters' = '{}';
-- session crowd of 8
\set ON_ERROR_STOP off
SELECT format($$INSERT INTO counted_%s SELECT lab.commit(%L, 'counted at once')$$, :'n', :'branch')
  FROM generate_series(1, 5) \gexec
-- session user
SELECT count(*) AS done FROM counted_:n \gset
\ir values.inc
SELECT format('%s went up by %s during %s commits of %s sessions', key, a.value::numeric - b.value::numeric, :done, :sessions)
       AS finding
  FROM jsonb_each_text(:'values') AS a JOIN jsonb_each_text(:'before') AS b USING (key)
 WHERE key = ANY (:'counters'::text[]) AND a.value::numeric - b.value::numeric <> :done;
