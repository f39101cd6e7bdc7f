-- What a commit takes is in COMMIT, as on a slow disk or far away: too long for a whole series.
-- family: a long series
-- told: a long series of commits
-- red: a commit does not sleep

CREATE FUNCTION pggit.at_its_end() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.06); RETURN NULL; END';
CREATE CONSTRAINT TRIGGER at_its_end AFTER INSERT ON pggit.recorded_commits DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION pggit.at_its_end();
