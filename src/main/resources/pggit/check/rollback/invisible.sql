-- a commit is invisible to others until its transaction ends
-- holds: seen by nobody before COMMIT, by everybody after it
-- means: The commit is written outside of the caller's transaction and stays if that fails
\set branch invisible- :n
\set message 'invisible ' :n
-- session admin
SELECT lab.counts() AS before \gset
-- session user
BEGIN;
SELECT lab.commit(:'branch', :'message') AS id \gset
-- session admin
SELECT changes AS finding FROM lab.changes(:'before') AS c (changes) WHERE changes IS NOT NULL;
-- session other
SELECT format('another session sees the commit %s', :'id') AS finding FROM lab.stored(:'id', :'message') AS c;
-- session user
COMMIT;
-- session other
SELECT 'after COMMIT another session does not see it' AS finding
 WHERE NOT EXISTS (SELECT FROM lab.stored(:'id', :'message') AS c);
