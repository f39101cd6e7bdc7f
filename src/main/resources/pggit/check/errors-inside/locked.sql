-- a commit that cannot get a lock fails whole
-- holds: pgGit's tables locked in turn: the commit failed with an error, nothing stored
-- means: Under contention commits get lost or are half stored
SELECT lab.commit('locks', 'the branch is there');
SET lock_timeout = '150ms';
SET statement_timeout = '2s';
-- for each table in tables
-- session admin
SELECT lab.counts() AS before \gset
BEGIN;
LOCK TABLE :table IN ACCESS EXCLUSIVE MODE;
-- session user
\set id ''
\set message 'locked ' :table
\set ON_ERROR_STOP off
SELECT lab.commit('locks', :'message') AS id \gset
\set failed :ERROR
\set ON_ERROR_STOP on
-- session admin
ROLLBACK;
SELECT format('%s locked: %s %s, and yet %s', :'table'::regclass, :'LAST_ERROR_SQLSTATE', :'LAST_ERROR_MESSAGE',
              lab.changes(:'before')) AS finding
 WHERE :failed AND lab.changes(:'before') IS NOT NULL;
-- session user
SELECT format('%s locked: acknowledged with ID %s, not stored', replace(:'table', '"', ''), :'id') AS finding
 WHERE NOT :failed AND NOT EXISTS (SELECT FROM lab.stored(:'id', :'message') AS c);
