-- The number is the highest one plus one, so that a rolled-back one comes again.
-- family: rollback
-- red: IDs of rolled-back commits are not given out again

-- commit as:
BEGIN
  PERFORM setval('pggit.commit_number', (SELECT coalesce(max(c.number), 0) + 1 FROM pggit.recorded_commits c), false);
  RETURN pggit.original(commit_name, branch_name, message);
END
