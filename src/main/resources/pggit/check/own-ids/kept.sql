-- an ID brought along is the commit's ID
-- needs: own_ids
-- holds: returned and stored as they were brought along
-- means: Whoever brings an ID along looks for the commit under it, and finds another or none
\set id Own-Check-Id-00000000 :n
\ir kept.inc
\set id own.check/ID_0000000000000 :n
\ir kept.inc
SELECT lab.commit_with_id(NULL, 'own', 'null for the ID') AS got \gset
SELECT 'with null for it, a commit gets no ID at all' AS finding WHERE :'got' !~ '\S';
