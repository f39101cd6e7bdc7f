-- a commit is found without reading all others
-- holds: one is found with few pages among many
-- means: Each look at a commit costs as much as the whole history
SELECT 'the IDs that commits return are stored nowhere' AS inapplicable
 WHERE NOT EXISTS (SELECT FROM lab.id_columns() AS i WHERE relation = 'pggit.commits'::regclass);
CREATE TABLE IF NOT EXISTS found_commit (id text);
DELETE FROM found_commit;
INSERT INTO found_commit SELECT lab.commit('found', 'to be found');
SELECT 'a commit that was acknowledged is not stored' AS unknown
 WHERE NOT EXISTS (SELECT FROM lab.stored((SELECT id FROM found_commit), 'to be found') AS c);
-- session admin
\ir ../costs-with-history/price-function.inc
\ir many.inc
SELECT format('asking pggit.commits for one ID reads %s rows and touches %s pages, for there are %s commits',
              min((p).tuples), min((p).pages), :stored) AS finding
  FROM (SELECT price_:n($q$SELECT c.message FROM lab.stored((SELECT id FROM found_commit), 'to be found') AS c$q$) AS p
          FROM generate_series(1, 5) OFFSET 0) AS priced
HAVING min((p).tuples) >= :stored / 4;
