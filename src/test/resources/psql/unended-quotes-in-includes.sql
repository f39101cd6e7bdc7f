-- Nothing leaks from a file into the one that includes it.
CREATE TABLE seen (x text);
\i parts/unended-string.sql
INSERT INTO seen VALUES ('after the string');
\ir parts/unended-dollar.sql
INSERT INTO seen VALUES ('after the dollar quote');
\i parts/unended-identifier.sql
INSERT INTO seen VALUES ('after the identifier');
\i parts/unended-comment.sql
INSERT INTO seen VALUES ('after the comment');
\i parts/no-semicolon.sql
INSERT INTO seen VALUES ('after the statement');
\i parts/open-parenthesis.sql
INSERT INTO seen VALUES ('after the parenthesis')
