CREATE TABLE seen (n serial, x text);
INSERT INTO seen (x) VALUES (E'a\';b'), ('c\'), (e'\\'), ('d''e;'), (U&'\0041;\00e4'), (b'10;'::text);
INSERT INTO seen (x) VALUES (E'first'
  'second;'), ($a$ $$;$b$;$b$ $a$), ($ünï$;$ünï$), (N'n\');
INSERT INTO seen (x) SELECT a$b$c FROM (SELECT 'dollar' AS a$b$c) AS s;
SELECT 1 AS "a;""b", 2 AS U&"\0041;";
INSERT INTO seen (x) VALUES ('several
lines

with -- no comment /* here */
;'); -- it's a comment;
INSERT INTO seen (x) /* ; /* ; */ it's */ VALUES ('x'/* ; */||'y'--;
 || 'z');
SELECT 4 - -1 * 3 / 2 @-5;
INSERT INTO seen (x) VALUES ('ü😀;');
SELECT X'1F;';
SELECT 'a' \echo half
 || 'b';
INSERT INTO seen (x) VALUES
\echo between
('between');
