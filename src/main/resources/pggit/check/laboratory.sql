-- What the checks themselves ask the server, in words as those of lab.sql. Scripts do not have them.

-- tables(): pgGit's tables, with their schemas
SELECT format('%I.%I', nspname, relname) FROM lab.relations() AS r WHERE relkind IN ('r', 'p') ORDER BY 1

-- rows_of_relations(): a query for each of pgGit's tables and views, of those rows that a few commits may have
SELECT format('SELECT %1$L AS relation, to_jsonb(t) AS row FROM (SELECT * FROM %1$s LIMIT 5000) AS t', name)
  FROM lab.relations() AS r, format('%I.%I', nspname, relname) AS name ORDER BY 1

-- branchings(): how branches may come into being other than by a commit: how, in words, and a statement whose only
-- parameter is the branch's name. By functions and procedures that want the name of a branch, or its name and another's; and
-- by rows of tables that may hold branches, of which the column with the name is filled, or also those that nothing
-- fills and nothing keeps unique, from another row.
WITH functions AS (
  SELECT format('%I.%I', n.nspname, p.proname) AS name, p.proname, p.prokind, p.pronargs, p.pronargs - p.pronargdefaults AS wanted
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
   WHERE (n.nspname = 'pggit' OR n.nspname LIKE 'pggit\_%')
     AND p.proname ~* 'branch' AND p.proname ~* 'create|new|add|make|start|begin|init'
     AND p.prokind IN ('f', 'p') AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
     AND p.pronargs > 0 AND p.pronargs - p.pronargdefaults <= 2
     AND NOT EXISTS (
       SELECT FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY a (type, n)
        WHERE a.n <= greatest(1, p.pronargs - p.pronargdefaults)
          AND a.type NOT IN ('text'::regtype, 'varchar'::regtype, 'name'::regtype))
), tables AS (
  SELECT DISTINCT ON (n.nspname, c.relname) n.nspname, c.relname, format('%I.%I', n.nspname, c.relname) AS name,
         quote_ident(a.attname) AS branch,
         (SELECT string_agg(quote_ident(o.attname), ', ' ORDER BY o.attnum) FROM pg_catalog.pg_attribute o
           WHERE o.attrelid = c.oid AND o.attnum > 0 AND NOT o.attisdropped AND NOT o.atthasdef
             AND o.attidentity = '' AND o.attname <> a.attname
             AND NOT EXISTS (SELECT FROM pg_catalog.pg_index i
                              WHERE i.indrelid = o.attrelid AND i.indisunique AND o.attnum = ANY (i.indkey::int2[]))) AS others
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
   WHERE c.relkind IN ('r', 'p') AND (n.nspname = 'pggit' OR n.nspname LIKE 'pggit\_%')
     AND c.relname ~* 'branch|head|ref'
     AND a.attname ~* '^(name|branch|branch_name|ref|ref_name)$'
     AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'name'::regtype)
   ORDER BY n.nspname, c.relname, a.attname ~* 'name' DESC
), ways (how, sql, kind, nth) AS (
  SELECT 'by ' || name,
         CASE prokind WHEN 'p' THEN 'CALL ' ELSE 'SELECT count(*) FROM ' END
           || name || CASE wanted WHEN 2 THEN '(?, ''main'')' ELSE '(?)' END,
         1, row_number() OVER (ORDER BY proname !~* 'create', pronargs, name)
    FROM functions
  UNION ALL
  SELECT 'by rows put into ' || name, sql, 2, row_number() OVER (ORDER BY nspname, relname, n)
    FROM tables, LATERAL (
      VALUES (1, format('INSERT INTO %s (%s) VALUES (?)', name, branch)),
             (2, format('INSERT INTO %1$s (%2$s, %3$s) SELECT ?, %3$s FROM %1$s ORDER BY %2$s <> ''main'' LIMIT 1',
                        name, branch, others))) AS insert (n, sql)
   WHERE n = 1 OR others IS NOT NULL
)
SELECT how, sql FROM ways ORDER BY kind, nth

-- settings_of_database(): ALTER DATABASE ... SET is not copied along with a database. A value that is a list must not be
-- quoted as a whole.
SELECT format('%s = %s', name, CASE WHEN value <> '' AND name IN (
                'search_path', 'temp_tablespaces', 'session_preload_libraries')
              THEN value ELSE quote_literal(value) END)
  FROM pg_catalog.pg_db_role_setting s
  JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase, unnest(s.setconfig) AS c,
       LATERAL (SELECT split_part(c, '=', 1), substr(c, strpos(c, '=') + 1)) AS v (name, value)
 WHERE d.datname = pg_catalog.current_database() AND s.setrole = 0

-- what_it_has_besides(role): what an empty database needs to be as this one is, but for pgGit: what a role may do, and all
-- extensions but those that need pgGit. What others need comes first.
(SELECT format('GRANT %s ON SCHEMA public TO %I', privilege, role)
   FROM (SELECT {role}::text) AS u (role), unnest(ARRAY['CREATE', 'USAGE']) AS privilege
  WHERE has_schema_privilege(role, 'public', privilege))
UNION ALL
(SELECT format(CASE WHEN owner = session_user THEN 'CREATE EXTENSION IF NOT EXISTS %I'
               ELSE 'SET SESSION AUTHORIZATION %2$I; CREATE EXTENSION IF NOT EXISTS %1$I; RESET SESSION AUTHORIZATION'
               END, e.extname, owner)
   FROM pg_catalog.pg_extension e, pg_catalog.pg_get_userbyid(e.extowner) AS owner
  WHERE NOT EXISTS (SELECT FROM lab.extension() AS p
                     WHERE p.oid = e.oid
                        OR EXISTS (SELECT FROM pg_catalog.pg_depend d
                                    WHERE d.classid = 'pg_extension'::regclass AND d.objid = e.oid
                                      AND d.refclassid = 'pg_extension'::regclass AND d.refobjid = p.oid))
  ORDER BY e.oid)

-- who_waits(database): who waits for whom in it, as a sentence; whoever holds it between two transactions will hold it for
-- ever
SELECT format('a session waits for %s %s lock of another, which %s',
              CASE WHEN l.locktype ~ '^[aeiou]' THEN 'an' ELSE 'a' END, l.locktype,
              CASE b.state WHEN 'active' THEN 'is at work'
                           WHEN 'idle' THEN 'has no transaction open any more'
                           ELSE 'has a transaction open' END)
  FROM pg_catalog.pg_stat_activity w
  JOIN pg_catalog.pg_locks l ON l.pid = w.pid AND NOT l.granted
 CROSS JOIN LATERAL unnest(pg_catalog.pg_blocking_pids(w.pid)) AS by(pid)
  JOIN pg_catalog.pg_stat_activity b ON b.pid = by.pid
 WHERE w.datname = {database} AND b.backend_type = 'client backend'
 ORDER BY b.state = 'idle' DESC LIMIT 1

-- room(): how many more sessions the server lets in, but for a few that others may want
SELECT (SELECT sum(setting::int * CASE name WHEN 'max_connections' THEN 1 ELSE -1 END)
          FROM pg_catalog.pg_settings
         WHERE name IN ('max_connections', 'superuser_reserved_connections', 'reserved_connections'))
       - count(*) - 5
  FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend'
