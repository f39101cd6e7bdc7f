-- messages of any size
-- holds: sizes of 63 bytes and more, each kept to the byte
-- means: A message has to be kept to the byte or refused with an error that says why
CREATE TABLE sized_:n (size int, kind text, text text, id text, state text, error text);
-- Letters that hardly compress, words that do, and characters of four bytes that do not end at a limit.
SELECT format(
         $do$DO $body$
         DECLARE t text := %2$s; made text;
         BEGIN
           made := lab.commit('sizes', t);
           INSERT INTO sized_%1$s VALUES (%3$s, %4$L, t, made, '00000', '');
         EXCEPTION WHEN OTHERS THEN
           INSERT INTO sized_%1$s VALUES (%3$s, %4$L, t, '', SQLSTATE, SQLERRM);
         END $body$$do$, :'n', text, size, kind)
  FROM (SELECT DISTINCT size
          FROM (SELECT limits + more
                  FROM unnest(ARRAY[64, 128, 255, 500, 1000, 1024, 2000, 2704, 4000, 4096, 8000, 8192, 10000, 32768, 50000,
                                    65536, 100000, 262144, 1000000]) AS limits, unnest(ARRAY[-1, 0, 1]) AS more
                UNION ALL SELECT unnest(ARRAY[1048576, 1048577, 2000000, :largest])) AS s (size)) AS s,
       LATERAL (VALUES
         ('letters', format($$(SELECT left(string_agg(left(translate(encode(sha512(i::text::bytea), 'base64'), E'\n', ''),
                                                           85), '' ORDER BY i), %s)
                                 FROM generate_series(1, %s) AS i)$$, size, size / 85 + 1)),
         ('words', format($$left(repeat('repeated,', %s), %s)$$, size / 9 + 1, size)),
         ('wide', format($$'x' || repeat(chr(128024), %s) || repeat('x', %s)$$, (size - 1) / 4, (size - 1) % 4))
       ) AS t (kind, text)
 WHERE size <= :largest
   AND CASE kind WHEN 'letters' THEN true WHEN 'words' THEN size BETWEEN 1501 AND 2000000
                 ELSE getdatabaseencoding() = 'UTF8' AND size BETWEEN 250 AND 70000 END
 ORDER BY size, kind \gexec
CREATE TABLE looked_:n AS
SELECT s.size, s.kind, s.text, c.message AS stored, s.error IS NOT NULL AND s.state <> '00000' AS refused,
       s.state || ' ' || left(s.error, 200) AS error, lab.refusal(s.state, s.error) AND s.error ~ '[0-9]' AS named
  FROM sized_:n AS s LEFT JOIN LATERAL lab.stored(s.id, s.text) AS c ON true;
SELECT format('a message of %s bytes is altered already: stored as %s', size, to_json(left(stored, 40))) AS unknown
  FROM looked_:n WHERE size = 63 AND stored <> text;
SELECT format('%s bytes: %s', to_char(size, 'FM999,999,999'),
              CASE WHEN stored IS NULL THEN 'acknowledged, not stored'
                   WHEN starts_with(text, stored) THEN 'cut off after ' || octet_length(stored) || ' bytes'
                   ELSE 'altered, ' || octet_length(stored) || ' bytes are stored' END) AS finding
  FROM looked_:n WHERE NOT refused AND stored IS DISTINCT FROM text ORDER BY size;
-- about a limit is named
SELECT format('ordinary messages do not fit: from %s bytes on they fail with %s', to_char(size, 'FM999,999,999'), error) AS finding,
       'REFUSED' AS symptom
  FROM looked_:n WHERE refused AND size <= 10000 ORDER BY size LIMIT 1;
SELECT format('%s bytes fail with %s%s', to_char(size, 'FM999,999,999'), error,
              CASE WHEN size < largest THEN ', larger ones do not' END) AS finding,
       'REFUSED' AS symptom
  FROM (SELECT *, max(size) FILTER (WHERE NOT refused) OVER () AS largest FROM looked_:n) AS l
 WHERE refused AND NOT named ORDER BY size LIMIT 5;
