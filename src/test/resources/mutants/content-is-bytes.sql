-- The SQL content is cast to bytea, to which a backslash is an escape.
-- family: further arguments
-- red: SQL content of any kind is taken

-- commit with parents as:
DECLARE
  id text := pggit.original('commit', p_branch_name, p_message);
  u uuid := gen_random_uuid();
BEGIN
  PERFORM pggit.refuse_unknown(p_parent_ids);
  PERFORM sha256(p_sql_content::bytea);
  INSERT INTO pggit.commit_ids VALUES (u, id, p_parent_ids);
  RETURN u;
END
