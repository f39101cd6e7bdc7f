-- a new table has a version
-- needs: versions
-- missing: there is no pggit.get_version(text). Nobody can ask for a version
-- holds: 8 ways to create a table, each gives a version
-- means: Tables come into being that pgGit does not know
CREATE TABLE created_plain_:n (id int PRIMARY KEY, data text);
CREATE TABLE created_as_:n AS SELECT 1 AS id;
SELECT 1 AS id INTO created_into_:n;
CREATE TABLE IF NOT EXISTS created_if_:n (id int);
CREATE TABLE created_like_:n (LIKE pg_am);
CREATE UNLOGGED TABLE created_unlogged_:n (id int);
CREATE TABLE created_parted_:n (id int) PARTITION BY RANGE (id);
SELECT format('DO $$ BEGIN CREATE TABLE created_inside_%s (id int); END $$', :'n') \gexec
SELECT form || ': no version' AS finding
  FROM (VALUES ('plain', 'CREATE TABLE'), ('as', 'CREATE TABLE AS'), ('into', 'SELECT INTO'),
               ('if', 'CREATE TABLE IF NOT EXISTS'), ('like', 'CREATE TABLE (LIKE ...)'),
               ('unlogged', 'CREATE UNLOGGED TABLE'), ('parted', 'a partitioned table'),
               ('inside', 'CREATE TABLE in a function')) AS f (t, form)
 WHERE lab.version('public', 'created_' || t || '_' || :'n') = 'none';
