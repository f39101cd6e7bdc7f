-- An index on the message refuses what does not fit into its pages.
-- family: messages
-- red: messages of any size

CREATE INDEX ON pggit.recorded_commits (message);
