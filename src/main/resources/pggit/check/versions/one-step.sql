-- one statement is one step of the version
-- needs: versions
-- holds: CREATE TABLE and ALTER TABLE with keys and sequences count once
-- means: Changes are counted several times
\set plain step_:n
\set rich step_rich_:n
CREATE TABLE :plain (id int);
-- PostgreSQL reports a statement with keys and sequences as several commands.
CREATE TABLE :rich (id serial PRIMARY KEY, u int UNIQUE, self int REFERENCES :rich, c int CHECK (c > 0),
                    a text DEFAULT 'x');
SELECT lab.version('public', :'plain') AS plain_new, lab.version('public', :'rich') AS rich_new \gset
ALTER TABLE :plain ADD COLUMN more int;
ALTER TABLE :rich ADD COLUMN s serial, ADD UNIQUE (a), ADD COLUMN r int REFERENCES :rich;
SELECT lab.version('public', :'plain') AS plain_altered, lab.version('public', :'rich') AS rich_altered \gset
SELECT 'a table has no version' AS unknown
 WHERE 'none' IN (:'plain_new', :'rich_new', :'plain_altered', :'rich_altered');

-- How far the first number that differs has moved, and how many are higher: from 1.0.0 to 1.1.1 are two steps.
SELECT coalesce(max(jump) FILTER (WHERE what = 'altered'), 0) AS jump,
       coalesce(max(raised) FILTER (WHERE what = 'altered'), 0) AS raised,
       coalesce(max(jump) FILTER (WHERE what = 'created, rich'), 0) AS rich_created,
       coalesce(max(jump) FILTER (WHERE what = 'altered, rich'), 0) AS rich_jump,
       coalesce(max(raised) FILTER (WHERE what = 'altered, rich'), 0) AS rich_raised
  FROM (SELECT what, (array_agg(b - a ORDER BY i) FILTER (WHERE a <> b))[1] AS jump,
               count(*) FILTER (WHERE b > a) AS raised
          FROM (VALUES ('altered', lab.numbers(:'plain_new'), lab.numbers(:'plain_altered')),
                       ('created, rich', lab.numbers(:'plain_new'), lab.numbers(:'rich_new')),
                       ('altered, rich', lab.numbers(:'rich_new'), lab.numbers(:'rich_altered'))
                ) AS v (what, one, other),
               LATERAL unnest(one, other) WITH ORDINALITY AS n (a, b, i)
         GROUP BY what) AS s \gset
SELECT 'versions of this pgGit do not count changes' AS inapplicable WHERE :jump <> 1;
SELECT format('CREATE TABLE with keys gives version %s, without %s', :'rich_new', :'plain_new') AS finding
 WHERE :rich_created <> 0;
SELECT format('one ALTER TABLE with keys takes it from %s to %s', :'rich_new', :'rich_altered') AS finding
 WHERE :rich_jump > 1 OR :rich_raised > :raised;
