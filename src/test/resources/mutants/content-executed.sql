-- The SQL content is executed.
-- family: further arguments
-- red: SQL content is not executed

-- commit with parents as:
DECLARE
  id text := pggit.original('commit', p_branch_name, p_message);
  u uuid := gen_random_uuid();
BEGIN
  PERFORM pggit.refuse_unknown(p_parent_ids);
  IF p_sql_content LIKE 'CREATE%' THEN
    EXECUTE p_sql_content;
  END IF;
  INSERT INTO pggit.commit_ids VALUES (u, id, p_parent_ids);
  RETURN u;
END
