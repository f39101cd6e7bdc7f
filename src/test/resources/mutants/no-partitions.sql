-- Partitions break CREATE TABLE.
-- family: versions of unusual tables
-- red: partitions and heirs have versions of their own

-- version as:
BEGIN
  IF (SELECT c.relispartition FROM pg_class c WHERE c.oid = table_oid) THEN
    RAISE EXCEPTION 'unexpected kind of table';
  END IF;
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
END
