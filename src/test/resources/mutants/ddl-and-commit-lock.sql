-- DDL and commits exclude one another.
-- family: waiting
-- red: an open commit does not hold up CREATE TABLE
-- red: an open ALTER TABLE does not hold up commits
-- red: an open commit does not hold up other branches
-- red: open DDL does not hold up DDL on other tables

-- version as:
BEGIN
  PERFORM pg_advisory_xact_lock(987654321988);
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
END
-- commit as:
BEGIN
  PERFORM pg_advisory_xact_lock(987654321988);
  RETURN pggit.original(commit_name, branch_name, message);
END
