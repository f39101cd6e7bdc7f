\echo Use "CREATE EXTENSION pggit" to load this file. \quit

-- pgGit, reference extension 1.0, for PostgreSQL 14 and newer.
--
-- How it is built, and what that costs:
--
-- * Nothing waits. commit_changes only ever inserts rows of its own and takes no lock on anything that another commit
--   needs: commits on one branch, on many branches, in any order, in transactions of any length cannot deadlock over
--   pgGit. The only thing shared is a sequence, which is never held. Therefore there is no row that holds a branch's
--   head, and the parent is not stored: it is *derived*. A branch is the set of commits bearing its name, its order is
--   that of their numbers, and the parent of a commit is the one before it on its branch. In every snapshot each branch
--   is one chain with one root. The price: a transaction that commits late shows up at the place where it drew its
--   number, so a commit's parent, once read, may become another one as long as a transaction older than the commit is
--   still open. A parent fixed for good would need a lock on the branch until the end of the user's transaction: one
--   commit per WAL flush and branch, and deadlocks between transactions that use two branches in opposite orders.
--
-- * A commit costs the same however long the history and however many the tables. As in git, a commit points to a tree:
--   the state of all tables. A tree is the MVCC snapshot in which it was taken, not a list, and one tree serves all
--   commits until the next DDL is committed. Which versions it holds is worked out when somebody asks (commit_tables).
--
--   A plan that a session made and kept while a table was small must not read all of it when it has grown: the functions
--   set enable_seqscan = off, and their queries leave the planner no choice but an index (hence LATERAL … LIMIT 1, where
--   an anti-join would do as well and read the whole index).
--
-- * History is addressed by names and its own numbers, never by OIDs, so it survives pg_dump and pg_restore.

CREATE SCHEMA pggit;
COMMENT ON SCHEMA pggit IS 'pgGit: commits, branches and table versions';

------------------------------------------------------------------------------------------------------------ tables

CREATE SEQUENCE pggit.commit_number;
CREATE SEQUENCE pggit.tree_number;
CREATE SEQUENCE pggit.version_number;

-- Not dumped: a restored database is another installation, whose transaction IDs start anew. "era" tells apart the
-- transaction IDs of both. "restored" is true where CREATE EXTENSION came from a dump: pg_dump begins its output with
-- SET row_security = off, and in such a session the tables are being brought back, not changed. (check_function_bodies,
-- which it sets as well, is always off while an extension's script runs.)
CREATE TABLE pggit.installation (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  era uuid NOT NULL DEFAULT gen_random_uuid(),
  restored boolean NOT NULL DEFAULT current_setting('row_security') = 'off',
  installed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO pggit.installation DEFAULT VALUES;

-- Not dumped either: the tables there are now, by OID, under the name by which the history knows them. While a dump is
-- restored, the event triggers fill it.
CREATE TABLE pggit.relations (
  relid oid PRIMARY KEY,
  schema_name text COLLATE "C" NOT NULL,
  table_name text COLLATE "C" NOT NULL
);
CREATE INDEX relations_name ON pggit.relations (table_name, schema_name);

-- One row for each CREATE, ALTER, RENAME and DROP of a table. "present" is false in the row that ends a name: DROP, or
-- RENAME in the chain of the old name; it repeats the number of the last version.
CREATE TABLE pggit.table_versions (
  version_id bigint PRIMARY KEY DEFAULT nextval('pggit.version_number'),
  schema_name text COLLATE "C" NOT NULL,
  table_name text COLLATE "C" NOT NULL,
  major integer NOT NULL,
  minor integer NOT NULL,
  patch integer NOT NULL,
  full_version text GENERATED ALWAYS AS (major::text || '.' || minor::text || '.' || patch::text) STORED,
  present boolean NOT NULL,
  change text NOT NULL CHECK (change IN ('CREATE', 'ALTER', 'RENAME', 'DROP')),
  columns text[] NOT NULL, -- in their order, each as "name type", and "not null" where it is
  author text NOT NULL DEFAULT session_user,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  era uuid NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
-- Also finds the latest row of a name: read backwards, the row that ends it comes first.
CREATE UNIQUE INDEX table_versions_name
  ON pggit.table_versions (schema_name, table_name, major, minor, patch, present DESC);
CREATE INDEX table_versions_xid ON pggit.table_versions (era, xid);

-- The state of all tables: what "snapshot" sees, and of the transaction "xid" that took it the versions up to "upto".
CREATE TABLE pggit.trees (
  tree_id bigint PRIMARY KEY DEFAULT nextval('pggit.tree_number'),
  era uuid NOT NULL,
  snapshot pg_snapshot NOT NULL,
  xid xid8 NOT NULL,
  upto bigint NOT NULL
);

CREATE TABLE pggit.trinity_ids (
  trinity_id text COLLATE "C" PRIMARY KEY,
  issued_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE pggit.trinity_ids IS 'every Trinity ID ever given out';

-- No foreign keys: rows are written by commit_changes alone, all of a commit's or none, and are never changed.
CREATE TABLE pggit.recorded_commits (
  trinity_id text COLLATE "C" PRIMARY KEY,
  number bigint NOT NULL,
  branch text COLLATE "C" NOT NULL,
  name text NOT NULL,
  message text NOT NULL,
  author text NOT NULL DEFAULT session_user,
  committed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  tree_id bigint NOT NULL
);
CREATE UNIQUE INDEX recorded_commits_branch ON pggit.recorded_commits (branch, number);

SELECT pg_catalog.pg_extension_config_dump('pggit.commit_number', '');
SELECT pg_catalog.pg_extension_config_dump('pggit.tree_number', '');
SELECT pg_catalog.pg_extension_config_dump('pggit.version_number', '');
SELECT pg_catalog.pg_extension_config_dump('pggit.table_versions', '');
SELECT pg_catalog.pg_extension_config_dump('pggit.trees', '');
SELECT pg_catalog.pg_extension_config_dump('pggit.trinity_ids', '');
SELECT pg_catalog.pg_extension_config_dump('pggit.recorded_commits', '');

------------------------------------------------------------------------------------------------------------- views

CREATE VIEW pggit.commits AS
  SELECT c.trinity_id, c.number, c.branch, c.name, c.message, c.author, c.committed_at, c.tree_id,
         (SELECT p.trinity_id
            FROM pggit.recorded_commits p
           WHERE p.branch = c.branch AND p.number < c.number
           ORDER BY p.number DESC
           LIMIT 1) AS parent
    FROM pggit.recorded_commits c;
COMMENT ON VIEW pggit.commits IS 'every commit with its parent: the one before it on its branch, null for the first';

-- From name to name through the index (branch, number): the cost is that of the branches, not of the commits.
CREATE VIEW pggit.branches AS
  WITH RECURSIVE names(name) AS (
    (SELECT branch FROM pggit.recorded_commits ORDER BY branch LIMIT 1)
    UNION ALL
    SELECT (SELECT c.branch FROM pggit.recorded_commits c WHERE c.branch > n.name ORDER BY c.branch LIMIT 1)
      FROM names n
     WHERE n.name IS NOT NULL
  )
  SELECT n.name, root.committed_at AS created_at, root.author AS created_by, head.trinity_id AS head
    FROM names n
   CROSS JOIN LATERAL (SELECT c.committed_at, c.author
                         FROM pggit.recorded_commits c
                        WHERE c.branch = n.name ORDER BY c.number LIMIT 1) root
   CROSS JOIN LATERAL (SELECT c.trinity_id
                         FROM pggit.recorded_commits c
                        WHERE c.branch = n.name ORDER BY c.number DESC LIMIT 1) head;
COMMENT ON VIEW pggit.branches IS 'every branch, from its first commit on';

CREATE VIEW pggit.commit_tables AS
  SELECT c.trinity_id, v.version_id, v.schema_name, v.table_name, v.major, v.minor, v.patch, v.full_version, v.columns
    FROM pggit.recorded_commits c
    JOIN pggit.trees t USING (tree_id)
   CROSS JOIN LATERAL (
         SELECT DISTINCT ON (h.schema_name, h.table_name) h.*
           FROM pggit.table_versions h
          WHERE CASE WHEN h.era = t.era AND h.xid <> t.xid THEN pg_visible_in_snapshot(h.xid, t.snapshot)
                     ELSE h.version_id <= t.upto END
          ORDER BY h.schema_name DESC, h.table_name DESC, h.major DESC, h.minor DESC, h.patch DESC, h.present
         ) v
   WHERE v.present;
COMMENT ON VIEW pggit.commit_tables IS 'the table versions each commit contains';

------------------------------------------------------------------------------------------------------------ commit

-- Trinity IDs have three parts: installation, branch, number. The number comes from a sequence and alone makes the ID
-- unique, whatever clocks do; the installation keeps copies of a database apart that went on from the same backup.
CREATE FUNCTION pggit.commit_changes(commit_name text, branch_name text, message text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  blank CONSTANT text := E' \t\n\v\f\r';
  this_era uuid;
  tree pggit.trees;
  this_number bigint;
  id text;
BEGIN
  IF commit_name IS NULL OR branch_name IS NULL OR message IS NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'null_value_not_allowed',
      MESSAGE = format('pggit.commit_changes: %s must not be null',
                       CASE WHEN commit_name IS NULL THEN 'commit_name'
                            WHEN branch_name IS NULL THEN 'branch_name' ELSE 'message' END);
  ELSIF btrim(commit_name, blank) = '' OR btrim(branch_name, blank) = '' THEN
    RAISE EXCEPTION USING
      ERRCODE = 'invalid_parameter_value',
      MESSAGE = format('pggit.commit_changes: %s must not be blank',
                       CASE WHEN btrim(commit_name, blank) = '' THEN 'commit_name' ELSE 'branch_name' END);
  ELSIF octet_length(branch_name) > 1000 THEN -- an index entry has to fit into a third of a page
    RAISE EXCEPTION USING
      ERRCODE = 'invalid_parameter_value',
      MESSAGE = format('pggit.commit_changes: branch_name has %s bytes, at most 1000 are allowed',
                       octet_length(branch_name));
  END IF;

  SELECT i.era INTO STRICT this_era FROM pggit.installation i WHERE i.only_row;

  -- The latest tree will do unless it misses a version that is seen now: one of a transaction that had not begun, or
  -- was open, or was at work itself when the tree was taken. It cannot hold too much: it is seen, so it is older.
  SELECT * INTO tree FROM pggit.trees t ORDER BY t.tree_id DESC LIMIT 1;
  IF tree.era IS DISTINCT FROM this_era
     OR EXISTS (SELECT FROM pggit.table_versions v
                 WHERE v.era = this_era AND v.xid >= pg_snapshot_xmax(tree.snapshot)
                   AND (v.xid <> tree.xid OR v.version_id > tree.upto))
     OR EXISTS (SELECT FROM pggit.table_versions v
                 WHERE v.era = this_era AND v.xid = tree.xid AND v.version_id > tree.upto)
     OR EXISTS (SELECT FROM pg_snapshot_xip(tree.snapshot) AS open_then(xid)
                 CROSS JOIN LATERAL (SELECT FROM pggit.table_versions v
                                      WHERE v.era = this_era AND v.xid = open_then.xid LIMIT 1) AS missed)
  THEN
    INSERT INTO pggit.trees (era, snapshot, xid, upto)
    VALUES (this_era, pg_current_snapshot(), pg_current_xact_id(),
            coalesce((SELECT max(v.version_id) FROM pggit.table_versions v), 0))
    RETURNING * INTO tree;
  END IF;

  this_number := nextval('pggit.commit_number');
  id := left(this_era::text, 8) || '-'
     || encode(substr(sha256(convert_to(branch_name, 'UTF8')), 1, 4), 'hex') || '-'
     || lpad(to_hex(this_number), 12, '0');
  INSERT INTO pggit.trinity_ids (trinity_id) VALUES (id);
  INSERT INTO pggit.recorded_commits (trinity_id, number, branch, name, message, tree_id)
  VALUES (id, this_number, branch_name, commit_name, message, tree.tree_id);
  RETURN id;
END $$;
COMMENT ON FUNCTION pggit.commit_changes(text, text, text) IS
  'records a commit of the present state of all tables on a branch, creating the branch if need be; returns its Trinity ID';

CREATE FUNCTION pggit.log(branch_name text, newest bigint DEFAULT 100) RETURNS SETOF pggit.commits
LANGUAGE sql STABLE SET enable_seqscan = off
AS $$ SELECT * FROM pggit.commits c WHERE c.branch = branch_name ORDER BY c.number DESC LIMIT newest $$;
COMMENT ON FUNCTION pggit.log(text, bigint) IS 'the newest commits of a branch, newest first; null as second argument: all';

---------------------------------------------------------------------------------------------------------- versions

CREATE FUNCTION pggit.last_version(schema_name text, table_name text) RETURNS pggit.table_versions
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  last pggit.table_versions;
BEGIN
  SELECT v.* INTO last
    FROM pggit.table_versions v
   WHERE v.schema_name = last_version.schema_name AND v.table_name = last_version.table_name
   ORDER BY v.schema_name DESC, v.table_name DESC, v.major DESC, v.minor DESC, v.patch DESC, v.present
   LIMIT 1;
  RETURN last;
END $$;

-- Writes the next version of one table. The next number is safe without a lock: two transactions cannot change, create
-- or drop the same table at once, since the lock of the DDL itself is held until the end of the first. One that reads
-- an old snapshot (repeatable read) gets 40001 from ON CONFLICT.
--
--   CREATE                                                 1.0.0, or after a DROP the next major
--   RENAME, SET SCHEMA; a column removed or changed        next major
--   columns added                                          next minor
--   anything else (constraints, defaults, owner …)         next patch
CREATE FUNCTION pggit.record_version(table_oid oid, created boolean, only_if_changed boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  this_era uuid;
  restoring boolean;
  renamed boolean;
  known pggit.relations;
  old_name pggit.table_versions;
  before pggit.table_versions;
  next pggit.table_versions;
BEGIN
  SELECT n.nspname, c.relname INTO next.schema_name, next.table_name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.oid = table_oid AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
     AND NOT EXISTS (SELECT FROM pg_depend d -- another extension's tables are its own business
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e');
  IF NOT FOUND THEN
    RETURN;
  END IF;

  SELECT * INTO known FROM pggit.relations r WHERE r.relid = table_oid;
  renamed := (known.schema_name, known.table_name) <> (next.schema_name, next.table_name); -- null: not known yet
  IF renamed IS NULL THEN
    INSERT INTO pggit.relations VALUES (table_oid, next.schema_name, next.table_name);
  ELSIF renamed THEN
    UPDATE pggit.relations r SET schema_name = next.schema_name, table_name = next.table_name WHERE r.relid = table_oid;
  END IF;

  SELECT i.era, i.restored AND current_setting('row_security') = 'off' INTO STRICT this_era, restoring
    FROM pggit.installation i WHERE i.only_row;
  IF restoring THEN
    RETURN; -- the history comes with the dump
  END IF;

  SELECT coalesce(array_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
                            || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END ORDER BY a.attnum), '{}')
    INTO next.columns
    FROM pg_attribute a
   WHERE a.attrelid = table_oid AND a.attnum > 0 AND NOT a.attisdropped;
  next.change := 'ALTER';
  next.minor := 0;
  next.patch := 0;
  before := pggit.last_version(next.schema_name, next.table_name);
  IF renamed AND NOT created THEN
    old_name := pggit.last_version(known.schema_name, known.table_name);
    IF old_name.present THEN
      INSERT INTO pggit.table_versions (schema_name, table_name, major, minor, patch, present, change, columns, era)
      VALUES (old_name.schema_name, old_name.table_name, old_name.major, old_name.minor, old_name.patch, false, 'RENAME',
              old_name.columns, this_era)
      ON CONFLICT DO NOTHING;
    END IF;
    next.change := 'RENAME';
    next.major := greatest(before.major, old_name.major, 0) + 1;
  ELSIF created OR before.present IS NOT TRUE THEN
    next.change := 'CREATE';
    next.major := coalesce(before.major, 0) + 1;
  ELSIF before.columns = next.columns THEN
    IF only_if_changed THEN
      RETURN;
    END IF;
    next.major := before.major;
    next.minor := before.minor;
    next.patch := before.patch + 1;
  ELSIF before.columns = next.columns[:cardinality(before.columns)] THEN -- new columns come last
    next.major := before.major;
    next.minor := before.minor + 1;
  ELSE
    next.major := before.major + 1;
  END IF;

  IF NOT renamed THEN -- whoever drops the table with an older snapshot misses this version, and gets 40001 from this row
    UPDATE pggit.relations r SET table_name = r.table_name WHERE r.relid = table_oid;
  END IF;
  INSERT INTO pggit.table_versions (schema_name, table_name, major, minor, patch, present, change, columns, era)
  VALUES (next.schema_name, next.table_name, next.major, next.minor, next.patch, true, next.change, next.columns, this_era)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING
      ERRCODE = 'serialization_failure',
      MESSAGE = format('pggit: table %I.%I was versioned by another transaction at the same time',
                       next.schema_name, next.table_name);
  END IF;
END $$;

-- One version per table and statement: a CREATE TABLE with keys reports several commands for its table. ALTER TABLE of an
-- index, a view or a sequence is no change of a table, nor is CREATE INDEX.
CREATE FUNCTION pggit.on_ddl() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  done record;
  child oid;
BEGIN
  FOR done IN
    SELECT d.objid, bool_or(d.command_tag IN ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO')) AS created, c.relhassubclass
      FROM pg_event_trigger_ddl_commands() d
      JOIN pg_class c ON c.oid = d.objid
     WHERE d.classid = 'pg_class'::regclass AND c.relkind IN ('r', 'p')
     GROUP BY d.objid, c.relhassubclass
     ORDER BY d.objid
  LOOP
    PERFORM pggit.record_version(done.objid, done.created, false);
    IF done.relhassubclass AND NOT done.created THEN -- ADD COLUMN and the like reach partitions and heirs
      FOR child IN
        WITH RECURSIVE heirs(oid) AS (
          SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = done.objid
          UNION
          SELECT i.inhrelid FROM heirs h JOIN pg_inherits i ON i.inhparent = h.oid
        )
        SELECT h.oid FROM heirs h ORDER BY h.oid
      LOOP
        PERFORM pggit.record_version(child, false, true);
      END LOOP;
    END IF;
  END LOOP;

  IF tg_tag = 'ALTER SCHEMA' THEN -- a schema renamed: so are its tables
    FOR done IN
      SELECT r.relid
        FROM pg_event_trigger_ddl_commands() d
        JOIN pg_namespace n ON n.oid = d.objid
        JOIN pg_class c ON c.relnamespace = n.oid
        JOIN pggit.relations r ON r.relid = c.oid
       WHERE d.classid = 'pg_namespace'::regclass AND r.schema_name <> n.nspname
    LOOP
      PERFORM pggit.record_version(done.relid, false, false);
    END LOOP;
  END IF;
END $$;

CREATE FUNCTION pggit.on_drop() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  this_era uuid;
  restoring boolean;
  dropped oid;
  gone pggit.relations;
  last pggit.table_versions;
BEGIN
  SELECT i.era, i.restored AND current_setting('row_security') = 'off' INTO STRICT this_era, restoring
    FROM pggit.installation i WHERE i.only_row;
  FOR dropped IN
    SELECT d.objid
      FROM pg_event_trigger_dropped_objects() d
     WHERE d.classid = 'pg_class'::regclass AND d.objsubid = 0 AND d.object_type = 'table'
  LOOP
    DELETE FROM pggit.relations r WHERE r.relid = dropped RETURNING r.* INTO gone;
    CONTINUE WHEN NOT FOUND OR restoring;
    last := pggit.last_version(gone.schema_name, gone.table_name);
    CONTINUE WHEN last.present IS NOT TRUE;
    INSERT INTO pggit.table_versions (schema_name, table_name, major, minor, patch, present, change, columns, era)
    VALUES (last.schema_name, last.table_name, last.major, last.minor, last.patch, false, 'DROP', last.columns, this_era)
    ON CONFLICT DO NOTHING;
  END LOOP;
END $$;

-- Runs as the caller and without a search_path of its own: a bare name is looked up along the caller's.
CREATE FUNCTION pggit.get_version(table_name text)
RETURNS TABLE (schema text, name text, major integer, minor integer, patch integer, full_version text)
LANGUAGE plpgsql STABLE SET enable_seqscan = off
AS $$
DECLARE
  parts text[] := ARRAY[get_version.table_name];
  wanted_schema text;
  wanted_table text;
BEGIN
  IF get_version.table_name IS NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'null_value_not_allowed', MESSAGE = 'pggit.get_version: table_name must not be null';
  END IF;
  IF NOT EXISTS (SELECT FROM pggit.relations r WHERE r.table_name = get_version.table_name) THEN
    BEGIN
      parts := pg_catalog.parse_ident(get_version.table_name);
    EXCEPTION WHEN invalid_parameter_value THEN
      RETURN; -- neither the name of a table nor an identifier
    END;
  END IF;
  wanted_table := parts[pg_catalog.cardinality(parts)];
  wanted_schema := parts[pg_catalog.cardinality(parts) - 1];
  IF wanted_schema IS NULL THEN
    SELECT r.schema_name INTO wanted_schema
      FROM pggit.relations r
     WHERE r.table_name = wanted_table AND r.schema_name = ANY (pg_catalog.current_schemas(false))
     ORDER BY pg_catalog.array_position(pg_catalog.current_schemas(false)::text[], r.schema_name::text)
     LIMIT 1;
  END IF;
  RETURN QUERY
    SELECT v.schema_name, v.table_name, v.major, v.minor, v.patch, v.full_version
      FROM pggit.relations r
     CROSS JOIN LATERAL pggit.last_version(r.schema_name, r.table_name) v
     WHERE r.table_name = wanted_table AND (wanted_schema IS NULL OR r.schema_name = wanted_schema) AND v.present
     ORDER BY v.schema_name;
END $$;
COMMENT ON FUNCTION pggit.get_version(text) IS
  'version of the table of that name, bare or schema.table; no row if there is none; a bare name is looked up along the '
  'search_path first, and in all schemas if it is not found there';

------------------------------------------------------------------------------------------------- rights and triggers

GRANT USAGE ON SCHEMA pggit TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA pggit TO PUBLIC;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA pggit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  pggit.commit_changes(text, text, text), pggit.log(text, bigint), pggit.get_version(text), pggit.last_version(text, text)
  TO PUBLIC;

-- The tables that are there already.
SELECT pggit.record_version(c.oid, true, false)
  FROM pg_class c
 WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
   AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace);

-- ALTER INDEX: PostgreSQL lets it rename tables.
CREATE EVENT TRIGGER pggit_on_ddl ON ddl_command_end
  WHEN TAG IN ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'CREATE SCHEMA', 'ALTER TABLE', 'ALTER INDEX', 'ALTER SCHEMA')
  EXECUTE FUNCTION pggit.on_ddl();
CREATE EVENT TRIGGER pggit_on_drop ON sql_drop EXECUTE FUNCTION pggit.on_drop();
