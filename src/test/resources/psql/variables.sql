\set table seen
\set statement 'CREATE TABLE other (y int); INSERT INTO other VALUES (7);'
\set loop 'SELECT :loop'
\set quote '\'it''s\''
\set path 'a\\b\tc\101\x42'
CREATE TABLE :table (x text, n int);
INSERT INTO :"table" VALUES (:'path', 1), (:quote, 2), (':table', 3), ($$:table$$, 4), (E':quote', 5);
:statement
:loop;
INSERT INTO seen SELECT x::text, ('{1,2}'::int[])[1:2][1] FROM seen LIMIT 1;
INSERT INTO seen VALUES (:{?table}, 8), (:{?nothing}, 9);
INSERT INTO seen VALUES (:'unset', 10);
INSERT INTO seen VALUES (:ERROR::text || :'SQLSTATE' || :'LAST_ERROR_SQLSTATE', :ROW_COUNT);
SELECT gone;
INSERT INTO seen VALUES (:'ERROR' || :'SQLSTATE' || :'LAST_ERROR_MESSAGE', 12);
SELECT 1 UNION SELECT 2;
INSERT INTO seen VALUES (:'ERROR' || :'SQLSTATE', :ROW_COUNT);
INSERT INTO seen VALUES (:SERVER_VERSION_NUM >= 140000, 14);
