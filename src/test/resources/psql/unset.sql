\set name value
\set name two parts 'with space' :name
CREATE TABLE seen AS SELECT :'name' AS a, :'nothing' AS b;
CREATE TABLE seen AS SELECT :'name' AS a;
\unset name
INSERT INTO seen VALUES (:'name');
\unset
\set 1 one
\set ünï 'code'
INSERT INTO seen VALUES (:'1' || :'ünï');
\set "quoted" 1
\set a;b 1
