-- Unicode in branch names
-- holds: 11 branches kept apart, or refused
-- means: Commits of two branches end up in one history, or on a branch nobody named
\set all false
\ir before.inc
SELECT U&'\0432\0435\0442\043a\0430' AS name \gset \ir taken.inc
SELECT U&'\5206\652f' AS name \gset \ir taken.inc
SELECT U&'\+01f418' AS name \gset \ir taken.inc
SELECT U&'\00e9' AS name \gset \ir taken.inc
SELECT U&'e\0301' AS name \gset \ir taken.inc
SELECT U&'\00c5' AS name \gset \ir taken.inc
SELECT U&'\212b' AS name \gset \ir taken.inc
SELECT U&'na\00efve' AS name \gset \ir taken.inc
SELECT 'naive' AS name \gset \ir taken.inc
SELECT U&'\00df' AS name \gset \ir taken.inc
SELECT 'ss' AS name \gset \ir taken.inc
\ir kept-apart.inc
