-- the cost of a branch's log does not grow with history
-- holds: as many pages with few commits on other branches as with many
-- means: Looking back takes longer with every commit that anybody makes
\ir ../history/logs.inc
-- session admin
\ir ../costs-with-history/price.inc
\set what ' few' \ir logs-priced.inc
\ir many.inc
\set what ' many' \ir logs-priced.inc
SELECT format('%s of a branch with 3 commits reads %s rows of pgGit''s tables and touches %s pages, for there are %s commits '
              'on other branches (%s rows and %s pages with few)', name, m.tuples, m.pages, :stored, f.tuples, f.pages) AS finding
  FROM unnest(:'logs'::text[]) AS name JOIN costs_:n AS f ON f.what = name || ' few' JOIN costs_:n AS m ON m.what = name || ' many'
 WHERE m.tuples >= :stored / 4 OR m.pages - f.pages >= greatest(20, :stored / 400);
