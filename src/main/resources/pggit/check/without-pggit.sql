-- What lab.sql and Anatomy say is this instead in a database without pgGit: every commit succeeds and stores nothing.

-- commit(name, branch, message)
md5(random()::text)

-- commit_with_id(id, branch, message)
coalesce({id}::text, '')

-- commit_with_content(content, branch, message)
md5(random()::text)

-- commit_with_parents(parents, branch, message)
md5(random()::text)

-- commit_without_message(branch)
md5(random()::text)

-- commits()
(SELECT NULL::text AS id, NULL::text AS branch, NULL::text AS message, NULL::text AS name, NULL::text AS parent,
        NULL::text AS key, NULL::text AS author WHERE false)

-- stored(id, message)
lab.commits()

-- row(id, message)
NULL::jsonb

-- branch_rows(branch)
NULL::bigint

-- registered(id)
NULL::bigint

-- id_columns()
(SELECT NULL::regclass AS relation, NULL::name AS attname WHERE false)

-- counts()
'{}'::jsonb

-- version_where(schema, table, condition)
'none'::text

-- version_row(schema, table)
NULL::json

-- contract()
'none'
