\set yes on
CREATE TABLE seen (x text);
\if :yes
  INSERT INTO seen VALUES ('if');
  \if false
    INSERT INTO seen VALUES ('never');
    \i parts/gone.sql
    \echo `exit 1` :'yes
    \copy nothing from nowhere
    \gset
    \if :yes
      INSERT INTO seen VALUES ('never: inside');
    \else
      SELECT 'open
      ; \else '
    \endif
  \elif :yes
    INSERT INTO seen VALUES ('elif');
  \elif true
    INSERT INTO seen VALUES ('never: one was taken');
  \else
    INSERT INTO seen VALUES ('never: else');
  \endif
\else
  INSERT INTO seen VALUES ('never: outer else');
\endif
\if :{?yes}
INSERT INTO seen
\if false
VALUES ('never: half a statement')
\else
VALUES ('half a statement')
\endif
;
\endif
\if :{?no}
INSERT INTO seen VALUES ((('never: parentheses'
\else
INSERT INTO seen VALUES ('parentheses');
\endif
\if no \\ INSERT INTO seen VALUES ('never: same line'); \else INSERT INTO seen VALUES ('same line'); \endif
\if false
\endif
INSERT INTO seen VALUES ('end');
