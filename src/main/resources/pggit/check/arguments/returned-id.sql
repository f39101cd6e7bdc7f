-- the ID returned is the ID stored
-- severity: identity
-- holds: the ID that a commit returns is stored
-- means: What is returned leads to no commit
\set message 'under which ID ' :n
SELECT lab.commit('stored-id', :'message') AS id \gset
SELECT 'commits are found by the IDs that they return' AS inapplicable
  FROM lab.commits() AS c WHERE c.id IS NOT NULL LIMIT 1;
\ir ids.inc
SELECT format('a commit returns the ID %s and is stored with %s', :'id', string_agg(key || ' ' || value, ', ')) AS finding
  FROM jsonb_each_text(:'ids') HAVING NOT bool_or(value = :'id');
SELECT format('a commit returns the ID %s, and no table of pgGit holds it: it may be given out again', :'id') AS finding
 WHERE :'ids' = '{}' AND NOT EXISTS (SELECT FROM lab.rows() AS r, jsonb_each_text(r.row) AS v WHERE v.value = :'id');
