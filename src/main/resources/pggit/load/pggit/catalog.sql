-- What the catalog says about schema pggit, as JSON: its functions, the columns of those of its relations that hold
-- commits, branches and IDs, and whether commits is a view. proallargtypes and proargmodes are NULL where all arguments
-- are IN.
SELECT json_build_object(
  'functions', (SELECT coalesce(json_agg(f ORDER BY f.name, f.pronargs, f.oid), '[]') FROM (
    SELECT p.oid, p.pronargs, p.proname AS name,
           coalesce(json_agg(json_build_object('name', a.name, 'type', format_type(a.type, NULL),
                      'optional', a.nth > p.pronargs - p.pronargdefaults) ORDER BY a.n)
                    FILTER (WHERE a.goes_in), '[]') AS inputs,
           coalesce(json_agg(a.name ORDER BY a.n) FILTER (WHERE a.goes_out), '[]') AS outputs,
           NOT p.proretset AND p.prorettype <> 'void'::regtype
             AND coalesce(NOT bool_or(a.goes_out), true) AS "returnsOne",
           format('pggit.%s(%s) returns %s', p.proname, pg_get_function_arguments(p.oid),
                  pg_get_function_result(p.oid)) AS signature
      FROM pg_proc p
      LEFT JOIN LATERAL (
           SELECT t.type, t.n, coalesce(p.proargnames[n], '') AS name,
                  m.mode NOT IN ('o', 't') AS goes_in, m.mode IN ('o', 't', 'b') AS goes_out,
                  row_number() OVER (PARTITION BY m.mode IN ('o', 't') ORDER BY n) AS nth
             FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]))
                  WITH ORDINALITY AS t (type, n),
                  LATERAL (SELECT coalesce(p.proargmodes[n]::text, 'i')) m (mode)) a ON true
     WHERE p.pronamespace = to_regnamespace('pggit') AND p.prokind = 'f'
     GROUP BY p.oid) f),
  'columns', (SELECT coalesce(json_object_agg(relname, types), '{}') FROM (
    SELECT c.relname,
           json_object_agg(quote_ident(a.attname), format_type(a.atttypid, -1) ORDER BY a.attnum) AS types
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = to_regnamespace('pggit') AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
       AND c.relname IN ('commits', 'branches', 'trinity_ids')
       AND a.attnum > 0 AND NOT a.attisdropped
     GROUP BY c.oid) c),
  'commitsIsView', EXISTS (SELECT FROM pg_class WHERE relkind = 'v' AND relname = 'commits'
                              AND relnamespace = to_regnamespace('pggit')))
