-- A small pgGit with the signatures of 0.1.x and its chaos core.
\set ON_ERROR_STOP on
\echo Installing the branch-first contract

CREATE SCHEMA pggit;

CREATE TABLE pggit.branches (
  id serial PRIMARY KEY,
  name text NOT NULL UNIQUE,
  head_commit_hash text
);
INSERT INTO pggit.branches (name) VALUES ('main');

CREATE TABLE pggit.commits (
  id serial PRIMARY KEY,
  hash text NOT NULL UNIQUE,
  branch_id integer NOT NULL REFERENCES pggit.branches (id),
  parent_commit_hash text,
  message text,
  committed_at timestamp DEFAULT current_timestamp
);
CREATE SEQUENCE pggit.trinity_id_seq;

CREATE FUNCTION pggit.commit_changes(
  p_branch_name text, p_message text DEFAULT '', p_custom_trinity_id text DEFAULT NULL
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_branch_id integer;
  v_id text := coalesce(p_custom_trinity_id, 'T-' || nextval('pggit.trinity_id_seq'));
BEGIN
  INSERT INTO pggit.branches (name) VALUES (p_branch_name)
  ON CONFLICT (name) DO UPDATE SET name = excluded.name
  RETURNING id INTO v_branch_id;
  INSERT INTO pggit.commits (hash, branch_id, parent_commit_hash, message)
  SELECT v_id, v_branch_id, head_commit_hash, p_message FROM pggit.branches WHERE id = v_branch_id;
  UPDATE pggit.branches SET head_commit_hash = v_id WHERE id = v_branch_id;
  RETURN v_id;
END $$;

CREATE FUNCTION pggit.get_version(p_table_name text)
RETURNS TABLE (major integer, minor integer, patch integer, full_version text)
LANGUAGE sql AS $$
  SELECT 1, 0, 0, '1.0.0' WHERE to_regclass('public.' || p_table_name) IS NOT NULL
$$;
