-- A pgGit of contract trinity, correct and made otherwise than the reference extension: random IDs, a row with the head of
-- each branch that commits lock, JSON for what is not asked for, one row for each table that was ever versioned.

CREATE SCHEMA pggit;
REVOKE ALL ON SCHEMA pggit FROM PUBLIC;
GRANT USAGE ON SCHEMA pggit TO PUBLIC;
CREATE TABLE pggit.refs (
  ref_name text COLLATE "C" PRIMARY KEY,
  tip text,
  born timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE pggit.trinity_ids (
  trinity text PRIMARY KEY,
  issued timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE pggit.commits (
  row_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  trinity_id text NOT NULL UNIQUE REFERENCES pggit.trinity_ids (trinity),
  ref_name text COLLATE "C" NOT NULL REFERENCES pggit.refs,
  parent_trinity text,
  message text NOT NULL,
  meta jsonb NOT NULL,
  stamped_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX commits_ref ON pggit.commits (ref_name, row_no);
CREATE TABLE pggit.object_state (
  oid oid,
  nsp name NOT NULL,
  rel name NOT NULL,
  major int NOT NULL,
  minor int NOT NULL,
  patch int NOT NULL,
  alive boolean NOT NULL,
  PRIMARY KEY (nsp, rel)
);
CREATE INDEX ON pggit.object_state (oid);
CREATE INDEX ON pggit.object_state (rel);

CREATE FUNCTION pggit.commit_changes(commit_name text, branch_name text, message text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  id text;
  old_tip text;
BEGIN
  IF $1 IS NULL OR $2 IS NULL OR $3 IS NULL THEN
    RAISE EXCEPTION 'commit_name, branch_name and message must not be null' USING ERRCODE = '22004';
  END IF;
  IF btrim($2, E' \t\n\r') = '' THEN
    RAISE EXCEPTION 'branch_name must not be blank' USING ERRCODE = '22023';
  END IF;
  id := gen_random_uuid()::text;
  INSERT INTO pggit.refs (ref_name) VALUES ($2) ON CONFLICT DO NOTHING;
  SELECT r.tip INTO old_tip FROM pggit.refs r WHERE r.ref_name = $2 FOR NO KEY UPDATE;
  INSERT INTO pggit.trinity_ids (trinity) VALUES (id);
  INSERT INTO pggit.commits (trinity_id, ref_name, parent_trinity, message, meta)
  VALUES (id, $2, old_tip, $3, jsonb_build_object('name', $1, 'by', session_user));
  UPDATE pggit.refs r SET tip = id WHERE r.ref_name = $2;
  RETURN id;
END $$;

CREATE FUNCTION pggit.on_ddl_end() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  o record;
BEGIN
  FOR o IN
    WITH RECURSIVE d(objid) AS (
      SELECT objid FROM pg_event_trigger_ddl_commands() WHERE classid = 'pg_class'::regclass AND NOT in_extension
      UNION SELECT i.inhrelid FROM d JOIN pg_inherits i ON i.inhparent = d.objid)
    SELECT c.oid, n.nspname, c.relname
      FROM d
      JOIN pg_class c ON c.oid = d.objid
      JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
  LOOP
    UPDATE pggit.object_state s SET alive = false WHERE s.oid = o.oid AND s.alive AND (s.nsp, s.rel) <> (o.nspname, o.relname);
    INSERT INTO pggit.object_state AS s VALUES (o.oid, o.nspname, o.relname, 1, 0, 0, true)
    ON CONFLICT (nsp, rel) DO UPDATE
       SET oid = excluded.oid, alive = true,
           major = CASE WHEN s.alive THEN s.major ELSE s.major + 1 END,
           minor = CASE WHEN s.alive THEN s.minor + 1 ELSE 0 END;
  END LOOP;
END $$;
CREATE FUNCTION pggit.on_dropped() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE pggit.object_state s SET alive = false
    FROM pg_event_trigger_dropped_objects() d
   WHERE d.object_type = 'table' AND s.oid = d.objid AND s.alive;
END $$;
CREATE EVENT TRIGGER pggit_a ON ddl_command_end EXECUTE FUNCTION pggit.on_ddl_end();
CREATE EVENT TRIGGER pggit_b ON sql_drop EXECUTE FUNCTION pggit.on_dropped();

CREATE FUNCTION pggit.get_version(t text)
RETURNS TABLE (major int, minor int, patch int, full_version text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.major, s.minor, s.patch, format('%s.%s.%s', s.major, s.minor, s.patch)
    FROM pggit.object_state s WHERE s.rel = t AND s.alive ORDER BY s.nsp <> 'public', s.nsp LIMIT 1
$$;
GRANT SELECT ON ALL TABLES IN SCHEMA pggit TO PUBLIC;
