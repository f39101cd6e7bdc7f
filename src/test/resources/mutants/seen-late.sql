-- A commit shows up some time after it was acknowledged.
-- family: commits
-- red: a first commit on a new branch
-- red: a second commit on the same branch
-- red: a commit is seen by everybody at once

CREATE OR REPLACE VIEW pggit.commits AS
  SELECT c.trinity_id, c.number, c.branch, c.name, c.message, c.author, c.committed_at, c.tree_id,
         (SELECT p.trinity_id FROM pggit.recorded_commits p WHERE p.branch = c.branch AND p.number < c.number
           ORDER BY p.number DESC LIMIT 1) AS parent
    FROM pggit.recorded_commits c
   WHERE c.committed_at < clock_timestamp() - interval '100 ms';
