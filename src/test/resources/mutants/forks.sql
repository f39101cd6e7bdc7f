-- The parent is the first commit of the branch.
-- family: sessions at once
-- red: commits made at once on a branch form one chain

CREATE OR REPLACE VIEW pggit.commits AS
  SELECT c.trinity_id, c.number, c.branch, c.name, c.message, c.author, c.committed_at, c.tree_id,
         (SELECT p.trinity_id FROM pggit.recorded_commits p WHERE p.branch = c.branch AND p.number < c.number
           ORDER BY p.number ASC LIMIT 1) AS parent
    FROM pggit.recorded_commits c;
