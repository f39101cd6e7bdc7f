-- pgGit leaves the server's durability alone
-- holds: fsync, synchronous_commit and full_page_writes are as the server was started
-- means: Installing pgGit makes all data of the database less safe
SELECT format('%s was %s when the server started and is %s in a new session of this database', name, before, setting) AS finding
  FROM jsonb_each_text(:'settings_before') AS b (name, before) JOIN pg_catalog.pg_settings USING (name)
 WHERE setting <> before;
