-- A commit that has a parent looks at all versions that tables ever had.
-- family: costs with changes
-- red: the cost of a commit does not grow with the number of schema changes

-- commit as:
BEGIN
  IF EXISTS (SELECT FROM pggit.recorded_commits c WHERE c.branch = branch_name) THEN
    PERFORM count(*) FROM pggit.table_versions v WHERE v.author = '';
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
