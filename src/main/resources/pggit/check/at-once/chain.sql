-- commits made at once on a branch form one chain
-- holds: the commits of ten sessions, one chain
-- means: Walking back from the branch's head misses the others
-- severity: incomplete
-- needs: parents
\set branch chain- :n
SELECT lab.commit(:'branch', 'root');
-- session crowd of 10
\set ON_ERROR_STOP off
SELECT format('SELECT lab.commit(%L, %L)', :'branch', format('link %s %s', :i, link)) FROM generate_series(1, 5) AS link \gexec
-- session judge
SELECT count(*) AS stored, count(*) FILTER (WHERE c.parent = '') AS without,
       count(nullif(c.parent, '')) - count(DISTINCT nullif(c.parent, '')) AS shared
  FROM lab.commits() AS c WHERE c.branch = :'branch' \gset
SELECT format('only %s commits of a branch are found', :stored) AS unknown WHERE :stored < 3;
SELECT format('%s of %s commits have the same parent as another', :shared, :stored) AS finding WHERE :shared > 0;
SELECT format('%s commits of one branch have no parent', :without) AS finding WHERE :without > 1;
