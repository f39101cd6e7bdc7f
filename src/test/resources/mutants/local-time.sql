-- Local time is stored as if it were UTC.
-- family: commits
-- red: a commit's time is the time it was made

ALTER TABLE pggit.recorded_commits ALTER committed_at SET DEFAULT (localtimestamp AT TIME ZONE 'UTC');
