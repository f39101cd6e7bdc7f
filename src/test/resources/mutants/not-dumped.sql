-- pg_dump leaves the history out.
-- family: extension
-- red: pg_dump takes the history along

UPDATE pg_extension SET extconfig = NULL, extcondition = NULL WHERE extname = 'pggit';
