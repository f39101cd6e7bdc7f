-- a commit rolled back to a savepoint leaves nothing
-- holds: the commit undone is gone, those before and after are stored
-- means: The history does not follow what the transaction did
-- session admin: counts rows within the transaction, also where users may not
\set branch savepoint- :n
\set first 'before the savepoint ' :n
\set undone 'undone ' :n
\set last 'after the savepoint ' :n
BEGIN;
SELECT lab.commit('savepoint', :'first') AS first_id \gset
SAVEPOINT s;
SELECT lab.counts() AS before \gset
SELECT lab.commit(:'branch', :'undone') AS undone_id \gset
ROLLBACK TO SAVEPOINT s;
SELECT changes AS finding FROM lab.changes(:'before') AS c (changes) WHERE changes IS NOT NULL;
SELECT lab.commit('savepoint', :'last') AS last_id \gset
COMMIT;
SELECT 'the commit undone is stored' AS finding
  FROM lab.stored(:'undone_id', :'undone') AS c WHERE :'undone_id' <> :'last_id';
SELECT format('the commit "%s" is lost', message) AS finding
  FROM (VALUES (:'first_id', :'first'), (:'last_id', :'last')) AS m (id, message)
 WHERE NOT EXISTS (SELECT FROM lab.stored(m.id, m.message) AS c);
