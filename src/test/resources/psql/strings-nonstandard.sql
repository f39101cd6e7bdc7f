CREATE TABLE seen (n serial, x text);
SET standard_conforming_strings = off;
INSERT INTO seen (x) VALUES ('it\'s; here'), (E'\';'), (N'\';');
\set v 'a\\b'
INSERT INTO seen (x) VALUES (:'v');
SELECT U&'\0041;';
SET standard_conforming_strings = on; INSERT INTO seen (x) VALUES ('a\');
INSERT INTO seen (x) VALUES ('b\');
SET escape_string_warning = off;
SET standard_conforming_strings = off; INSERT INTO seen (x) VALUES ('this line began with on\');
INSERT INTO seen (x) VALUES ('c\\');
