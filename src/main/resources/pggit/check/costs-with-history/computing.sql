-- a commit does not compute for long
-- severity: cost
-- holds: less than 20 ms without the disk, or hardly more than ordinary inserts of the same moment
-- means: All commits together get no faster than that
-- session admin
\ir price.inc
CREATE TABLE yardstick_:n (id text PRIMARY KEY, message text);
GRANT ALL ON yardstick_:n TO PUBLIC;
-- With a history: what the family's others have made, and what is missing where there are none.
SELECT greatest(0, :history - count(*)) AS many, :seconds / 4 AS seconds FROM lab.commits() AS c \gset
-- session user
\ir ../side-effects/many.inc
SELECT lab.commit('computing', 'there');
-- In turn, so that a busy machine does not matter.
SELECT format($$INSERT INTO prices_%1$s SELECT 'commit', %2$s, p.* FROM price_%1$s($q$SELECT lab.commit('computing', %3$L)$q$) AS p$$,
              :'n', i, 'priced ' || i),
       format($$INSERT INTO prices_%1$s SELECT 'inserts', %2$s, p.* FROM price_%1$s($q$INSERT INTO yardstick_%1$s
                SELECT gen_random_uuid(), 'inserted' FROM generate_series(1, 50)$q$) AS p$$, :'n', i)
  FROM generate_series(1, 15) AS i \gexec
-- session admin
SELECT format('a commit keeps the server''s processor busy for %s ms, where fifty inserts take %s ms', round(c.millis),
              round(i.millis::numeric, 2)) AS finding
  FROM costs_:n AS c, costs_:n AS i
 WHERE c.what = 'commit' AND i.what = 'inserts' AND c.millis >= 20 AND c.millis >= 10 * i.millis;
