\if false
INSERT INTO seen VALUES ('never');
\if true
INSERT INTO seen VALUES ('never: at the end of a file')
