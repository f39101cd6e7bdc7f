-- A table is not written to the log.
-- family: durability
-- red: pgGit's tables outlive a crash

ALTER TABLE pggit.trinity_ids SET UNLOGGED;
