-- A commit gives every table a new version.
-- family: versions
-- red: a version's numbers and its text agree
-- red: what changes no table leaves versions alone

CREATE SCHEMA genuine;
GRANT USAGE ON SCHEMA genuine TO PUBLIC;
ALTER FUNCTION pggit.get_version(text) SET SCHEMA genuine;
CREATE FUNCTION pggit.get_version(table_name text)
RETURNS TABLE (schema text, name text, major integer, minor integer, patch integer, full_version text)
LANGUAGE sql STABLE SECURITY DEFINER AS $$ SELECT v.schema, v.name, v.major, v.minor, v.patch, v.full_version || '.' || (SELECT count(*) FROM pggit.recorded_commits) FROM genuine.get_version($1) v $$;
