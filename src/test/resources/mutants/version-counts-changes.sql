-- get_version counts all changes there ever were.
-- family: costs with changes
-- red: the cost of get_version does not grow with the number of schema changes

CREATE SCHEMA genuine;
GRANT USAGE ON SCHEMA genuine TO PUBLIC;
ALTER FUNCTION pggit.get_version(text) SET SCHEMA genuine;
CREATE FUNCTION pggit.get_version(table_name text)
RETURNS TABLE (schema text, name text, major integer, minor integer, patch integer, full_version text)
LANGUAGE sql STABLE AS $$
  SELECT * FROM genuine.get_version($1) WHERE (SELECT count(*) FROM pggit.table_versions v WHERE v.major >= 0) > 0 $$;
