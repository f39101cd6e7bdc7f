-- DDL that cannot be versioned is noticed
-- severity: incomplete
-- needs: versions
-- holds: CREATE TABLE fails where its version cannot be written
-- means: The history misses changes without anybody being told
\ir prepare.inc
-- for each table in tables
\ir armed.inc
CREATE TABLE fault_:fired (id int);
\ir disarmed.inc
\set version none
\set ON_ERROR_STOP off
-- session user
SELECT lab.version('public', 'fault_' || :fired) AS version \gset
\set ON_ERROR_STOP on
SELECT format('writing to %s fails, CREATE TABLE goes on%s', replace(:'table', '"', ''),
              CASE :'version' WHEN 'none' THEN ', and the table has no version' ELSE '' END) AS finding
 WHERE :'reached' AND NOT :failed AND to_regclass('public.fault_' || :fired) IS NOT NULL;
-- after the last
SELECT 'no version is written' AS inapplicable WHERE NOT :'reached_ever';
