-- No commits while more than 20 sessions are active.
-- family: sessions at once
-- red: a commit goes through while many others are at work

-- commit as:
BEGIN
  IF (SELECT count(*) > 20 FROM pg_stat_activity a WHERE a.datname = current_database() AND a.state = 'active') THEN
    RAISE EXCEPTION USING ERRCODE = 'too_many_connections', MESSAGE = 'too many sessions are active';
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
