-- a backup can be restored, and commits go on after it
-- holds: extension, tables, history and keys in the order of pg_restore; then a commit and an ALTER TABLE
-- means: A backup is of no use: it cannot be brought back as it was
-- session admin
SELECT 'tables and triggers of no extension come back as any others' AS inapplicable
 WHERE NOT EXISTS (SELECT FROM lab.extension() AS e);
-- A schema that is a part of the extension comes with it.
SELECT quote_ident(e.extname) AS extension, CASE WHEN own THEN '' ELSE ' WITH SCHEMA ' || quote_ident(nspname) END AS place,
       CASE WHEN own THEN '' ELSE quote_ident(nspname) END AS schema
  FROM lab.extension() AS e JOIN pg_namespace n ON n.oid = e.extnamespace,
       LATERAL (SELECT EXISTS (SELECT FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND refobjid = e.oid
                                  AND classid = 'pg_namespace'::regclass AND objid = n.oid)) AS o (own) \gset
-- session user
\set table restored_ :n
\set key :table _pkey
CREATE TABLE :table (id int, data text);
ALTER TABLE :table ADD COLUMN more int;
ALTER TABLE :table ADD PRIMARY KEY (id);
SELECT CASE WHEN lab.contract() = 'trinity' OR EXISTS (SELECT FROM pg_event_trigger)
            THEN lab.version('public', :'table') ELSE 'none' END AS version \gset
SELECT lab.commit('restored', 'before the backup');
SELECT lab.commit('restored', 'the last one before the backup');
-- session admin: what is dumped of an extension, sequences first; values as text, for to JSON not all are what they were
BEGIN;
SET LOCAL search_path = '';
SELECT string_agg(format('SELECT %s, %L, %L, %L, %L, (SELECT json_agg(r) FROM (SELECT %s FROM ONLY %s %s) AS r)',
                         place, kind, name, columns, back, texts, name, condition), ' UNION ALL ') AS dumped
  FROM (SELECT row_number() OVER (ORDER BY c.relkind DESC, o.place), c.relkind, format('%I.%I', n.nspname, c.relname),
               a.columns, a.back, a.texts, e.extcondition[o.place]
          FROM lab.extension() AS e CROSS JOIN LATERAL unnest(e.extconfig) WITH ORDINALITY o (oid, place)
          JOIN pg_class c ON c.oid = o.oid JOIN pg_namespace n ON n.oid = c.relnamespace
         CROSS JOIN LATERAL (
               SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum),
                      string_agg(format('(r ->> %L)::%s', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum),
                      string_agg(format('%1$I::text AS %1$I', attname), ', ' ORDER BY attnum)
                 FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '')
               AS a (columns, back, texts)
         WHERE c.relkind IN ('r', 'S')) AS d (place, kind, name, columns, back, texts, condition) \gset
\set dump []
\if :{?dumped}
SELECT json_agg(d ORDER BY place) AS dump FROM (:dumped) AS d (place, kind, name, columns, back, content) \gset
\endif
COMMIT;
-- session control as plain_admin: what fails without pgGit is nobody's
\set ON_ERROR_STOP off
CREATE TABLE public.:table (id integer NOT NULL, data text, more integer);
SELECT 'CREATE TABLE fails without pgGit too: ' || :'LAST_ERROR_MESSAGE' AS unknown WHERE :ERROR;
ALTER TABLE ONLY public.:table ADD CONSTRAINT :key PRIMARY KEY (id);
SELECT 'ALTER TABLE fails without pgGit too: ' || :'LAST_ERROR_MESSAGE' AS unknown WHERE :ERROR;
ALTER TABLE public.:table ADD COLUMN later int;
SELECT 'ALTER TABLE fails without pgGit too: ' || :'LAST_ERROR_MESSAGE' AS unknown WHERE :ERROR;
\q
-- session restoring as plain_admin: the statements are those that pg_restore sends
SET lock_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false), pg_catalog.set_config('lab.dump', :'dump', false);
SET check_function_bodies = false;
SET client_min_messages = warning;
SET row_security = off;
SELECT 'CREATE SCHEMA ' || :'schema' WHERE :'schema' <> '' AND to_regnamespace(:'schema') IS NULL \gexec
\set ON_ERROR_STOP off
CREATE EXTENSION :extension :place CASCADE;
\set failed :ERROR
SELECT 'the server has no files of the extension any more: ' || :'LAST_ERROR_MESSAGE' AS unknown
 WHERE :failed AND :'LAST_ERROR_SQLSTATE' IN ('0A000', '58P01');
SELECT 'the harness may not create the extension: ' || :'LAST_ERROR_MESSAGE' AS unknown
 WHERE :failed AND :'LAST_ERROR_SQLSTATE' = '42501';
SELECT 'CREATE EXTENSION' AS failed WHERE :failed;
\if :failed
\q
\endif
CREATE TABLE public.:table (id integer NOT NULL, data text, more integer);
SELECT 'CREATE TABLE of the dump' AS failed WHERE :ERROR;
DO $restore$
DECLARE
  later json[] := ARRAY(SELECT pg_catalog.json_array_elements(pg_catalog.current_setting('lab.dump')::json));
  now json[];
  d json;
BEGIN
  WHILE pg_catalog.cardinality(later) > 0 LOOP
    now := later;
    later := '{}';
    FOREACH d IN ARRAY now LOOP
      BEGIN
        IF d ->> 'kind' = 'S' THEN
          PERFORM pg_catalog.setval((d ->> 'name')::regclass, (d #>> '{content,0,last_value}')::bigint,
                                    (d #>> '{content,0,is_called}')::boolean);
        ELSE
          EXECUTE pg_catalog.format('INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE
                                     SELECT %3$s FROM pg_catalog.json_array_elements($1) AS r',
                                    d ->> 'name', d ->> 'columns', d ->> 'back')
            USING coalesce(d ->> 'content', '[]')::json; -- json_agg of nothing is null
        END IF;
      EXCEPTION
        WHEN foreign_key_violation THEN
          later := later || d; -- what it refers to may follow
        WHEN OTHERS THEN
          RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = pg_catalog.format('%s: %s', d ->> 'name', SQLERRM);
      END;
    END LOOP;
    IF pg_catalog.cardinality(later) = pg_catalog.cardinality(now) THEN
      RAISE foreign_key_violation USING MESSAGE = pg_catalog.format('%s refers to what is not there', later[1] ->> 'name');
    END IF;
  END LOOP;
END $restore$;
\set failed :ERROR
SELECT 'bringing back the content of its tables' AS failed WHERE :failed;
ALTER TABLE ONLY public.:table ADD CONSTRAINT :key PRIMARY KEY (id);
SELECT 'ALTER TABLE of the dump' AS failed WHERE :ERROR;
\if :failed
\q
\endif
RESET ALL;
\set restored :version
SELECT CASE :'version' WHEN 'none' THEN 'none' ELSE lab.version('public', :'table') END AS restored,
       'none' AS altered \gset
SELECT 'after the restore get_version' AS failed WHERE :ERROR;
SELECT format('a table that had version %s has %s after the restore', :'version', :'restored') AS finding
 WHERE :'restored' <> :'version';
ALTER TABLE public.:table ADD COLUMN later int;
SELECT 'after the restore ALTER TABLE' AS failed WHERE :ERROR;
SELECT lab.version('public', :'table') AS altered \gset
SELECT 'after the restore get_version' AS failed WHERE :ERROR;
SELECT 'after the restore ALTER TABLE does not move the version forward' AS finding, 'VERSION_STAYS' AS symptom
 WHERE :'version' <> 'none' AND NOT lab.after(:'altered', :'restored');
SELECT lab.commit('restored', 'after the restore');
SELECT 'after the restore a commit' AS failed WHERE :ERROR;
