-- DDL leaves the session's settings and locks alone
-- holds: CREATE, ALTER and DROP TABLE leave no setting, no lock, nothing
-- means: What the session does afterwards works otherwise than its user thinks
BEGIN;
SELECT lab.settings() AS before \gset
CREATE TABLE hygiene_:n (id int);
ALTER TABLE hygiene_:n ADD COLUMN more int;
SELECT format('%s was "%s" and is "%s" for the rest of a transaction with DDL', key, b.value, a.value) AS finding
  FROM jsonb_each_text(:'before') b JOIN jsonb_each_text(lab.settings()) a USING (key) WHERE a.value <> b.value;
COMMIT;
DROP TABLE hygiene_:n;
SELECT format('%s was "%s" and is "%s" after DDL', key, b.value, a.value) AS finding
  FROM jsonb_each_text(:'before') b JOIN jsonb_each_text(lab.settings()) a USING (key) WHERE a.value <> b.value;
SELECT 'left behind: ' || thing AS finding FROM unnest(lab.left()) thing;
SELECT pg_backend_pid() AS pid \gset
-- session admin
SELECT count(*) || ' locks are held after DDL' AS finding
  FROM pg_locks WHERE pid = :pid AND locktype <> 'virtualxid' HAVING count(*) > 0;
