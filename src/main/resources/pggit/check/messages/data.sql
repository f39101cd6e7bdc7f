-- text that looks like data in a message is kept
-- holds: 17 messages kept to the byte, or refused
-- means: A message has to be kept to the byte or refused with an error that says why
\set ON_ERROR_STOP off
\set text ASCII
SELECT 'NULL' AS text \gset \ir kept.inc
SELECT 'null' AS text \gset \ir kept.inc
SELECT '{}' AS text \gset \ir kept.inc
SELECT '{a,b,"c"}' AS text \gset \ir kept.inc
SELECT '(1,2)' AS text \gset \ir kept.inc
SELECT '{"key": "value", "n": 1e5}' AS text \gset \ir kept.inc
SELECT '{ "b" : 1, "a" : 2 , "a" : 3}' AS text \gset \ir kept.inc
SELECT '[1, 2]' AS text \gset \ir kept.inc
SELECT '<a href="x">&amp;</a>' AS text \gset \ir kept.inc
SELECT '\N' AS text \gset \ir kept.inc
SELECT '\.' AS text \gset \ir kept.inc
SELECT '007' AS text \gset \ir kept.inc
SELECT '1.50' AS text \gset \ir kept.inc
SELECT '2024-02-30' AS text \gset \ir kept.inc
SELECT E'a,b;c\td' AS text \gset \ir kept.inc
SELECT 'infinity' AS text \gset \ir kept.inc
SELECT 't' AS text \gset \ir kept.inc
