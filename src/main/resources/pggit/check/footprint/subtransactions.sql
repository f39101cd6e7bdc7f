-- a commit needs no subtransaction
-- holds: 5 commits in a transaction are written by that transaction
-- session admin: counts rows within the transaction, also where users may not
SELECT lab.commit('subtransactions', 'there');
BEGIN;
SELECT pg_current_xact_id()::xid::text AS own \gset
SELECT format('SELECT lab.commit(%L, %L)', 'subtransactions', 'one of several ' || i)
  FROM generate_series(1, 5) AS i \gexec
-- Rows of a subtransaction bear its number, not that of the transaction.
SELECT format($$SELECT 'each commit is a subtransaction (a block with EXCEPTION) and uses up a transaction ID of its '
                       'own. It hurts where a transaction makes more than 64 commits: from then on all sessions look '
                       'up subtransactions on disk' AS unknown
                  FROM %I.%I WHERE xmin::text::bigint > %s HAVING count(DISTINCT xmin::text) >= 5$$,
              nspname, relname, :own)
  FROM lab.relations() AS r WHERE relkind IN ('r', 'p') \gexec
