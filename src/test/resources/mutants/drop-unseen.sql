-- DROP TABLE is not seen.
-- family: versions
-- red: a table moved to another schema is the same table
-- red: a dropped table has no version any more
-- red: several DDL statements in one transaction

ALTER EVENT TRIGGER pggit_on_drop DISABLE;
