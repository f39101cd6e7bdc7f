-- a commit is quiet
-- holds: no notice with most of 6 commits
-- means: Logs fill up with it
SET client_min_messages = notice;
SELECT lab.commit('quiet', 'the first one');
SELECT lab.commit('quiet', 'the second one');
\set notices 0
\ir notice.inc
\ir notice.inc
\ir notice.inc
\ir notice.inc
\ir notice.inc
\ir notice.inc
SELECT format('%s of 6 commits send a notice or warning ("%s")', :notices, left(:'example', 80)) AS finding
 WHERE :notices >= 3;
