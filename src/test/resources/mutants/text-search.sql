-- A full-text index refuses large messages.
-- family: messages
-- red: messages of any size: a limit is named

CREATE INDEX ON pggit.recorded_commits USING gin (to_tsvector('simple', message));
