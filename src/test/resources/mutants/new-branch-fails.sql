-- A branch has to be there before one can commit to it, and nothing creates one.
-- family: commits
-- red: a first commit on a new branch

-- commit as:
BEGIN
  IF NOT EXISTS (SELECT FROM pggit.recorded_commits c WHERE c.branch = branch_name) THEN
    RAISE EXCEPTION 'branch does not exist' USING ERRCODE = 'undefined_object';
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
