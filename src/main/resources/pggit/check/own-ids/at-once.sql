-- an ID brought along by several at once is taken once
-- needs: own_ids
-- holds: one of them gets it, five times
-- means: Whoever brings an ID along looks for the commit under it, and finds another or none
CREATE TABLE own_:n (id text, got text);
\set id own-check-alone- :n
SELECT lab.commit_with_id(:'id', 'own', 'alone') AS got \gset
SELECT 'nobody gets it, with others or without' AS inapplicable WHERE :'got' <> :'id';
SELECT 'commits are not found by their IDs' AS inapplicable
  FROM lab.stored(:'id', 'alone') AS c WHERE c.id IS NULL;
\set branch own- :n
SELECT lab.commit(:'branch', 'there');
\set round 1
\ir together.inc
\set round 2
\ir together.inc
\set round 3
\ir together.inc
\set round 4
\ir together.inc
\set round 5
\ir together.inc
