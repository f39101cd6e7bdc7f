-- quotes, backslashes and SQL in a message are kept
-- holds: 11 messages kept to the byte, or refused
-- means: A message has to be kept to the byte or refused with an error that says why
\set ON_ERROR_STOP off
\set text ASCII
SELECT 'it''s' AS text \gset \ir kept.inc
SELECT '''''''''' AS text \gset \ir kept.inc
SELECT 'say "hello"' AS text \gset \ir kept.inc
SELECT 'back\slash \n \t \'' \\' AS text \gset \ir kept.inc
SELECT '$$ $1 $body$ :name ? ?? ${x} #{y}' AS text \gset \ir kept.inc
SELECT '%s %I %L %1$s 100% %' AS text \gset \ir kept.inc
SELECT '''); DROP TABLE pggit.commits; --' AS text \gset \ir kept.inc
SELECT ''' || version() || ''' AS text \gset \ir kept.inc
SELECT '/* comment */ -- comment' AS text \gset \ir kept.inc
SELECT '\x41 \u0041 \u0000 E''\n'' U&''\0041''' AS text \gset \ir kept.inc
SELECT 'a_b%c*d?e[f]' AS text \gset \ir kept.inc
