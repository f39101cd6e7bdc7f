-- text that looks like data in a message is kept
-- holds: 17 messages kept to the byte, or refused
-- means: A message has to be kept to the byte or refused with an error that says why
-- for each expression in 'NULL', 'null', '{}', '{a,b,"c"}', '(1,2)', '{"key": "value", "n": 1e5}',
--   '{ "b" : 1, "a" : 2 , "a" : 3}', '[1, 2]', '<a href="x">&amp;</a>', '\N', '\.', '007', '1.50', '2024-02-30',
--   E'a,b;c\td', 'infinity', 't'
\ir kept.inc
