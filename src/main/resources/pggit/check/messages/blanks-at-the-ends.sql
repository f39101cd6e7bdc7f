-- blanks at the ends of a message are kept
-- holds: 7 messages kept to the byte, or refused
-- means: A message has to be kept to the byte or refused with an error that says why
-- for each expression in 'end ', ' start', '  both  ', E'\tindented', E'line end\n', E'line end\r\n',
--   E'\n\nempty lines first'
\ir kept.inc
