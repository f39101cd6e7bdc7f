-- A commit goes through all branches.
-- family: costs with history
-- red: the cost of a commit does not grow with the number of branches

-- commit as:
BEGIN
  PERFORM count(*) FROM pggit.branches;
  RETURN pggit.original(commit_name, branch_name, message);
END
