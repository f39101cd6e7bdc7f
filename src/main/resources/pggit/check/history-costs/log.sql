-- the cost of a branch's log does not grow with history
-- holds: as many pages with few commits on other branches as with many
-- means: Looking back takes longer with every commit that anybody makes
\ir ../history/logs.inc
-- session admin
\ir ../costs-with-history/price-function.inc
-- Of functions of one name each by itself.
SELECT string_agg(format('SELECT %L AS log, %L AS call, min((p).pages) AS pages, min((p).tuples) AS tuples '
                         'FROM (SELECT price_%s(%L) AS p FROM generate_series(1, 5) OFFSET 0) AS priced', log, call, :'n',
                         format('SELECT count(*) FROM %s', replace(call, '$1', quote_literal('logged-' || :'n')))),
                  ' UNION ALL ') AS prices
  FROM (SELECT DISTINCT log, call FROM logs_:n('logged-' || :'n') WHERE log = ANY (:'logs'::text[])) AS l \gset
SELECT jsonb_agg(p) AS few FROM (:prices) AS p \gset
\ir many.inc
SELECT format('%s of a branch with 3 commits reads %s rows of pgGit''s tables and touches %s pages, for there are %s commits '
              'on other branches (%s rows and %s pages with few)', log, m.tuples, m.pages, :stored, f.tuples, f.pages) AS finding
  FROM (:prices) AS m JOIN jsonb_to_recordset(:'few') AS f (log text, call text, pages bigint, tuples bigint) USING (log, call)
 WHERE m.tuples >= :stored / 4 OR m.pages - f.pages >= greatest(20, :stored / 400);
