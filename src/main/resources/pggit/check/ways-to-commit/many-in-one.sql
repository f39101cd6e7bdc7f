-- many commits in one transaction
-- holds: 200 commits of one transaction, all stored under IDs of their own
-- means: Within a transaction time stands still: what tells commits apart by the clock mixes them up
CREATE TEMP TABLE made (id text, message text);
BEGIN;
SELECT format($$INSERT INTO made SELECT lab.commit('many', %1$L), %1$L$$, format('many %s of %s', i, :'n'))
  FROM generate_series(1, 200) AS i \gexec
COMMIT;
SELECT format('%s different IDs for %s commits', count(DISTINCT id), count(*)) AS finding
  FROM made HAVING count(DISTINCT id) <> 200;
SELECT format('%s of 200 are not stored with their message', count(*)) AS finding
  FROM made AS m
 WHERE NOT EXISTS (SELECT FROM lab.stored(m.id, m.message) AS c WHERE c.message = m.message)
HAVING count(*) > 0;
