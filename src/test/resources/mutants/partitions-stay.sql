-- A column that a partition gets along with its table is no change of the partition.
-- family: versions of unusual tables
-- red: ALTER TABLE moves the versions of partitions and heirs too

-- version as:
BEGIN
  IF created OR NOT (SELECT c.relispartition FROM pg_class c WHERE c.oid = table_oid) THEN
    PERFORM pggit.original_version(table_oid, created, only_if_changed);
  END IF;
END
