-- numbers that grow with each ALTER TABLE last
-- needs: versions
-- holds: each number that grows has room for millions
-- means: After that many changes of a table ALTER TABLE fails
\set aggregate max
CREATE TABLE counters_:n (id int);
-- A table can be changed in these ways any number of times; it can have 1600 columns.
\set change 'ALTER TABLE counters_%s ALTER COLUMN id SET DEFAULT %s'
\ir changes.inc
-- session user
\set change 'ALTER TABLE counters_%s ALTER COLUMN id TYPE numeric(%s)'
\ir changes.inc
