-- a table in another schema has a version
-- needs: versions
-- holds: known in a schema of its own, with CREATE SCHEMA ... CREATE TABLE, and where the schema's name begins with pg
-- means: Tables come into being that pgGit does not know
\set t elsewhere_:n
\set t_in elsewhere_in_:n
\set t_pg elsewhere_pg_:n
\set schema other_schema_:n
\set inner other_schema_in_:n
\set similar pgapp_:n
CREATE SCHEMA :schema;
CREATE TABLE :schema.:t (id int);
SELECT lab.version(:'schema', :'t') AS bare \gset
SET search_path = :schema, public;
SELECT lab.version(:'schema', :'t') AS along_path \gset
SELECT 'outside of schema public it has none, even with its schema in the search_path' AS finding
 WHERE :'bare' = 'none' AND :'along_path' = 'none';
CREATE SCHEMA :inner CREATE TABLE :t_in (id int);
SET search_path = :inner, public;
SELECT 'a table created by CREATE SCHEMA ... CREATE TABLE has no version' AS finding
 WHERE lab.version(:'inner', :'t_in') = 'none' AND (:'bare' <> 'none' OR :'along_path' <> 'none');
CREATE SCHEMA :similar; -- pg_ is PostgreSQL's, pg alone is not
CREATE TABLE :similar.:t_pg (id int);
SET search_path = :similar, public;
SELECT 'a table in a schema whose name begins with pg has no version' AS finding
 WHERE lab.version(:'similar', :'t_pg') = 'none' AND (:'bare' <> 'none' OR :'along_path' <> 'none');
