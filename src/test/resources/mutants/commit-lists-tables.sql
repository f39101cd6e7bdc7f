-- Each commit writes down eight bytes for each table there is.
-- family: costs with tables
-- red: the cost of a commit does not grow with the number of tables

-- commit as:
BEGIN
  PERFORM pg_logical_emit_message(true, 'tables',
    (SELECT decode(string_agg(lpad(to_hex(r.relid::bigint), 16, '0'), ''), 'hex') FROM pggit.relations r));
  RETURN pggit.original(commit_name, branch_name, message);
END
