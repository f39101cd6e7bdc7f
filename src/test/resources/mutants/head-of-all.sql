-- A branch's head is the latest commit of all branches.
-- family: reading history
-- red: a branch points to its latest commit

CREATE OR REPLACE VIEW pggit.branches AS
  SELECT c.branch AS name, min(c.committed_at) AS created_at, min(c.author) AS created_by,
         (SELECT l.trinity_id FROM pggit.recorded_commits l ORDER BY l.number DESC LIMIT 1) AS head
    FROM pggit.recorded_commits c GROUP BY c.branch;
