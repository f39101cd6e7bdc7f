-- several new branches in one transaction
-- holds: 10 new branches, 10 commits
-- means: Only one of several branches is kept
\set made ''
BEGIN;
-- for each i in 1..10
\set branch several- :n - :i
\set message 'several ' :i ' of ' :n
SELECT lab.commit(:'branch', :'message') AS id \gset
SELECT :'made' || format(', (%L, %L, %L)', :'id', :'branch', :'message') AS made \gset
-- after the last
COMMIT;
SELECT format('the commit on %s is not stored', m.branch) AS finding
  FROM (VALUES (NULL, NULL, NULL) :made) AS m (id, branch, message)
 WHERE m.branch IS NOT NULL AND NOT EXISTS (SELECT FROM lab.stored(m.id, m.message) AS c);
SELECT format('branch %s is not recorded', m.branch) AS finding
  FROM (VALUES (NULL, NULL, NULL) :made) AS m (id, branch, message)
 WHERE m.branch IS NOT NULL AND lab.branch_rows(m.branch) <> 1;
