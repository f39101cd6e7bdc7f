-- not everybody may change the history
-- severity: hygiene
-- holds: PUBLIC may not update, delete or truncate pgGit's tables
-- means: Any role can rewrite or erase the history
-- session admin
SELECT format('everybody may %s %s.%s', privilege, nspname, relname) AS finding
  FROM lab.relations() AS r, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
 WHERE relkind IN ('r', 'p') AND has_table_privilege('public', format('%I.%I', nspname, relname), privilege)
 ORDER BY relname NOT IN ('commits', 'branches'), nspname, relname, privilege;
