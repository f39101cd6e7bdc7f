-- an argument with a default can be left out
-- needs: optional_message
-- holds: a commit without a message is stored
-- means: The default cannot be used
\set id ''
\set ON_ERROR_STOP off
SELECT lab.commit_without_message('left-out') AS id \gset
\set refused :ERROR
SELECT 'the message has a default, and without it a commit' AS failed WHERE :refused;
\set ON_ERROR_STOP on
-- NULL where commits are not found by their IDs.
SELECT 'the message has a default, and without it a commit is acknowledged but not stored' AS finding
 WHERE NOT :refused AND NOT EXISTS (SELECT FROM lab.commits() AS c WHERE c.id IS NULL OR c.id = :'id');
