-- get_version has 0 as patch number, whatever the version.
-- family: versions
-- red: a version's numbers and its text agree

CREATE SCHEMA real;
GRANT USAGE ON SCHEMA real TO PUBLIC;
ALTER FUNCTION pggit.get_version(text) SET SCHEMA real;
CREATE FUNCTION pggit.get_version(table_name text)
RETURNS TABLE (schema text, name text, major integer, minor integer, patch integer, full_version text)
LANGUAGE sql STABLE AS $$
  SELECT v.schema, v.name, v.major, v.minor, 0, v.full_version FROM real.get_version(table_name) v
$$;
