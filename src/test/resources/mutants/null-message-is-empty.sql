-- A null message is taken for an empty one.
-- family: bad input
-- red: a null message is refused

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, coalesce(message, ''));
END
