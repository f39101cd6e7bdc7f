-- a commit is quiet
-- holds: no notice with most of 6 commits
-- means: Logs fill up with it
SET client_min_messages = notice;
SELECT lab.commit('quiet', 'the first one');
SELECT lab.commit('quiet', 'the second one');
\set notices 0
-- for each i in 1..6
-- LAST_NOTICE is what the server said beside its answer.
SELECT lab.commit('quiet', 'quiet') AS id \gset
\set notice :LAST_NOTICE
SELECT :notices + (:'notice' <> '')::int AS notices, :'notice' AS example \gset
-- after the last
SELECT format('%s of 6 commits send a notice or warning ("%s")', :notices, left(:'example', 80)) AS finding
 WHERE :notices >= 3;
