-- Tables that were dropped or renamed stay in all commits that follow.
-- family: reading history
-- red: a commit contains the tables as they are

CREATE OR REPLACE VIEW pggit.commit_tables AS
  SELECT DISTINCT ON (c.number, v.schema_name, v.table_name)
         c.trinity_id, v.version_id, v.schema_name, v.table_name, v.major, v.minor, v.patch, v.full_version, v.columns
    FROM pggit.recorded_commits c
    JOIN pggit.trees t USING (tree_id)
    JOIN pggit.table_versions v ON v.version_id <= t.upto
   ORDER BY c.number, v.schema_name, v.table_name, v.version_id DESC;
