-- Tables dropped along with their schema stay.
-- family: versions of unusual tables
-- red: versions go on after DROP SCHEMA CASCADE

ALTER EVENT TRIGGER pggit_on_drop DISABLE;
CREATE EVENT TRIGGER pggit_on_drop_table ON sql_drop WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION pggit.on_drop();
