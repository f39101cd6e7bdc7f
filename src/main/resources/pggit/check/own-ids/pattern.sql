-- an ID brought along is no pattern
-- needs: own_ids
-- holds: IDs that resemble one another are different IDs
-- means: Whoever brings an ID along looks for the commit under it, and finds another or none
\set first ownpattern :n '-x-0000001'
SELECT lab.commit_with_id(:'first', 'own', 'the first') AS got \gset
SELECT 'the ID is not taken even once' AS inapplicable WHERE :'got' <> :'first';
-- What LIKE takes for any character is none of another ID.
\set id ownpattern :n _x_0000001
\ir resembling.inc
\set id ownpattern :n '-%'
\ir resembling.inc
\set id ownpattern :n '-x\\'
\ir resembling.inc
\set id ownpattern :n '-x-000000'
\ir resembling.inc
\set id ownpattern :n
\ir resembling.inc
