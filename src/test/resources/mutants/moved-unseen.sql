-- A table that moves to another schema leaves itself behind.
-- family: versions
-- red: a table moved to another schema is the same table

-- version as:
BEGIN
  UPDATE pggit.relations r SET relid = (4000000000 - r.relid::bigint)::oid
    FROM pg_class c WHERE r.relid = table_oid AND c.oid = table_oid AND c.relnamespace <> to_regnamespace(quote_ident(r.schema_name));
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
END
