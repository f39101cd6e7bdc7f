-- What tells one pgGit from another, as eight hexadecimal digits: all that is in its schemas but rows: functions, columns,
-- constraints, indexes, triggers, views. Not null is said by the columns, whether or not the server has constraints for
-- it; partitions come with use.
WITH ours AS (
  SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pggit' OR nspname LIKE 'pggit\_%'),
relations AS (
  SELECT c.oid, c.relkind, format('%s.%s', c.relnamespace::regnamespace, c.relname) AS name
    FROM pg_catalog.pg_class c JOIN ours ON ours.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition),
things AS (
  SELECT concat_ws(' ', p.pronamespace::regnamespace, p.proname, pg_get_function_arguments(p.oid),
                   pg_get_function_result(p.oid), p.prosrc, p.provolatile, p.prosecdef, p.proconfig) AS thing
    FROM pg_catalog.pg_proc p JOIN ours ON ours.oid = p.pronamespace
  UNION ALL SELECT concat_ws(' ', r.name, r.relkind, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull)
    FROM relations r JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid
   WHERE a.attnum > 0 AND NOT a.attisdropped
  UNION ALL SELECT concat_ws(' ', r.name, pg_get_constraintdef(c.oid))
    FROM relations r JOIN pg_catalog.pg_constraint c ON c.conrelid = r.oid WHERE c.contype <> 'n'
  UNION ALL SELECT pg_get_indexdef(i.indexrelid)
    FROM relations r JOIN pg_catalog.pg_index i ON i.indrelid = r.oid
  UNION ALL SELECT pg_get_triggerdef(t.oid)
    FROM relations r JOIN pg_catalog.pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
  UNION ALL SELECT concat_ws(' ', r.name, pg_get_viewdef(r.oid))
    FROM relations r WHERE r.relkind IN ('v', 'm'))
SELECT left(md5(coalesce(string_agg(thing, E'\n' ORDER BY thing COLLATE "C"), '')), 8) FROM things
