-- IDs of rolled-back commits are not given out again
-- severity: identity
-- holds: 10 IDs of rolled-back commits, none came back
-- means: Whoever noted the first one now finds something else under it
\set ids ''
-- for each i in 1..10
BEGIN;
SELECT lab.commit('again', 'again') AS undone \gset
ROLLBACK;
SELECT lab.commit('again', 'again') AS made \gset
\set ids :ids '\n' :undone '\n' :made
-- after the last
SELECT format('%s of 10 IDs that a rolled-back commit had returned were given to another commit',
              count(*) - count(DISTINCT id)) AS finding
  FROM unnest(string_to_array(ltrim(:'ids', E'\n'), E'\n')) AS i (id)
HAVING count(*) > count(DISTINCT id);
