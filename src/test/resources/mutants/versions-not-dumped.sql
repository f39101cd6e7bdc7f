-- pg_dump leaves the versions of tables out.
-- family: extension
-- red: pg_dump takes the history along

UPDATE pg_extension SET (extconfig, extcondition) =
  (SELECT array_agg(c.o), array_agg(c.w) FROM unnest(extconfig, extcondition) c(o, w) WHERE c.o <> 'pggit.table_versions'::regclass)
 WHERE extname = 'pggit';
