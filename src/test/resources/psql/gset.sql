CREATE TABLE seen (x text);
SELECT 'one' AS a, NULL AS b, true AS c, 4.50 AS d, ARRAY['x', 'y z'] AS e \gset
INSERT INTO seen VALUES (:'a' || :'c' || :'d' || :'e');
INSERT INTO seen VALUES (:'b');
SELECT 'two' AS a \gset my_
INSERT INTO seen VALUES (:'my_a' || :'a');
\gset again_
INSERT INTO seen VALUES (:'again_a');
SELECT 1 AS a UNION SELECT 2 \gset
SELECT 1 AS a WHERE false \gset
SELECT 1 AS "a b" \gset
SELECT gone \gset
SELECT :c AS c \gset extra words here
\if :c
INSERT INTO seen VALUES ('true');
\endif
CREATE TABLE by_gset () \gset
SELECT (1 \gset
INSERT INTO seen VALUES (:'a'); -- the parenthesis is forgotten
