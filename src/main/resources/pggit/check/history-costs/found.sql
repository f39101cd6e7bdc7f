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
\ir price.inc
\ir many.inc
SELECT format('asking pggit.commits for one ID reads %s rows and touches %s pages, for there are %s commits',
              tuples, pages, :stored) AS finding
  FROM price_:n($q$SELECT c.message FROM lab.stored((SELECT id FROM found_commit), 'to be found') AS c$q$)
 WHERE tuples >= :stored / 4;
