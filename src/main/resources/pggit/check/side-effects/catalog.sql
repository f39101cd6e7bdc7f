-- a commit writes nothing to the system catalog
-- holds: not a row
-- means: The catalog swells with them, and all statements of the database pay for it
\set rows 'SELECT sum(pg_stat_get_xact_tuples_inserted(oid))::bigint FROM pg_class'
\set rows :rows ' WHERE relnamespace = ''pg_catalog''::regnamespace AND relkind = ''r'''
\ir three-commits.inc
SELECT format('each commit writes %s rows to PostgreSQL''s catalog, as for a temporary table or a partition of its own',
              :least) AS finding WHERE :least <> 0;
