-- Only the latest 200 versions are kept.
-- family: costs with changes
-- red: old versions stay, however many follow

-- version as:
BEGIN
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
  DELETE FROM pggit.table_versions v
   WHERE v.version_id < (SELECT max(m.version_id) FROM pggit.table_versions m) - 200;
END
