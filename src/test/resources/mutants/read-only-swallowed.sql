-- In a read-only transaction a commit returns an ID.
-- family: transactions and settings
-- red: a read-only transaction refuses a commit

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, message);
EXCEPTION WHEN read_only_sql_transaction THEN
  RETURN 'read-only';
END
