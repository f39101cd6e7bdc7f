-- No index keeps IDs unique.
-- family: IDs
-- red: the database keeps IDs unique

ALTER TABLE pggit.trinity_ids DROP CONSTRAINT trinity_ids_pkey;
CREATE INDEX ON pggit.trinity_ids (trinity_id);
