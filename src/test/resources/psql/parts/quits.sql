INSERT INTO seen VALUES ('before \q') \q
INSERT INTO seen VALUES ('never');
