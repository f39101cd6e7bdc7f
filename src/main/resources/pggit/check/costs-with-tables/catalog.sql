-- CREATE TABLE does not read the whole catalog
-- holds: with 3000 types more it reads hardly more rows of the catalog
-- means: Something reads a catalog from one end to the other at each DDL, and migrations become slower the larger the
--   schema is
-- session admin
\ir ../costs-with-history/price.inc
-- session user
\set query 'SELECT ddl_' :n '(''CREATE TABLE read_%1$s (id int, data text)'')'
\set what few \ir ../costs-with-history/priced.inc
-- session admin
-- Types make the catalog larger without making more tables, and quickly, without event triggers if that may be:
-- PostgreSQL finds what CREATE TABLE needs through indexes and reads hardly more. Rows are counted and not pages: a
-- deeper index or another plan touches more pages for the same rows. Few with each statement: with more than 4,096 messages
-- on changes of a catalog at once every session of the server empties its caches, which others pay for who count pages.
CREATE SCHEMA types_:n;
SELECT string_agg('c' || i || ' int', ', ') AS columns FROM generate_series(1, 25) AS i \gset
SELECT format('DO $do$ BEGIN BEGIN SET LOCAL session_replication_role = replica; EXCEPTION WHEN insufficient_privilege THEN NULL; END; %s END $do$',
              string_agg(format('CREATE TYPE types_%s.t%s AS (%s);', :'n', i, :'columns'), ' '))
  FROM generate_series(1, 3000) AS i GROUP BY i / 15 \gexec
-- With statistics of the small catalog any plan may read the large one from end to end.
\set ON_ERROR_STOP off
ANALYZE pg_catalog.pg_class, pg_catalog.pg_attribute, pg_catalog.pg_type, pg_catalog.pg_depend;
\set ON_ERROR_STOP on
-- session other
\set what many \ir ../costs-with-history/priced.inc
-- session admin
SELECT format('CREATE TABLE reads %s rows of the catalog, and %s with 3000 types more', f.catalog, m.catalog) AS finding
  FROM costs_:n AS f, costs_:n AS m WHERE f.what = 'few' AND m.what = 'many' AND m.catalog - f.catalog >= 1500;
