-- Commits do not wait for the disk.
-- family: durability
-- red: an acknowledged commit is on disk

-- commit as:
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  RETURN pggit.original(commit_name, branch_name, message);
END
