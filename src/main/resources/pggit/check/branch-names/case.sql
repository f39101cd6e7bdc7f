-- upper and lower case make different branches
-- holds: 7 branches kept apart, or refused
-- means: Commits of two branches end up in one history, or on a branch nobody named
\set all false
\ir before.inc
SELECT 'Feature' AS name \gset \ir taken.inc
SELECT 'feature' AS name \gset \ir taken.inc
SELECT 'FEATURE' AS name \gset \ir taken.inc
SELECT 'fEATURE' AS name \gset \ir taken.inc
SELECT U&'\00dcbung' AS name \gset \ir taken.inc
SELECT U&'\00fcbung' AS name \gset \ir taken.inc
SELECT U&'\00dcBUNG' AS name \gset \ir taken.inc
\ir kept-apart.inc
