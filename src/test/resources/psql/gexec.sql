CREATE TABLE seen (x text);
SELECT format('CREATE TABLE %I (x int)', n), format('INSERT INTO seen VALUES (%L)', n), NULL
FROM (VALUES ('it''s'), ('b;c')) AS v (n)
\gexec
SELECT 'SELECT gone', 'INSERT INTO seen VALUES (''after'')' \gexec
CREATE TABLE by_gexec () \gexec
