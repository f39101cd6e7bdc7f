-- roles with unusual names can commit
-- holds: a role whose name has quotes and blanks commits
-- means: Such roles cannot commit
\set ON_ERROR_STOP off
\set u U
SELECT U&'\00dc' AS u \gset
\set ON_ERROR_STOP on
\set role 'O''Neil "x" ' :u ' of ' :DBNAME
\ir new-role.inc
SELECT 'for a role whose name has quotes and blanks a commit' AS failed WHERE :refused;
SELECT 'the commit of a role whose name has quotes is not stored' AS finding
 WHERE NOT :refused AND NOT EXISTS (SELECT FROM lab.stored(:'id', :'message') AS c);
