-- partitions and heirs have versions of their own
-- needs: versions
-- holds: partitions and heirs are created, altered, detached and dropped
-- means: Partitioned tables and pgGit do not go together
\set t parted_:n
\set one parted_one_:n
\set two parted_two_:n
\set base parted_base_:n
\set heir parted_heir_:n
CREATE TABLE :base (id int);
\set ON_ERROR_STOP off
CREATE TABLE :t (id int, d text) PARTITION BY RANGE (id);
SELECT 'a partitioned table' AS failed WHERE :ERROR;
CREATE TABLE :one PARTITION OF :t FOR VALUES FROM (0) TO (10);
SELECT 'a partition' AS failed WHERE :ERROR;
CREATE TABLE :two PARTITION OF :t DEFAULT;
SELECT 'another partition' AS failed WHERE :ERROR;
CREATE TABLE :heir () INHERITS (:base);
SELECT 'an heir' AS failed WHERE :ERROR;
ALTER TABLE :t ADD COLUMN more int;
SELECT 'a column for all partitions' AS failed WHERE :ERROR;
ALTER TABLE :t DETACH PARTITION :two;
SELECT 'DETACH' AS failed WHERE :ERROR;
ALTER TABLE :t ATTACH PARTITION :two DEFAULT;
SELECT 'ATTACH' AS failed WHERE :ERROR;
\set ON_ERROR_STOP on
SELECT what || ' has no version' AS finding
  FROM (VALUES ('a partitioned table', :'t'), ('a partition', :'one'), ('an heir', :'heir')) AS v (what, t)
 WHERE lab.version('public', t) = 'none';
\set ON_ERROR_STOP off
DROP TABLE :t;
SELECT 'DROP of a partitioned table' AS failed WHERE :ERROR;
