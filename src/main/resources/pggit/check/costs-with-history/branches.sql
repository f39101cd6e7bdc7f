-- the cost of a commit does not grow with the number of branches
-- holds: with many branches hardly more pages than with as many commits on one
-- means: Commits become slower the more branches there are
-- session admin
\ir price.inc
-- session user
SELECT :history / 10 AS count \gset
\set query 'SELECT lab.commit(''one-of-many'', %2$L)'
SELECT lab.commit('one-of-many', 'before');
\set what start \ir priced.inc
\set names one-of-many \ir some.inc
\ir vacuum.inc
-- session second
\set what few \ir priced.inc
\set names 'many-' :n '-%s' \ir some.inc
\ir vacuum.inc
-- session third
\set what many \ir priced.inc
-- session admin
SELECT greatest(0, f.pages - s.pages) * 3 / 2 AS anyway, greatest(0, f.tuples - s.tuples) * 3 / 2 + :count / 4 AS tuples
  FROM costs_:n AS s, costs_:n AS f WHERE s.what = 'start' AND f.what = 'few' \gset
\set costly 'a commit'
\set with_many 'with ' :count ' branches'
\set with_few 'with few'
\set few few
\set many many
\ir dearer.inc
SELECT :'told' AS finding WHERE :'dearer';
