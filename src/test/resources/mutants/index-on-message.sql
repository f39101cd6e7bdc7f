-- An index on the message refuses what does not fit into its pages.
-- family: messages
-- red: messages of any size: a limit is named

CREATE INDEX ON pggit.recorded_commits (message);
