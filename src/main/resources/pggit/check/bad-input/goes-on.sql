-- a session goes on after a refusal
-- holds: commits before and after a refusal are stored
-- means: One mistake takes other commits along
\set after 'after a refusal ' :n
\set inside 'before a refusal ' :n
\set last 'after a refusal in a transaction ' :n
\set ON_ERROR_STOP off
SELECT lab.commit('name', NULL, 'message');
\set ON_ERROR_STOP on
SELECT lab.commit('goes-on', :'after') AS after_id \gset
BEGIN;
SELECT lab.commit('goes-on', :'inside') AS inside_id \gset
SAVEPOINT refused;
\set ON_ERROR_STOP off
SELECT lab.commit('name', NULL, 'message');
ROLLBACK TO SAVEPOINT refused;
\set ON_ERROR_STOP on
SELECT lab.commit('goes-on', :'last') AS last_id \gset
COMMIT;
SELECT format('the commit "%s" is lost', message) AS finding
  FROM (VALUES (:'after_id', :'after'), (:'inside_id', :'inside'), (:'last_id', :'last')) AS m (id, message)
 WHERE NOT EXISTS (SELECT FROM lab.stored(m.id, m.message) AS c);
