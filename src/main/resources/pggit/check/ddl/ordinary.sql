-- ordinary DDL still works
-- errors: are findings
-- holds: 76 statements in 9 groups
-- means: Having pgGit in the database breaks what has nothing to do with it
\set ON_ERROR_STOP off
\ir statements.inc
