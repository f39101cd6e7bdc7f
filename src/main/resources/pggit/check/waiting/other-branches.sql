-- an open commit does not hold up other branches
-- holds: 12 commits on other branches went through beside an open one
-- means: One idle transaction stops others that have nothing to do with it
\set branch first- :n
\ir open.inc
-- session other beside
SELECT lab.commit('first-other', 'beside the first one of this role, and of all in this database');
\ir cancel.inc
\set first_waits :waits
-- session open
COMMIT;
SELECT lab.commit('open', 'there');
-- session other
SELECT lab.commit('others', 'there');
\set blocked 0
\set other others
\set branch open
\ir open.inc
-- session watcher as admin
-- for each i in 1..12
-- session other beside
SELECT lab.commit(:'other', 'beside it');
\ir cancel.inc
SELECT :blocked + (:waits)::int AS blocked, 'others-' || :'n' || '-' || (:blocked + random()) AS other \gset
-- after the last
SELECT format('while a transaction with a commit on one branch is open, %s wait%s',
              CASE WHEN :blocked = 12 THEN 'all commits on other branches'
                   ELSE format('commits on %s of 12 other branches', :blocked) END, :'held') AS finding
 WHERE :blocked > 0;
SELECT 'while the first commit of a role is open, the role''s commits on other branches wait; later ones do not: what is '
       'written once in a while for a role or a database stays locked until that transaction ends' AS finding
 WHERE :blocked = 0 AND :first_waits;
