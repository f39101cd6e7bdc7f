-- line ends and control characters in a message are kept
-- holds: 7 messages kept to the byte, or refused
-- means: A message has to be kept to the byte or refused with an error that says why
-- for each expression in E'one\ntwo\n\nfour', E'one\r\ntwo', E'one\rtwo', E'tab\tand  two blanks',
--   E'bell\x07escape\x1bdelete\x7f', E'first \x01 last \x1f', E'vertical\x0btab, form\x0cfeed'
\ir kept.inc
