-- ALTER TABLE moves the versions of partitions and heirs too
-- needs: versions
-- holds: a column that comes from above moves a partition and an heir
-- means: Different states of a table have the same version
\set t above_:n
\set part above_part_:n
\set part_part above_part_part_:n
\set base base_:n
\set heir heir_:n
CREATE TABLE :t (id int) PARTITION BY RANGE (id);
CREATE TABLE :base (id int);
\set ON_ERROR_STOP off
CREATE TABLE :part PARTITION OF :t DEFAULT PARTITION BY RANGE (id);
SELECT 'a partition cannot be created: ' || :'LAST_ERROR_MESSAGE' AS unknown WHERE :ERROR;
CREATE TABLE :part_part PARTITION OF :part DEFAULT;
SELECT 'a partition cannot be created: ' || :'LAST_ERROR_MESSAGE' AS unknown WHERE :ERROR;
CREATE TABLE :heir () INHERITS (:base);
SELECT 'an heir cannot be created: ' || :'LAST_ERROR_MESSAGE' AS unknown WHERE :ERROR;
\set ON_ERROR_STOP on
SELECT lab.version('public', :'part') AS part_before, lab.version('public', :'part_part') AS part_part_before,
       lab.version('public', :'heir') AS heir_before \gset
ALTER TABLE :t ADD COLUMN more int;
ALTER TABLE :base ADD COLUMN more int;
SELECT format('ADD COLUMN to a table leaves its %s, which has the column now, at %s', what, now) AS finding
  FROM (VALUES ('partition', :'part_before', lab.version('public', :'part')),
               ('partition''s partition', :'part_part_before', lab.version('public', :'part_part')),
               ('heir', :'heir_before', lab.version('public', :'heir'))) AS v (what, before, now)
 WHERE before <> 'none' AND NOT lab.after(now, before);
