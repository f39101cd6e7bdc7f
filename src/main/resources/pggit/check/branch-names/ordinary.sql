-- ordinary branch names are taken
-- holds: 12 branches kept apart
-- means: Commits of two branches end up in one history, or on a branch nobody named
\set all true
\set made ''
\set i 0
-- for each expression in 'main', 'master', 'develop', 'feature/login', 'user/jane/topic', 'hotfix/JIRA-123',
--   'release-1.0', 'v2.0.1', 'fix_123', '42', 'MyFeature', repeat('a', 60)
\ir taken.inc
-- after the last
\ir kept-apart.inc
