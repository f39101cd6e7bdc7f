-- a commit keeps its branch
-- holds: stored on the branch asked for, one row per branch
-- means: Histories of branches are mixed up
\set one kept-:n -one
\set two kept-:n -two
\set three kept-:n -three
SELECT lab.commit(:'one', 'first on ' || :'one') AS id_one \gset
SELECT lab.commit(:'one', 'kept too');
SELECT lab.commit(:'two', 'first on ' || :'two') AS id_two \gset
SELECT lab.commit(:'two', 'kept too');
SELECT lab.commit(:'three', 'first on ' || :'three') AS id_three \gset
SELECT lab.commit(:'three', 'kept too');
SELECT 'a commit that was acknowledged is not stored' AS unknown
  FROM (VALUES (:'one', :'id_one'), (:'two', :'id_two'), (:'three', :'id_three')) AS made (branch, id)
 WHERE NOT EXISTS (SELECT FROM lab.stored(made.id, 'first on ' || made.branch) AS c) LIMIT 1;
SELECT format('a commit on %s is stored on %s', made.branch, coalesce(nullif(c.branch, ''), 'no branch')) AS finding
  FROM (VALUES (:'one', :'id_one'), (:'two', :'id_two'), (:'three', :'id_three')) AS made (branch, id),
       LATERAL lab.stored(made.id, 'first on ' || made.branch) AS c
 WHERE c.branch <> made.branch; -- NULL where commits do not show it
SELECT format('pggit.branches has %s rows for %s', lab.branch_rows(made.branch), made.branch) AS finding
  FROM (VALUES (:'one'), (:'two'), (:'three')) AS made (branch) WHERE lab.branch_rows(made.branch) <> 1;
SELECT 'neither pggit.commits nor pggit.branches shows a branch''s name' AS unknown
  FROM lab.stored(:'id_one', 'first on ' || :'one') AS c WHERE c.branch IS NULL AND lab.branch_rows(:'one') IS NULL;
