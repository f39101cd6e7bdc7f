-- pgGit turns durable commits off for the whole database.
-- family: durability
-- red: pgGit leaves the server's durability alone

ALTER DATABASE @database@ SET synchronous_commit = off;
