-- A commit takes a date apart as text.
-- family: transactions and settings
-- red: settings of a session do not break commits

-- commit as:
BEGIN
  PERFORM split_part(now()::text, '-', 2)::int;
  RETURN pggit.original(commit_name, branch_name, message);
END
