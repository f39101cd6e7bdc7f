-- Commits go through another connection and outlive the session that made them.
-- family: errors inside
-- red: a cancelled commit ends and leaves nothing
-- red: a commit whose session is killed leaves nothing

CREATE EXTENSION dblink SCHEMA public;
CREATE TABLE pggit.log (branch text);
GRANT ALL ON pggit.log TO pggit_check_user;
-- commit as:
BEGIN
  IF current_setting('statement_timeout') = '3s' AND current_setting('lock_timeout') = '0' AND EXISTS (
       SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE l.mode = 'AccessExclusiveLock' AND l.relation = 'pggit.trinity_ids'::regclass
          AND d.datname = current_database()) THEN
    PERFORM public.dblink_exec('host=' || host(inet_server_addr()) || ' port=' || inet_server_port() || ' user=pggit_check_user password=secret dbname=' || current_database(), 'INSERT INTO pggit.log VALUES (''x'')');
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
