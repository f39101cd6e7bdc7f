-- A commit counts the commits of its branch, which an index alone answers: few pages, many rows.
-- family: costs with history
-- red: the cost of a commit does not grow with history

-- commit as:
BEGIN
  PERFORM count(*) FROM pggit.recorded_commits c WHERE c.branch = branch_name;
  RETURN pggit.original(commit_name, branch_name, message);
END
