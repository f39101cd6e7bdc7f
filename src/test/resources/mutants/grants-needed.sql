-- The commit function runs with the rights of whoever calls it.
-- family: privileges
-- red: whoever may call a commit can commit

ALTER FUNCTION pggit.commit_changes(text, text, text) SECURITY INVOKER;
GRANT ALL ON ALL TABLES IN SCHEMA pggit TO pggit_check_user;
GRANT ALL ON ALL SEQUENCES IN SCHEMA pggit TO pggit_check_user;
