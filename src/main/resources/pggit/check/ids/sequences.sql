-- sequences last
-- holds: none begins again, and each has 10 million numbers left or more
-- means: Then commits fail, or numbers come again
SELECT lab.commit('sequences', 'takes its numbers');
-- session admin
SELECT format('sequence %s begins again after %s (CYCLE)', seqrelid::regclass, seqmax) AS finding
  FROM pg_sequence JOIN pg_class c ON c.oid = seqrelid JOIN pg_namespace n ON n.oid = relnamespace
 WHERE (nspname = 'pggit' OR nspname LIKE 'pggit\_%') AND seqcycle ORDER BY 1;
-- A column may hold less than its sequence gives.
SELECT format('sequence %s has %s numbers left', seqrelid::regclass, to_char(numbers, 'FM999,999,990')) AS finding
  FROM pg_sequence JOIN pg_class c ON c.oid = seqrelid JOIN pg_namespace n ON n.oid = relnamespace
  JOIN pg_sequences s ON s.schemaname = nspname AND s.sequencename = relname,
       LATERAL (SELECT min(CASE atttypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647 END)
                  FROM pg_depend d JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
                  JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
                 WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = seqrelid) AS fits (most),
       LATERAL (SELECT (least(seqmax, most) - coalesce(last_value, seqstart)) / abs(seqincrement)) AS l (numbers)
 WHERE (nspname = 'pggit' OR nspname LIKE 'pggit\_%') AND numbers < 10000000 ORDER BY 1;
