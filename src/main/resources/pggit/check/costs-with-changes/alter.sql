-- the cost of ALTER TABLE does not grow with the number of schema changes
-- holds: after many changes of a table hardly more pages and rows than after 50
-- means: The more migrations there were the slower it becomes
\set costly 'ALTER TABLE'
\set query 'SELECT ddl_' :n '(''ALTER TABLE altered_' :n ' ALTER COLUMN id SET DEFAULT 1'')'
\set before 'SELECT 1'
\ir changed.inc
-- session plain as plain
\if :dearer
\ir ../costs-with-history/price.inc
CREATE TABLE :changed (id int);
CREATE TABLE altered_:n (id int);
\set what few \ir ../costs-with-history/priced.inc
\ir changes.inc
\set what many \ir ../costs-with-history/priced.inc
SELECT 'ALTER TABLE becomes dearer without pgGit too' AS unknown FROM costs_:n AS f, costs_:n AS m
 WHERE f.what = 'few' AND m.what = 'many' AND m.pages - f.pages > greatest(100, f.pages * 0.6);
\endif
-- session admin
SELECT :'told' AS finding WHERE :'dearer';
