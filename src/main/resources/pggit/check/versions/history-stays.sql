-- DROP TABLE keeps the table's history
-- needs: versions
-- holds: no table of pgGit lost rows to it but for a row or two
-- means: What earlier commits recorded of the table is gone
\set t remembered_:n
\ir new.inc
-- Of one column, of which pgGit may have a row too.
ALTER TABLE :t ALTER COLUMN id TYPE bigint;
ALTER TABLE :t ALTER COLUMN id TYPE integer;
ALTER TABLE :t ALTER COLUMN id TYPE bigint;
ALTER TABLE :t ALTER COLUMN id TYPE integer;
ALTER TABLE :t ALTER COLUMN id TYPE bigint;
ALTER TABLE :t ALTER COLUMN id TYPE integer;
-- session admin
SELECT lab.counts() AS before \gset
-- session user
DROP TABLE :t;
-- session admin
-- One row that goes may say that the table is there; as many as it had versions are history.
SELECT format('DROP TABLE of a table that was altered 6 times deletes %s rows of %s',
              gone, replace(key, '"', '')) AS finding
  FROM jsonb_each(:'before') AS b JOIN jsonb_each(lab.counts()) AS a USING (key),
       LATERAL (SELECT b.value::bigint - a.value::bigint) AS g (gone)
 WHERE gone >= 6;
