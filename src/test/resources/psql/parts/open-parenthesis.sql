INSERT INTO seen VALUES (('one more';
INSERT INTO seen VALUES ('never');
