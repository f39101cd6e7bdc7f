-- The parent is the latest commit of the branch that is older by the transaction time.
-- family: commits
-- red: a commit's parent is the one before it on its branch

ALTER TABLE pggit.recorded_commits ALTER committed_at SET DEFAULT now();
CREATE OR REPLACE VIEW pggit.commits AS
  SELECT c.trinity_id, c.number, c.branch, c.name, c.message, c.author, c.committed_at, c.tree_id,
         (SELECT p.trinity_id FROM pggit.recorded_commits p WHERE p.branch = c.branch AND p.committed_at < c.committed_at
           ORDER BY p.number DESC LIMIT 1) AS parent
    FROM pggit.recorded_commits c;
