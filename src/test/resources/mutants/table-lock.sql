-- A commit locks the table of commits.
-- family: waiting
-- red: an open commit does not hold up other branches
-- red: an open commit does not hold up readers
-- red: a reader does not hold up commits

-- commit as:
BEGIN
  LOCK TABLE pggit.recorded_commits IN ACCESS EXCLUSIVE MODE;
  RETURN pggit.original(commit_name, branch_name, message);
END
