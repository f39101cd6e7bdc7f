-- old commits stay, however many follow
-- severity: loss
-- holds: the first 10 of a branch are there after many more
-- means: pgGit deletes history that it acknowledged
CREATE TABLE kept_:n (id text, message text);
SELECT format('INSERT INTO kept_%s SELECT lab.commit(''many'', %L), %L', :'n', m, m)
  FROM generate_series(1, 10) AS i, LATERAL (SELECT 'old ' || i) AS old (m) \gexec
\set many :history
\ir many.inc
-- session admin
SELECT count(*) - 10 AS more FROM lab.commits() AS c \gset
SELECT count(*) FILTER (WHERE c.id IS NULL AND c.message IS NULL) AS gone,
       count(*) FILTER (WHERE lab.registered(k.id) = 0) AS unregistered
  FROM kept_:n AS k LEFT JOIN LATERAL lab.stored(k.id, k.message) AS c ON true \gset
SELECT format('only %s commits could be made in the time given', :more) AS unknown WHERE :gone = 0 AND :more < 500;
SELECT format('%s of the first 10 commits of a branch are gone after %s more', :gone, :more) AS finding WHERE :gone > 0;
SELECT format('the IDs of %s of the first 10 commits of a branch are gone from pggit.trinity_ids after %s more',
              :unregistered, :more) AS finding WHERE :gone = 0 AND :unregistered > 0;
