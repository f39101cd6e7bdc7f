-- The first commit of a branch looks at all versions that tables ever had, those that follow do not.
-- family: costs with changes

-- commit as:
BEGIN
  IF NOT EXISTS (SELECT FROM pggit.recorded_commits c WHERE c.branch = branch_name) THEN
    PERFORM count(*) FROM pggit.table_versions v WHERE v.author = '';
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
