-- an empty or blank message is kept or refused
-- holds: 5 messages kept to the byte, or refused
-- means: A message has to be kept to the byte or refused with an error that says why
\set ON_ERROR_STOP off
\set text ASCII
SELECT '' AS text \gset \ir kept.inc
SELECT ' ' AS text \gset \ir kept.inc
SELECT '   ' AS text \gset \ir kept.inc
SELECT E'\n' AS text \gset \ir kept.inc
SELECT E'\t' AS text \gset \ir kept.inc
