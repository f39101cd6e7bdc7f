-- what changes no table leaves versions alone
-- needs: versions
-- commits: may fail
-- holds: rows, views, ANALYZE, commits and DDL without effect leave it as it was
-- means: Versions change although tables do not
\set t still_:n
CREATE TABLE :t (id int, data text);
CREATE TABLE still_steps_:n (i int, step text, version text);
INSERT INTO still_steps_:n SELECT 0, 'CREATE TABLE', lab.version('public', :'t');
SELECT 'a table that was just created has no version' AS unknown FROM still_steps_:n WHERE version = 'none';
SELECT format(step, :'t', 'still_view_' || :'n'),
       format($$INSERT INTO still_steps_%s SELECT %s, %L, lab.version('public', %L)$$, :'n',
              i, format(step, 't', 'v'), :'t')
  FROM (VALUES (1, 'INSERT INTO %1$s SELECT n, ''x'' FROM generate_series(1, 100) n'),
               (2, 'UPDATE %1$s SET data = ''y'''), (3, 'ANALYZE %1$s'),
               (4, 'CREATE VIEW %2$s AS SELECT * FROM %1$s'), (5, 'DROP VIEW %2$s'),
               (6, 'CREATE TABLE IF NOT EXISTS %1$s (id int)'), (7, 'DROP TABLE IF EXISTS no_such_table'),
               (8, 'DELETE FROM %1$s')) AS s (i, step) ORDER BY i \gexec
\set ON_ERROR_STOP off
SELECT lab.commit('still', 'a commit changes no table');
\set committed :SQLSTATE
\set ON_ERROR_STOP on
INSERT INTO still_steps_:n SELECT 9, 'a commit', lab.version('public', :'t') WHERE :'committed' = '00000';
SELECT format('"%s" takes it from %s to %s', step, before, version) AS finding
  FROM (SELECT i, step, version, lag(version) OVER (ORDER BY i) AS before FROM still_steps_:n) AS s
 WHERE version <> before ORDER BY i;
