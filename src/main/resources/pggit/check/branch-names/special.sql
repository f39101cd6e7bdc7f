-- blanks and special characters in branch names
-- holds: 20 branches kept apart, or refused
-- means: Commits of two branches end up in one history, or on a branch nobody named
\set all false
\ir before.inc
SELECT 'two words' AS name \gset \ir taken.inc
SELECT 'two  words' AS name \gset \ir taken.inc
SELECT 'two-words' AS name \gset \ir taken.inc
SELECT 'two_words' AS name \gset \ir taken.inc
SELECT ' two words' AS name \gset \ir taken.inc
SELECT 'two words ' AS name \gset \ir taken.inc
SELECT 'feature/a' AS name \gset \ir taken.inc
SELECT 'feature/a/b' AS name \gset \ir taken.inc
SELECT 'feature.a' AS name \gset \ir taken.inc
SELECT 'it''s' AS name \gset \ir taken.inc
SELECT 'say "x"' AS name \gset \ir taken.inc
SELECT 'back\slash' AS name \gset \ir taken.inc
SELECT '100%' AS name \gset \ir taken.inc
SELECT '100%s' AS name \gset \ir taken.inc
SELECT '$1 $$' AS name \gset \ir taken.inc
SELECT 'a;b --' AS name \gset \ir taken.inc
SELECT '{a,b}' AS name \gset \ir taken.inc
SELECT 'HEAD' AS name \gset \ir taken.inc
SELECT 'select' AS name \gset \ir taken.inc
SELECT 'x''); DROP TABLE pggit.commits; --' AS name \gset \ir taken.inc
\ir kept-apart.inc
