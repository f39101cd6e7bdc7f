-- A comment in the SQL content is to be left out, and all that follows goes with it.
-- family: further arguments
-- red: SQL content that is stored is stored to the byte

CREATE TABLE pggit.contents (id uuid PRIMARY KEY, content text);

-- commit with parents as:
DECLARE
  id text := pggit.original('commit', p_branch_name, p_message);
  u uuid := gen_random_uuid();
BEGIN
  PERFORM pggit.refuse_unknown(p_parent_ids);
  INSERT INTO pggit.commit_ids VALUES (u, id, p_parent_ids);
  INSERT INTO pggit.contents VALUES (u, regexp_replace(p_sql_content, '--.*$', '', 'g'));
  RETURN u;
END
