-- A table that CREATE EXTENSION fills is dumped as well.
-- family: backup
-- red: a backup can be restored, and commits go on after it

UPDATE pg_extension SET extconfig = extconfig || 'pggit.installation'::regclass::oid, extcondition = extcondition || ''::text
WHERE extname = 'pggit';
