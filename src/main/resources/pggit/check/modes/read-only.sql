-- a read-only transaction refuses a commit
-- severity: hygiene
-- holds: refused with 25006, nothing stored
-- means: The caller cannot tell why nothing is stored, or believes in a commit that is not there
-- session admin
SELECT lab.counts() AS before \gset
-- session user
\set id ''
BEGIN READ ONLY;
\set ON_ERROR_STOP off
SELECT lab.commit('read-only', 'read only') AS id \gset
\set refused :ERROR
\set state :SQLSTATE
ROLLBACK;
\set ON_ERROR_STOP on
SELECT 'in a read-only transaction a commit' AS failed WHERE :refused AND :'state' <> '25006';
-- session admin
SELECT format('in a read-only transaction a commit returns ID %s, and %s', :'id',
              coalesce(lab.changes(:'before'), 'nothing is stored')) AS finding
 WHERE NOT :refused;
SELECT 'in a read-only transaction a commit is refused, and yet ' || changes AS finding
  FROM lab.changes(:'before') AS c (changes) WHERE :refused AND changes IS NOT NULL;
