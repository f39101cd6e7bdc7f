-- A table dropped in REPEATABLE READ stays in commits if another session has changed it since the snapshot.
-- family: reading history
-- red: a commit contains the tables as they are

CREATE TRIGGER same BEFORE UPDATE ON pggit.relations
  FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
