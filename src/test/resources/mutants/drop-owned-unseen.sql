-- Tables that go by other statements than DROP TABLE and DROP SCHEMA stay.
-- family: versions
-- red: a dropped table has no version any more

ALTER EVENT TRIGGER pggit_on_drop DISABLE;
CREATE EVENT TRIGGER seen ON sql_drop WHEN TAG IN ('DROP TABLE', 'DROP SCHEMA', 'ALTER TABLE')
  EXECUTE FUNCTION pggit.on_drop();
