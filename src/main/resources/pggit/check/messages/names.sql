-- quotes and SQL in a commit's name are harmless
-- needs: names
-- holds: 6 names taken as they are
-- means: Whoever chooses a commit's name can break or change a commit
\set ON_ERROR_STOP off
\set text ASCII
SELECT 'it''s' AS text \gset \ir named.inc
SELECT 'a\b' AS text \gset \ir named.inc
SELECT '%s %I %' AS text \gset \ir named.inc
SELECT '''); DROP TABLE pggit.commits; --' AS text \gset \ir named.inc
SELECT U&'\+01f418 "x"' AS text \gset \ir named.inc
SELECT '{a,"b"}' AS text \gset \ir named.inc
