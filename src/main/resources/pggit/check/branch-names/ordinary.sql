-- ordinary branch names are taken
-- holds: 12 branches kept apart
-- means: Commits of two branches end up in one history, or on a branch nobody named
\set all true
\ir before.inc
SELECT 'main' AS name \gset \ir taken.inc
SELECT 'master' AS name \gset \ir taken.inc
SELECT 'develop' AS name \gset \ir taken.inc
SELECT 'feature/login' AS name \gset \ir taken.inc
SELECT 'user/jane/topic' AS name \gset \ir taken.inc
SELECT 'hotfix/JIRA-123' AS name \gset \ir taken.inc
SELECT 'release-1.0' AS name \gset \ir taken.inc
SELECT 'v2.0.1' AS name \gset \ir taken.inc
SELECT 'fix_123' AS name \gset \ir taken.inc
SELECT '42' AS name \gset \ir taken.inc
SELECT 'MyFeature' AS name \gset \ir taken.inc
SELECT repeat('a', 60) AS name \gset \ir taken.inc
\ir kept-apart.inc
