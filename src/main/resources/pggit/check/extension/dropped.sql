-- DROP EXTENSION leaves nothing behind
-- severity: hygiene
-- commits: may fail
-- holds: dropped without a trace, installed again
-- means: Trying pgGit out cannot be undone
-- session admin
SELECT 'it is no extension' AS inapplicable WHERE NOT EXISTS (SELECT FROM lab.extension() AS e);
SELECT quote_ident(e.extname) AS name, n.nspname AS schema
  FROM lab.extension() AS e JOIN pg_namespace n ON n.oid = e.extnamespace \gset
-- session user
\set ON_ERROR_STOP off
SELECT lab.commit('to-be-dropped', 'a last commit');
CREATE TABLE stays_:n (id int);
SELECT 'a table cannot be created: ' || :'LAST_ERROR_MESSAGE' AS unknown WHERE :ERROR;
-- session admin
DROP EXTENSION :name CASCADE;
\set refused :ERROR
SELECT 'the harness may not drop it: ' || :'LAST_ERROR_MESSAGE' AS unknown
 WHERE :refused AND :'LAST_ERROR_SQLSTATE' = '42501';
SELECT 'DROP EXTENSION' AS failed WHERE :refused;
-- A schema that the control file names is made by CREATE EXTENSION and belongs to nobody.
SELECT 'left behind: ' || thing AS finding
  FROM (SELECT 'schema ' || nspname
          FROM pg_namespace n
         WHERE (nspname = 'pggit' OR nspname LIKE 'pggit\_%')
           AND (nspname <> :'schema' OR EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid)
                OR EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = n.oid))
        UNION ALL SELECT 'event trigger ' || evtname FROM pg_event_trigger
        UNION ALL SELECT 'role setting ' || setconfig::text
          FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
         WHERE d.datname = current_database()) AS l (thing)
 WHERE NOT :refused;
-- session user
CREATE TABLE after_drop_:n (id int);
SELECT 'afterwards CREATE TABLE' AS failed WHERE :ERROR;
DROP TABLE stays_:n;
SELECT 'afterwards DROP TABLE' AS failed WHERE :ERROR;
-- session admin
CREATE EXTENSION IF NOT EXISTS :name CASCADE;
\set missing :ERROR
SELECT 'CREATE EXTENSION again' AS failed WHERE :missing;
-- session user
SELECT lab.commit('again', 'again');
\set refused :ERROR
-- session admin
SELECT lab.commit('again', 'again');
SELECT 'installed again, a commit' AS failed WHERE :ERROR AND :refused AND NOT :missing;
