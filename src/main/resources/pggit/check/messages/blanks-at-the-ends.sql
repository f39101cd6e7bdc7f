-- blanks at the ends of a message are kept
-- holds: 7 messages kept to the byte, or refused
-- means: A message has to be kept to the byte or refused with an error that says why
\set ON_ERROR_STOP off
\set text ASCII
SELECT 'end ' AS text \gset \ir kept.inc
SELECT ' start' AS text \gset \ir kept.inc
SELECT '  both  ' AS text \gset \ir kept.inc
SELECT E'\tindented' AS text \gset \ir kept.inc
SELECT E'line end\n' AS text \gset \ir kept.inc
SELECT E'line end\r\n' AS text \gset \ir kept.inc
SELECT E'\n\nempty lines first' AS text \gset \ir kept.inc
