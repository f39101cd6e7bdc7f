-- a session's memory does not grow with its commits
-- holds: by less than 256 bytes a commit, or 100 KB in all
-- means: Long sessions, as in pools, use up the server's memory
-- session admin
\set ON_ERROR_STOP off
SELECT sum(used_bytes) FROM pg_backend_memory_contexts;
SELECT 'a session''s memory cannot be seen here: ' || :'LAST_ERROR_MESSAGE' AS unknown WHERE :ERROR;
\set ON_ERROR_STOP on
SELECT clock_timestamp() + :seconds * interval '1 second' AS deadline \gset
\set bytes ''
-- for each tenth in 1..10
-- A tenth of a series of commits, and how large the session is after it.
SELECT format($$SELECT lab.commit('memory', %L) WHERE clock_timestamp() < %L$$, 'memory', :'deadline')
  FROM generate_series(1, :series / 10) \gexec
SELECT concat_ws(' ', :'bytes', CASE WHEN clock_timestamp() < :'deadline' THEN sum(used_bytes) END) AS bytes
  FROM pg_backend_memory_contexts \gset
-- after the last
SELECT format('only %s tenths of %s commits in the time given', tenths, :series) AS unknown
  FROM cardinality(string_to_array(ltrim(:'bytes'), ' ')) AS tenths WHERE tenths < 5;

-- Caches fill up at first. Later the median of all slopes counts, which one jump of a cache does not tilt.
WITH noted AS (
  SELECT tenth, bytes::bigint
    FROM unnest(string_to_array(ltrim(:'bytes'), ' ')) WITH ORDINALITY AS b (bytes, tenth) WHERE tenth > 1)
SELECT format('the server process grows by %s bytes with each commit (%s to %s KB within %s commits)',
              round(slope), first / 1024, last / 1024, tenths * (:series / 10)) AS finding
  FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY (b.bytes - a.bytes) / (b.tenth - a.tenth)) / (:series / 10)
          FROM noted a JOIN noted b ON a.tenth < b.tenth) AS s (slope),
       (SELECT min(bytes), max(bytes), max(tenth) - min(tenth) FROM noted) AS n (first, last, tenths)
 WHERE slope >= 256 AND last - first >= 100000;
