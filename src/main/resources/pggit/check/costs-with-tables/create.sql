-- the cost of CREATE TABLE does not grow with the number of tables
-- holds: CREATE TABLE and get_version touch hardly more pages than with few
-- means: Migrations become slower the larger the schema is
-- session admin
\ir ../costs-with-history/price.inc
-- session user
CREATE TABLE asked_few_:n (id int);
CREATE TABLE asked_many_:n (id int);
\set subject asked_few_ :n
\set query 'SELECT lab.version(''public'', %3$L)'
\set what asked_few \ir ../costs-with-history/priced.inc
\ir create.inc
\set subject asked_many_ :n
\set query 'SELECT lab.version(''public'', %3$L)'
\set what asked_many \ir ../costs-with-history/priced.inc
-- session plain as plain
\ir ../costs-with-history/price.inc
\ir create.inc
SELECT m.pages - f.pages AS anyway FROM costs_:n AS f, costs_:n AS m
 WHERE f.what = 'create_few' AND m.what = 'create_many' \gset
-- session admin
SELECT greatest(30, :tables / 3) AS pages \gset
\set share 0
\set with_many 'with ' :tables ' tables there'
\set with_few 'with few'
\set costly 'CREATE TABLE'
\set few create_few
\set many create_many
\ir ../costs-with-history/dearer.inc
SELECT format('%s: %s pages for each table (%s without pgGit), so that the total for many tables grows with the square of their number',
              :'told', round(:more / :tables::numeric, 1), round(greatest(0, :anyway) / :tables::numeric, 1)) AS finding
 WHERE :'dearer';
\set pages 30
\set share 1
\set anyway 0
\set costly get_version
\set few asked_few
\set many asked_many
\ir ../costs-with-history/dearer.inc
SELECT :'told' AS finding WHERE :'dearer';
