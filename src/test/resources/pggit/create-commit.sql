-- A small pgGit with the signatures of the install script of 0.1.x to 0.2.x.
\set ON_ERROR_STOP on
\echo Installing the create-commit contract

CREATE SCHEMA pggit;

CREATE TABLE pggit.branches (
  id serial PRIMARY KEY,
  name text NOT NULL UNIQUE,
  status text
);

CREATE TABLE pggit.commits (
  id serial PRIMARY KEY,
  hash text NOT NULL,
  branch_id integer NOT NULL REFERENCES pggit.branches (id),
  parent_commit_hash text,
  message text,
  tree_hash text
);

-- What it returns is stored nowhere.
CREATE FUNCTION pggit.create_commit(
  p_branch_name text, p_message text, p_sql_content text, p_parent_ids uuid[] DEFAULT NULL
) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  v_branch_id integer;
BEGIN
  INSERT INTO pggit.branches (name, status) VALUES (p_branch_name, 'active')
  ON CONFLICT (name) DO UPDATE SET status = 'active'
  RETURNING id INTO v_branch_id;
  INSERT INTO pggit.commits (hash, branch_id, message, tree_hash)
  VALUES (md5(p_message || p_sql_content), v_branch_id, p_message, md5(p_sql_content));
  RETURN gen_random_uuid();
END $$;

-- Lists what 0.1.0 has as well; there it is all there is.
CREATE FUNCTION pggit.get_version(p_object_name text)
RETURNS TABLE (
  object_name text, schema_name text, version integer, version_string text, created_at timestamp
) LANGUAGE sql AS $$
  SELECT split_part(p_object_name, '.', 2), split_part(p_object_name, '.', 1), 3, '1.2.0',
         localtimestamp
  WHERE to_regclass(p_object_name) IS NOT NULL
$$;
