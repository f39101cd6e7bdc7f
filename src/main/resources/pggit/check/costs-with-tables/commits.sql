-- the cost of a commit does not grow with the number of tables
-- holds: with many tables hardly more pages and bytes of log than with few
-- means: Every commit pays for all tables, changed or not
-- session admin
\ir ../costs-with-history/price.inc
-- session user
\ir tables.inc
-- What the first commit on a branch, or after changes, takes is not what every commit takes.
SELECT lab.commit('tables', 'with many');
\set query 'SELECT lab.commit(''tables'', %2$L)'
\set what many \ir ../costs-with-history/priced.inc
-- session admin
SELECT count(*) AS there FROM pg_class WHERE relkind = 'r' AND relname ~ '^(many|priced|asked)_' \gset
SELECT format('DO $do$ BEGIN %s END $do$', string_agg(format('DROP TABLE %s;', oid::regclass), ' '))
  FROM (SELECT oid, row_number() OVER () AS i FROM pg_class WHERE relkind = 'r' AND relname ~ '^(many|priced|asked)_') AS t
 GROUP BY i / 25 \gexec
-- session other
SELECT lab.commit('tables', 'with few');
\set what few \ir ../costs-with-history/priced.inc
-- session admin
\set with_many 'with ' :there ' tables'
\set with_few 'with few'
\set costly 'a commit'
\set few few
\set many many
\ir ../costs-with-history/dearer.inc
SELECT :'told' AS finding WHERE :'dearer';
-- A list of all tables takes at least 8 bytes for each, less if it is compressed.
SELECT format('a commit writes %s bytes of log with %s tables, %s with few', m.wal, :there, f.wal) AS finding
  FROM costs_:n AS f, costs_:n AS m WHERE f.what = 'few' AND m.what = 'many' AND m.log - f.wal > :there * 5;
