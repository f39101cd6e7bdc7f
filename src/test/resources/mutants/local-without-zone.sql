-- The time of the session's zone is stored, without the zone.
-- family: commits
-- red: a commit's time is the time it was made

ALTER EXTENSION pggit DROP FUNCTION pggit.log;
ALTER EXTENSION pggit DROP VIEW pggit.branches;
ALTER EXTENSION pggit DROP VIEW pggit.commits;
DROP FUNCTION pggit.log;
DROP VIEW pggit.branches, pggit.commits;
ALTER TABLE pggit.recorded_commits ALTER committed_at TYPE timestamp, ALTER committed_at SET DEFAULT localtimestamp;
CREATE VIEW pggit.commits AS
  SELECT c.*, (SELECT p.trinity_id FROM pggit.recorded_commits p WHERE p.branch = c.branch AND p.number < c.number
                ORDER BY p.number DESC LIMIT 1) AS parent
    FROM pggit.recorded_commits c;
CREATE VIEW pggit.branches AS SELECT DISTINCT branch AS name FROM pggit.recorded_commits;
GRANT SELECT ON pggit.commits, pggit.branches TO PUBLIC;
