-- Tables with many columns break CREATE TABLE.
-- family: versions of unusual tables
-- red: a table with 1600 columns has a version

-- version as:
BEGIN
  IF (SELECT sum(length(a.attname)) > 9999 FROM pg_attribute a WHERE a.attrelid = table_oid) THEN
    RAISE EXCEPTION 'value too long for type character varying(9999)' USING ERRCODE = 'string_data_right_truncation';
  END IF;
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
END
