CREATE TABLE seen (x text);
\i parts/relative.sql
\ir parts/relative.sql
\include ./parts/../parts/quoted\ name.sql
\i 'parts/with space.sql'
\i parts/gone.sql
\i
\i 'parts/unended
\i parts/quits.sql;
INSERT INTO seen VALUES ('after \q in an include');
\cd parts
\i deep/two.sql
\cd gone
\i ../parts/deep/two.sql; \\ INSERT INTO seen VALUES ('same line');
