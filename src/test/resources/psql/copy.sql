CREATE TABLE a (i int, x text);
COPY a FROM stdin;
1	one
2	\N
3	it's; "quoted" $$ \\ :x
\.
copy a (x, i) from STDIN with (format csv, header); INSERT INTO a VALUES (0, 'same line');
x,i
"four, ""4""",4
\.
COPY a FROM stdin;
5	five
x	six
7	seven
\.
SELECT gone;
COPY a TO stdout;
COPY (SELECT 1) TO STDOUT;
COPY nowhere FROM stdin;
1
\.
INSERT INTO a VALUES (8, 'swallowed by the line before');
INSERT INTO a VALUES (9, 'nine');
BEGIN;
COPY "a" FROM stdin;
10	ten
\.
COMMIT;
/* a comment */ COPY a
  FROM stdin;
11	eleven
