CREATE TABLE seen (x text);
\if perhaps
  INSERT INTO seen VALUES ('never');
\elif tr
  INSERT INTO seen VALUES ('elif');
\else
  INSERT INTO seen VALUES ('never: else');
\else
\elif true
  INSERT INTO seen VALUES ('never: elif after else');
\endif
\endif
\else
\elif true
INSERT INTO seen VALUES ('outside');
\i parts/open-if.sql
INSERT INTO seen VALUES ('after include');
\if true
INSERT INTO seen VALUES ('not closed');
