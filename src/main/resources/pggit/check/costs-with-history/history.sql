-- the cost of a commit does not grow with history
-- holds: as many pages, rows and bytes of log with few commits as with many, and as many bytes of disk for each
-- means: Commits become slower the more there are
-- session admin
\ir price.inc
-- session user
SELECT format('SELECT lab.commit(%L, %L)', 'many', 'before ' || i) FROM generate_series(1, 10) AS i \gexec
\set query 'SELECT lab.commit(''many'', %2$L)'
\set what few \ir priced.inc
\set query 'SELECT lab.commit(%1$L, %2$L)'
\set what first_few \ir priced.inc
\set when start \ir size.inc
-- session user
SELECT :history / 2 AS many, :seconds / 2 AS seconds \gset
\ir ../side-effects/many.inc
\set when half \ir size.inc
-- session user
\ir ../side-effects/many.inc
\set when end
\q
\ir size.inc
\ir vacuum.inc
-- session fresh: without what the other may still hold
\set query 'SELECT lab.commit(''many'', %2$L)'
\set what many \ir priced.inc
\set query 'SELECT lab.commit(%1$L, %2$L)'
\set what first_many \ir priced.inc
-- session admin
SELECT :'end'::jsonb ->> 'commits' AS stored, :'start'::jsonb ->> 'commits' AS few_stored,
       (:'end'::jsonb ->> 'commits')::int / 10 AS tuples \gset
-- With fewer PostgreSQL reads them all although it has an index.
SELECT format('only %s commits could be made in the time given', :stored) AS unknown WHERE :stored < least(1000, :history);
\set with_many 'with ' :stored ' commits stored'
\set with_few 'with ' :few_stored
\set costly 'a commit'
\set few few
\set many many
\ir dearer.inc
SELECT :'told' AS finding WHERE :'dearer';
\if :dearer
\else
\set costly 'the first commit on a branch'
\set few first_few
\set many first_many
\ir dearer.inc
SELECT :'told' AS finding WHERE :'dearer';
\endif
SELECT format('a commit takes %s ms with %s commits stored, %s ms with %s', round(m.millis), :stored,
              round(f.millis::numeric, 1), :few_stored) AS finding
  FROM costs_:n AS f, costs_:n AS m
 WHERE f.what = 'few' AND m.what = 'many' AND m.millis - f.millis >= 20 AND m.millis >= 3 * f.millis;
SELECT format('a commit writes %s bytes to the log with %s commits stored, %s with %s', m.wal, :stored, f.wal, :few_stored) AS finding
  FROM costs_:n AS f, costs_:n AS m WHERE f.what = 'few' AND m.what = 'many' AND m.log - f.wal >= 2000;
SELECT format('a commit with a short message writes %s bytes to the log', wal) AS finding
  FROM costs_:n WHERE what = 'many' AND log >= 65536;
SELECT 'a commit writes temporary files' AS finding FROM costs_:n WHERE what = 'many' AND temp > 0;
SELECT format('the first half of them took %s bytes each on disk, the second %s', round(first), round(second)) AS finding
  FROM (SELECT (h.bytes - s.bytes) / nullif(h.commits - s.commits, 0), (e.bytes - h.bytes) / nullif(e.commits - h.commits, 0)
          FROM jsonb_to_record(:'start') AS s (commits numeric, bytes numeric),
               jsonb_to_record(:'half') AS h (commits numeric, bytes numeric),
               jsonb_to_record(:'end') AS e (commits numeric, bytes numeric)) AS d (first, second)
 WHERE second > 2 * first AND second > 1000;
