-- The view of commits finds parents by a window over the whole history.
-- family: costs of reading
-- red: a commit is found without reading all others

CREATE OR REPLACE VIEW pggit.commits AS
  SELECT c.trinity_id, c.number, c.branch, c.name, c.message, c.author, c.committed_at, c.tree_id,
         lag(c.trinity_id) OVER (PARTITION BY c.branch ORDER BY c.number) AS parent
    FROM pggit.recorded_commits c;
