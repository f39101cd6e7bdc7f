-- The parent is the latest commit, on whatever branch.
-- family: commits
-- red: a commit's parent is the one before it on its branch

CREATE OR REPLACE VIEW pggit.commits AS
  SELECT c.trinity_id, c.number, c.branch, c.name, c.message, c.author, c.committed_at, c.tree_id,
         (SELECT p.trinity_id FROM pggit.recorded_commits p WHERE p.number < c.number
           ORDER BY p.number DESC LIMIT 1) AS parent
    FROM pggit.recorded_commits c;
