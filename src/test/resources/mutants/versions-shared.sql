-- All tables share one number.
-- family: versions
-- red: a version's numbers and its text agree
-- red: a version belongs to one table
-- red: several DDL statements in one transaction

CREATE SCHEMA genuine;
GRANT USAGE ON SCHEMA genuine TO PUBLIC;
ALTER FUNCTION pggit.get_version(text) SET SCHEMA genuine;
CREATE FUNCTION pggit.get_version(table_name text)
RETURNS TABLE (schema text, name text, major integer, minor integer, patch integer, full_version text)
LANGUAGE sql STABLE SECURITY DEFINER AS $$ SELECT v.schema, v.name, v.major, v.minor, v.patch, v.major || '.' || v.minor || '.' || (SELECT count(*) FROM pggit.table_versions) FROM genuine.get_version($1) v $$;
