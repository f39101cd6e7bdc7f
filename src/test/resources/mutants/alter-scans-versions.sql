-- Each change of a table looks at all versions that tables ever had.
-- family: costs with changes
-- red: the cost of ALTER TABLE does not grow with the number of schema changes

-- version as:
BEGIN
  PERFORM count(*) FROM pggit.table_versions v WHERE v.author = '';
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
END
