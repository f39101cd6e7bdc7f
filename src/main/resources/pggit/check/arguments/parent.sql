-- a parent that is given is kept
-- severity: incomplete
-- needs: given_parents
-- holds: it is stored with the child, and so are two
-- means: A merge looks like any other commit
\set message 'the parent ' :n
SELECT lab.commit('parent-given', :'message') AS id \gset
SELECT lab.commit('parent-given', 'the one after it');
\ir known.inc
\set parents '{' :known '}'
\set what 'a parent that is given'
\ir given.inc
\set first :known
\set message 'on another branch ' :n
SELECT lab.commit('parent-second', :'message') AS id \gset
\ir known.inc
\set parents '{' :first ',' :known '}'
\set what 'the second of two parents that are given'
\ir given.inc
