-- The function is declared IMMUTABLE, so that a query calls it once for all rows.
-- family: ways to commit
-- red: one commit for each call of a statement

-- commit as IMMUTABLE SECURITY DEFINER:
BEGIN
  RETURN pggit.original(commit_name, branch_name, message);
END
