-- SQL content is not executed
-- needs: content
-- holds: CREATE TABLE as content created nothing
-- means: What is recorded has been done already, and whoever may commit may do anything
\set table public.executed_ :n
\set sql 'CREATE TABLE ' :table ' (id int)'
\set ON_ERROR_STOP off
SELECT lab.commit_with_content(:'sql', 'executed', 'about a table');
\set state :SQLSTATE
-- The role may lack the right to commit: then harmless text fails alike.
SELECT lab.commit_with_content('-- nothing', 'executed', 'about nothing');
\set refused :ERROR
\set ON_ERROR_STOP on
SELECT 'SQL content is executed, with the rights of the function''s owner' AS finding
 WHERE to_regclass(:'table') IS NOT NULL OR (:'state' ~ '^42' AND NOT :refused);
