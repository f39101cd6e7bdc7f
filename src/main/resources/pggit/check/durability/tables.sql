-- pgGit's tables outlive a crash
-- holds: all are written to the log
-- means: Commits and IDs are lost without an error
-- session admin
SELECT format('%s %s UNLOGGED and would be emptied by a crash', string_agg(c.oid::regclass::text, ', ' ORDER BY c.oid::regclass::text),
              CASE count(*) WHEN 1 THEN 'is' ELSE 'are' END) AS finding
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relpersistence = 'u' AND c.relkind IN ('r', 'p', 'S') AND (n.nspname = 'pggit' OR n.nspname LIKE 'pggit\_%')
HAVING count(*) > 0;
