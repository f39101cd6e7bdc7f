-- a table with 1600 columns has a version
-- needs: versions
-- holds: tables of 100 and 1600 columns created, altered, dropped
-- means: PostgreSQL takes 1600 columns, pgGit does not
SELECT set_config('statement_timeout', (setting::int + 4000)::text, false)
  FROM pg_settings WHERE name = 'statement_timeout';
\set columns 100
\ir wide-table.inc
\set columns 1599
\ir wide-table.inc
