-- Of a table's partitions only those directly below it are followed.
-- family: versions of unusual tables
-- red: ALTER TABLE moves the versions of partitions and heirs too

-- version as:
BEGIN
  IF created OR NOT EXISTS (SELECT FROM pg_inherits i JOIN pg_inherits above ON above.inhrelid = i.inhparent
                             WHERE i.inhrelid = table_oid) THEN
    PERFORM pggit.original_version(table_oid, created, only_if_changed);
  END IF;
END
