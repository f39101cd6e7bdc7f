-- The changes of a table are counted in a number of 16 bits.
-- family: counters
-- red: numbers that grow with each ALTER TABLE last

ALTER TABLE pggit.relations ADD COLUMN changes smallint NOT NULL DEFAULT 0;

-- version as:
BEGIN
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
  UPDATE pggit.relations r SET changes = r.changes + 1 WHERE r.relid = table_oid;
END
