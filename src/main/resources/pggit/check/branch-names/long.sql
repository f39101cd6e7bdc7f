-- long branch names with the same beginning
-- holds: 28 branches kept apart, or refused
-- means: Commits of two branches end up in one history, or on a branch nobody named
\set all false
\ir before.inc
SELECT repeat('b', 31) || '1' AS name \gset \ir taken.inc
SELECT repeat('b', 31) || '2' AS name \gset \ir taken.inc
SELECT repeat('b', 62) || '1' AS name \gset \ir taken.inc
SELECT repeat('b', 62) || '2' AS name \gset \ir taken.inc
SELECT repeat('b', 63) || '1' AS name \gset \ir taken.inc
SELECT repeat('b', 63) || '2' AS name \gset \ir taken.inc
SELECT repeat('b', 64) || '1' AS name \gset \ir taken.inc
SELECT repeat('b', 64) || '2' AS name \gset \ir taken.inc
SELECT repeat('b', 100) || '1' AS name \gset \ir taken.inc
SELECT repeat('b', 100) || '2' AS name \gset \ir taken.inc
SELECT repeat('b', 127) || '1' AS name \gset \ir taken.inc
SELECT repeat('b', 127) || '2' AS name \gset \ir taken.inc
SELECT repeat('b', 128) || '1' AS name \gset \ir taken.inc
SELECT repeat('b', 128) || '2' AS name \gset \ir taken.inc
SELECT repeat('b', 199) || '1' AS name \gset \ir taken.inc
SELECT repeat('b', 199) || '2' AS name \gset \ir taken.inc
SELECT repeat('b', 200) || '1' AS name \gset \ir taken.inc
SELECT repeat('b', 200) || '2' AS name \gset \ir taken.inc
SELECT repeat('b', 249) || '1' AS name \gset \ir taken.inc
SELECT repeat('b', 249) || '2' AS name \gset \ir taken.inc
SELECT repeat('b', 254) || '1' AS name \gset \ir taken.inc
SELECT repeat('b', 254) || '2' AS name \gset \ir taken.inc
SELECT repeat('b', 255) || '1' AS name \gset \ir taken.inc
SELECT repeat('b', 255) || '2' AS name \gset \ir taken.inc
SELECT repeat('b', 256) || '1' AS name \gset \ir taken.inc
SELECT repeat('b', 256) || '2' AS name \gset \ir taken.inc
SELECT repeat('b', 500) || '1' AS name \gset \ir taken.inc
SELECT repeat('b', 500) || '2' AS name \gset \ir taken.inc
\ir kept-apart.inc
