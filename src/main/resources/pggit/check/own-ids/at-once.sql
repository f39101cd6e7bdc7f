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
-- for each round in 1..5
\set id own-check-at-once-00000 :n '-' :round
-- session crowd of 8
\set ON_ERROR_STOP off
INSERT INTO own_:n SELECT :'id', lab.commit_with_id(:'id', :'branch', 'by user ' || :i);
-- session user
SELECT format('of %s who bring the same ID along at once, %s are acknowledged and %s stored', :sessions, acknowledged, stored)
       AS finding
  FROM (SELECT count(*) FROM own_:n WHERE id = :'id' AND got = id) AS a (acknowledged),
       (SELECT count(*) FROM lab.stored(:'id', 'by user 1') AS c) AS s (stored)
 WHERE acknowledged <> 1 OR stored <> 1;
