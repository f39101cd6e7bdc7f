-- a parent that does not exist is refused
-- severity: hygiene
-- needs: given_parents
-- holds: refused
-- means: The history has holes, or the caller cannot tell what is wrong
\set message 'an ID that is stored ' :n
SELECT lab.commit('parent-unknown', :'message') AS id \gset
\ir known.inc
\set ON_ERROR_STOP off
SELECT lab.commit_with_parents(ARRAY[gen_random_uuid()], 'parent-unknown', 'child of nobody');
\set refused :ERROR
SELECT 'a commit whose parent does not exist' AS failed
 WHERE :refused AND NOT lab.refusal(:'LAST_ERROR_SQLSTATE', :'LAST_ERROR_MESSAGE');
SELECT 'the ID of a commit that does not exist is taken for a parent' AS finding WHERE NOT :refused;
