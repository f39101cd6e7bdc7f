CREATE TABLE a ();
\if true
CREATE TABLE b ()
\q
CREATE TABLE never ();
\endif
