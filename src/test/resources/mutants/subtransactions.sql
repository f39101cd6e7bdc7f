-- Each commit is a block with an exception handler, and so a subtransaction.
-- family: footprint
-- told: a commit needs no subtransaction

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, message);
EXCEPTION WHEN unique_violation THEN
  RETURN pggit.original(commit_name, branch_name, message);
END
