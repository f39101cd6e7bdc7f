-- a prepared statement commits as often as it is executed
-- holds: 24 executions, 24 commits
-- means: Drivers prepare statements all the time
\set mode force_generic_plan
\ir plan.inc
-- session second
\set mode force_custom_plan
\ir plan.inc
