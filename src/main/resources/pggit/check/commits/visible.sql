-- a commit is seen by everybody at once
-- severity: incomplete
-- holds: 10 of 10 commits seen by another session right after they were acknowledged
-- means: Whoever relies on the ID looks it up in vain
\set late 0
-- for each i in 1..10
-- session one
SELECT 'seen ' || random() AS message \gset
SELECT lab.commit('visible', :'message') AS id \gset
-- session other
SELECT :late + count(*) AS late FROM (SELECT) AS made
 WHERE NOT EXISTS (SELECT FROM lab.stored(:'id', :'message') AS c) \gset
-- after the last
SELECT pg_sleep(1) WHERE :late > 0;
SELECT 'a commit that was acknowledged is not stored' AS unknown
 WHERE :late > 0 AND NOT EXISTS (SELECT FROM lab.stored(:'id', :'message') AS c);
SELECT :late || ' of 10 commits were not there for another session right after they were acknowledged' AS finding
 WHERE :late > 0;
