-- functions with their owner's rights have a search_path of their own
-- severity: hygiene
-- holds: every SECURITY DEFINER function sets its own
-- means: Whoever can create objects can make the owner run them
-- session admin
SELECT format('%s run%s as owner with the caller''s search_path', string_agg(f, ', ') FILTER (WHERE n <= 5),
              CASE count(*) WHEN 1 THEN 's' ELSE '' END) AS finding
  FROM (SELECT p.oid::regprocedure::text, row_number() OVER (ORDER BY p.oid::regprocedure::text)
          FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE p.prosecdef AND (n.nspname = 'pggit' OR n.nspname LIKE 'pggit\_%')
           AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS c WHERE c LIKE 'search\_path=%')) AS open (f, n)
HAVING count(*) > 0;
