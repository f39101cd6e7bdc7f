-- a commit keeps its name
-- needs: names
-- holds: stored with the commit, or in another table of pgGit
-- means: The commit cannot be found by its name
\set branch named-:n
\set message 'under a name ' :n
SELECT lab.commit('a name to keep 4711', :'branch', :'message') AS id \gset
SELECT 'a commit that was acknowledged is not stored' AS unknown
 WHERE NOT EXISTS (SELECT FROM lab.stored(:'id', :'message') AS c);
SELECT format('sent "a name to keep 4711", stored "%s"', c.name) AS finding
  FROM lab.stored(:'id', :'message') AS c WHERE c.name <> 'a name to keep 4711';
-- Where its row has no place for it.
-- session admin
SELECT coalesce(string_agg(format('SELECT FROM %I.%I AS t WHERE t::text LIKE ''%%keep 4711%%''', nspname, relname),
                           ' UNION ALL '), 'SELECT WHERE false') AS everywhere
  FROM lab.relations() AS r WHERE relkind IN ('r', 'p') \gset
SELECT 'commit_name is in none of pgGit''s tables after a commit' AS finding
  FROM lab.stored(:'id', :'message') AS c WHERE c.name IS NULL AND NOT EXISTS (:everywhere);
