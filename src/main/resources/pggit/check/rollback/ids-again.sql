-- IDs of rolled-back commits are not given out again
-- severity: identity
-- holds: 10 IDs of rolled-back commits, none came back
-- means: Whoever noted the first one now finds something else under it
\set ids ''
\ir again.inc
\ir again.inc
\ir again.inc
\ir again.inc
\ir again.inc
\ir again.inc
\ir again.inc
\ir again.inc
\ir again.inc
\ir again.inc
SELECT format('%s of 10 IDs that a rolled-back commit had returned were given to another commit',
              count(*) - count(DISTINCT id)) AS finding
  FROM unnest(string_to_array(ltrim(:'ids', E'\n'), E'\n')) AS i (id)
HAVING count(*) > count(DISTINCT id);
