-- whoever may call a commit can commit
-- holds: a role without any grant can commit
-- means: Whether a commit works depends on who makes it; a role with the grants it takes may change the history at will
\set message 'by a stranger ' :n
\set id ''
-- session stranger as stranger
SELECT 'a role has to be granted USAGE on schema pggit first' AS unknown
 WHERE NOT has_schema_privilege(to_regnamespace('pggit'), 'USAGE');
SELECT 'a role has to be granted EXECUTE first' AS unknown
  FROM pg_proc
 WHERE pronamespace = to_regnamespace('pggit')
   AND strpos($call$lab.commit('', '')$call$, '.' || quote_ident(proname) || '(') > 0
HAVING NOT bool_or(has_function_privilege(oid, 'EXECUTE'));
\set ON_ERROR_STOP off
SELECT lab.commit('stranger', :'message') AS id \gset
\set refused :ERROR
SELECT 'everybody may call the commit function, and for a role without grants it' AS failed WHERE :refused;
-- session admin
\set ON_ERROR_STOP on
SELECT 'a role without any grant gets an ID, and nothing is stored' AS finding
 WHERE NOT :refused AND NOT EXISTS (SELECT FROM lab.stored(:'id', :'message') AS c);
