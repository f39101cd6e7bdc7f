-- The state of the tables is taken to be the same while their newest version is.
-- family: versions
-- red: a commit sees the DDL of other sessions

CREATE TABLE pggit.latest (newest bigint, tree bigint);

-- commit as:
DECLARE
  id text := pggit.original(commit_name, branch_name, message);
  last_version bigint := (SELECT max(v.version_id) FROM pggit.table_versions v);
  known bigint := (SELECT min(l.tree) FROM pggit.latest l WHERE l.newest = last_version);
BEGIN
  IF known IS NULL THEN
    INSERT INTO pggit.latest SELECT last_version, c.tree_id FROM pggit.recorded_commits c WHERE c.trinity_id = id;
  ELSE
    UPDATE pggit.recorded_commits c SET tree_id = known WHERE c.trinity_id = id;
  END IF;
  RETURN id;
END
