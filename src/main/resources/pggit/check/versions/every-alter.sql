-- every ALTER TABLE moves the version forward
-- needs: versions
-- holds: 29 changes of a table, 29 steps forward
-- means: Different states of a table have the same version
\set t altered_:n
CREATE TABLE :t (id int, data text, old int);
CREATE TABLE altered_steps_:n (i int, step text, version text);
INSERT INTO altered_steps_:n SELECT 0, 'CREATE TABLE', lab.version('public', :'t');
SELECT 'a table that was just created has no version' AS unknown FROM altered_steps_:n WHERE version = 'none';
SELECT format('ALTER TABLE %s %s', :'t', replace(step, '; ', format('; ALTER TABLE %s ', :'t'))),
       format($$INSERT INTO altered_steps_%s SELECT %s, %L, lab.version('public', %L)$$, :'n', i, step, :'t')
  FROM (VALUES (1, 'ADD COLUMN added int'), (2, 'ADD COLUMN filled text DEFAULT ''x'''),
               (3, 'RENAME COLUMN added TO renamed'), (4, 'ALTER COLUMN renamed TYPE bigint'),
               (5, 'ALTER COLUMN renamed SET DEFAULT 1'), (6, 'ALTER COLUMN renamed DROP DEFAULT'),
               (7, 'ALTER COLUMN renamed SET NOT NULL'), (8, 'ALTER COLUMN renamed DROP NOT NULL'),
               (9, 'ADD CONSTRAINT positive CHECK (id > 0)'), (10, 'DROP CONSTRAINT positive'),
               (11, 'ADD PRIMARY KEY (id)'), (12, 'ADD UNIQUE (data)'), (13, 'DROP COLUMN old'),
               (14, 'SET UNLOGGED; ADD COLUMN u int')) AS s (i, step)
UNION ALL -- past 9, 10 and 12, where numbers compared as text go wrong
SELECT format('ALTER TABLE %s ADD COLUMN m%s int', :'t', i),
       format($$INSERT INTO altered_steps_%s SELECT %s, 'ADD COLUMN m%s int', lab.version('public', %L)$$, :'n',
              i, i, :'t')
  FROM generate_series(15, 29) AS i \gexec
SELECT CASE version WHEN 'none' THEN format('after %s there is no version', step)
                    WHEN before THEN format('%s leaves it at %s', step, before)
                    ELSE format('%s takes it back from %s to %s', step, before, version) END AS finding
  FROM (SELECT i, step, version, lag(version) OVER (ORDER BY i) AS before FROM altered_steps_:n) AS s
 WHERE i > 0 AND before <> 'none' AND NOT lab.after(version, before);
