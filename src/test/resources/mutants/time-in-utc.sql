-- The time of a commit is UTC's, taken for that of the session's time zone.
-- family: commits
-- red: a commit's time is the time it was made

ALTER TABLE pggit.recorded_commits ALTER committed_at SET DEFAULT clock_timestamp() AT TIME ZONE 'UTC';
