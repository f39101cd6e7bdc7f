-- The sequence of commits begins again at some point.
-- family: IDs
-- red: sequences last

ALTER SEQUENCE pggit.commit_number MAXVALUE 900000000 CYCLE;
