-- DDL of a superuser still works
-- errors: are findings
-- holds: 76 statements in 9 groups
-- means: Having pgGit in the database breaks what has nothing to do with it
-- session admin
\set ON_ERROR_STOP off
\ir statements.inc
