-- After a restore the numbers of commits begin again.
-- family: extension
-- red: pg_dump takes the history along

UPDATE pg_extension SET (extconfig, extcondition) =
  (SELECT array_agg(c.o), array_agg(c.w) FROM unnest(extconfig, extcondition) c(o, w) WHERE c.o <> 'pggit.commit_number'::regclass)
 WHERE extname = 'pggit';
