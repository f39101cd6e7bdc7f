-- asking for a version writes nothing
-- needs: versions
-- holds: get_version works in a read-only transaction
-- means: Nobody can ask on a standby, and each question is a write
\set t asked_:n
CREATE TABLE :t (id int);
BEGIN READ ONLY;
\set ON_ERROR_STOP off
SELECT lab.version('public', :'t');
\set refused :ERROR
ROLLBACK;
SELECT 'in a read-only transaction get_version' AS failed WHERE :refused;
