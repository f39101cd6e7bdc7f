-- Everybody may erase commits.
-- family: privileges
-- red: not everybody may change the history

GRANT DELETE ON pggit.recorded_commits TO PUBLIC;
