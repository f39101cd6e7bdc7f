-- The planner is told that a commit may run in a parallel worker.
-- family: transactions and settings
-- red: settings of a session do not break commits

ALTER FUNCTION pggit.commit_changes(text, text, text) PARALLEL SAFE;
