-- After 200 commits IDs come again.
-- family: a long series
-- red: a long series of commits: unique Trinity IDs
-- red: a long series of commits: valid Trinity IDs

-- commit as:
DECLARE
  id text := pggit.original(commit_name, branch_name, message);
BEGIN
  RETURN 'C-' || (SELECT last_value % 200 FROM pggit.commit_number);
END
