-- pg_dump takes the history along
-- commits: may fail
-- holds: the tables and sequences that commits and DDL write to are dumped
-- means: What is part of the extension has to be marked with pg_extension_config_dump: a database restored from a
--   backup has lost this history
-- session admin
SELECT 'tables of no extension are dumped like any others' AS inapplicable
 WHERE NOT EXISTS (SELECT FROM lab.extension() AS e);
SELECT lab.counts() AS first \gset
SELECT coalesce(jsonb_object_agg(format('%I.%I', schemaname, sequencename), last_value), '{}') AS numbers
  FROM pg_sequences \gset
-- session user
\set ON_ERROR_STOP off
SELECT lab.commit('dumped', 'dumped');
-- session admin
SELECT lab.counts() AS committed \gset
-- session user
CREATE TABLE dumped_:n (id int);
ALTER TABLE dumped_:n ADD COLUMN more int;
-- session admin
SELECT lab.counts() AS altered \gset
-- session user
SELECT lab.commit('dumped', 'dumped after DDL');
-- session admin
\set ON_ERROR_STOP on
-- What a commit changes is history, and so is a part of what DDL changes: the rest may be caches, by OIDs that another
-- database does not have.
WITH changed AS (
  SELECT key AS name, ddl
    FROM (VALUES (false, :'first'::jsonb, :'committed'::jsonb), (true, :'committed', :'altered'),
                 (false, :'altered', lab.counts())) AS step (ddl, before, after), jsonb_each(after)
   WHERE value <> before -> key
  UNION ALL
  SELECT name, false
    FROM pg_sequences, LATERAL format('%I.%I', schemaname, sequencename) AS name
   WHERE last_value::text IS DISTINCT FROM :'numbers'::jsonb ->> name),
left_out AS (
  SELECT format('%I.%I', n.nspname, c.relname) AS name
    FROM lab.extension() AS e
    JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'
    JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
    JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'S') AND c.oid <> ALL (coalesce(e.extconfig, '{}')))
SELECT 'pg_dump leaves out what is in ' || string_agg(name, ', ' ORDER BY name) AS finding
  FROM left_out
 WHERE name IN (SELECT name FROM changed WHERE NOT ddl)
    OR (name IN (SELECT name FROM changed)
        AND NOT EXISTS (SELECT FROM changed WHERE ddl AND name NOT IN (SELECT name FROM left_out)))
HAVING count(*) > 0;
