-- a second commit on the same branch
-- holds: two commits, two IDs, both stored
-- means: A branch keeps no history of its commits
\set branch second-:n
\set one 'one ' :n
\set message 'two ' :n
SELECT lab.commit(:'branch', :'one') AS id_one \gset
SELECT lab.commit(:'branch', :'message') AS id \gset
SELECT 'both commits got ' || CASE :'id' WHEN '' THEN 'no ID' ELSE 'the ID ' || :'id' END AS finding
 WHERE :'id_one' = :'id';
SELECT 'after the second commit the first one''s message is ' || coalesce(c.message, 'gone') AS finding
  FROM (SELECT) AS one LEFT JOIN lab.stored(:'id_one', :'one') AS c ON true
 WHERE c.message IS DISTINCT FROM :'one' LIMIT 1;
\ir kept.inc
