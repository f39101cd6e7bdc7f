-- A schema stays behind after DROP EXTENSION.
-- family: extension
-- red: DROP EXTENSION leaves nothing behind

CREATE SCHEMA pggit_data;
