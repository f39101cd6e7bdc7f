-- Each commit looks at all versions that tables ever had.
-- family: costs with changes
-- red: the cost of a commit does not grow with the number of schema changes

-- commit as:
BEGIN
  PERFORM count(*) FROM pggit.table_versions v WHERE v.author = '';
  RETURN pggit.original(commit_name, branch_name, message);
END
