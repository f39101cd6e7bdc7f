-- commits add nothing to the catalog
-- holds: 2 x 20 commits, on one branch and on new ones: not one relation, function, large object or setting more
-- means: The catalog of the database swells with the history, and everything gets slower
SELECT lab.commit('catalog', 'there');
\set when at_first \ir things.inc
SELECT format('SELECT lab.commit(%L, %L)', 'catalog', 'catalog ' || i) FROM generate_series(1, 20) AS i \gexec
\set when on_one_branch \ir things.inc
SELECT format('SELECT lab.commit(%L, %L)', format('catalog-%s-%s', :n, i), 'catalog ' || i)
  FROM generate_series(1, 20) AS i \gexec
\set when on_new_branches \ir things.inc
SELECT format('20 %s added %s %s', what, more, thing) AS finding
  FROM (VALUES (1, 'commits', :'at_first'::jsonb, :'on_one_branch'::jsonb),
               (2, 'first commits, each on a branch of its own,', :'on_one_branch', :'on_new_branches')
       ) AS c (i, what, before, after),
       jsonb_each_text(after) AS t (thing, count), LATERAL (SELECT count::int - (before ->> thing)::int) AS m (more)
 WHERE more > 1 ORDER BY i;
