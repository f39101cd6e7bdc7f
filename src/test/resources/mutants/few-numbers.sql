-- The sequence of commits ends at 30,000.
-- family: IDs
-- red: sequences last

ALTER SEQUENCE pggit.commit_number MAXVALUE 30000;
