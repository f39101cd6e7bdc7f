-- A commit reads the whole history.
-- family: costs with history
-- red: the cost of a commit does not grow with history

-- commit as:
BEGIN
  PERFORM count(*) FROM pggit.recorded_commits c WHERE c.message LIKE '%!%';
  RETURN pggit.original(commit_name, branch_name, message);
END
