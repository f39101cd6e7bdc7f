-- parents stay in the order in which they are given
-- severity: incomplete
-- needs: given_parents
-- holds: 3 times 3 parents
-- means: The first parent, the branch that was merged into, becomes another one
\set message 'one of several, ' :n
SELECT lab.commit('ordered-a', :'message') AS id \gset
\ir known.inc
\set a :known
\set message 'another of several, ' :n
SELECT lab.commit('ordered-b', :'message') AS id \gset
\ir known.inc
\set b :known
\set message 'the last of several, ' :n
SELECT lab.commit('ordered-c', :'message') AS id \gset
\ir known.inc
\set c :known
\set seen 0
\set branch ordered-child-:n -1 \set parents '{' :b ',' :a ',' :c '}' \ir ordered.inc
\set branch ordered-child-:n -2 \set parents '{' :c ',' :b ',' :a '}' \ir ordered.inc
\set branch ordered-child-:n -3 \set parents '{' :a ',' :c ',' :b '}' \ir ordered.inc
SELECT 'the order of parents is stored nowhere' AS inapplicable WHERE :seen = 0;
