-- What the scripts of the checks say instead of a contract's own functions, so that one script goes for all. Each stands
-- for the SQL below its name, in which {argument} is an SQL expression. What depends on the pgGit is in Anatomy: commit,
-- commit_with_..., commit_row, version_row, is_commit, branch_rows, registered, id_columns, counts, rows, contract.

-- commit(branch, message): the ID as text, '' for NULL
lab.commit($lab$check$lab$, {branch}, {message})

-- commits(): all with id, branch, message, name, parent, the key that parents refer to, and author, as text. What this
-- pgGit does not keep is NULL, and what it left empty is '', but for the message.
(SELECT lab.commit_row() FROM pggit.commits c)

-- stored(id, message): the same of one commit
(SELECT lab.commit_row() FROM pggit.commits c WHERE lab.is_commit({id}, {message}))

-- row(id, message): all there is of it as jsonb
(SELECT to_jsonb(c) FROM pggit.commits c WHERE lab.is_commit({id}, {message}) LIMIT 1)

-- version(schema, table): a table's version as text, whatever the shape of the answer; 'none' if there is none
lab.version_where({schema}, {table}, true)

-- version_left(schema, table): the same, but 'none' too if the answer says that the table is gone
lab.version_where({schema}, {table}, NOT EXISTS (
  SELECT FROM json_each_text(a.answer) AS c (key, value)
   WHERE c.value ~* 'drop|delet|remov' OR (c.key ~* 'drop|delet|remov' AND c.value NOT IN ('f', 'false'))))

-- version_where(schema, table, condition)
(SELECT coalesce(min(v.version), 'none')
   FROM (SELECT (SELECT value
                   FROM (SELECT key, value, n FROM json_each_text(a.answer) WITH ORDINALITY AS c (key, value, n)
                         UNION ALL SELECT 'numbers', (a.answer ->> 'major') || '.' || (a.answer ->> 'minor')
                                                     || '.' || (a.answer ->> 'patch'), 0
                          WHERE a.answer -> 'major' IS NOT NULL AND a.answer -> 'minor' IS NOT NULL
                            AND a.answer -> 'patch' IS NOT NULL) AS c
                  ORDER BY array_position(ARRAY['full_version', 'version_string', 'version', 'numbers'], lower(key)), n
                  LIMIT 1)
           FROM (SELECT lab.version_row({schema}, {table})) AS a (answer)
          WHERE {condition}) AS v (version)
  WHERE v.version ~ '[^[:space:]]' AND v.version !~ 'null')

-- numbers(version): what it has of numbers
ARRAY(SELECT m[1]::numeric FROM regexp_matches({version}, '[0-9]+', 'g') AS m)

-- after(version, other): whether it comes after the other one; by inequality where there are no numbers
(CASE WHEN {version} = 'none' THEN false
      WHEN {version} ~ '[0-9]' AND {other} ~ '[0-9]' THEN lab.numbers({version}) > lab.numbers({other})
      ELSE {version} <> {other} END)

-- settings(): all settings of the session that one statement does not change, as jsonb
(SELECT jsonb_object_agg(name, setting)
   FROM (SELECT name, setting FROM pg_catalog.pg_settings WHERE name !~ '^transaction_'
         UNION ALL SELECT 'current_user', current_user
         UNION ALL SELECT 'session_user', session_user
         UNION ALL SELECT 'role', current_setting('role')) AS s)

-- left(): what the session has besides its settings, as an array of text; NULL for nothing
(SELECT array_agg(thing)
   FROM (SELECT 'temporary ' || CASE c.relkind WHEN 'r' THEN 'table' WHEN 'S' THEN 'sequence'
                  WHEN 'v' THEN 'view' ELSE 'relation' END || ' ' || c.relname
           FROM pg_catalog.pg_class c
          WHERE c.relnamespace = pg_catalog.pg_my_temp_schema() AND c.relkind IN ('r', 'S', 'v', 'm', 'p')
         UNION ALL SELECT 'prepared statement ' || name FROM pg_catalog.pg_prepared_statements WHERE from_sql
         UNION ALL SELECT 'open cursor ' || name FROM pg_catalog.pg_cursors WHERE name <> ''
         UNION ALL SELECT 'LISTEN ' || c FROM pg_catalog.pg_listening_channels() c) AS t (thing))

-- relations(): pgGit's tables and views: nspname, relname, relkind, and the columns as CREATE TABLE takes them
(SELECT n.nspname, c.relname, c.relkind,
        (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
           FROM pg_catalog.pg_attribute a
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
   FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
    AND (n.nspname = 'pggit' OR n.nspname LIKE 'pggit\_%'))

-- extension(): pgGit's row of pg_extension; none if it is no extension
(SELECT e.* FROM pg_catalog.pg_extension e WHERE EXISTS (
   SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_proc p ON p.oid = d.objid
   JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
   WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass
     AND d.refobjid = e.oid AND d.deptype = 'e' AND n.nspname = 'pggit'))

-- changes(before): how the tables differ from what lab.counts() was, in words; NULL if they do not
(SELECT string_agg(format('%s has %s %s %s', replace(name, '"', ''), abs(more), CASE abs(more) WHEN 1 THEN 'row' ELSE 'rows' END,
                          CASE WHEN more > 0 THEN 'more' ELSE 'less' END), ', ' ORDER BY name)
   FROM (SELECT key, value::bigint - coalesce(({before}::jsonb ->> key)::bigint, 0)
           FROM jsonb_each_text(lab.counts())) AS r (name, more)
  WHERE more <> 0)

-- refusal(sqlstate, message): whether an error says that the input was wrong; without room for it the code is a check's
({sqlstate} ~ '^(22|23|P0001)' AND {message} !~ '^no partition of relation')
