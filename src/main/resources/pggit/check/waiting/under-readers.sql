-- a reader does not hold up commits
-- holds: a commit goes through while all of pgGit's tables are being read
-- means: A backup or a long report stops all commits
-- session reader as admin
BEGIN;
-- for each table in tables
-- What any SELECT takes.
LOCK TABLE :table IN ACCESS SHARE MODE;
-- after the last
-- session other beside
SELECT lab.commit('under-readers', 'while somebody reads');
\ir cancel.inc
SELECT 'a commit waits until transactions that read pgGit''s tables have ended' AS finding WHERE :waits;
