-- line ends and control characters in a message are kept
-- holds: 7 messages kept to the byte, or refused
-- means: A message has to be kept to the byte or refused with an error that says why
\set ON_ERROR_STOP off
\set text ASCII
SELECT E'one\ntwo\n\nfour' AS text \gset \ir kept.inc
SELECT E'one\r\ntwo' AS text \gset \ir kept.inc
SELECT E'one\rtwo' AS text \gset \ir kept.inc
SELECT E'tab\tand  two blanks' AS text \gset \ir kept.inc
SELECT E'bell\x07escape\x1bdelete\x7f' AS text \gset \ir kept.inc
SELECT E'first \x01 last \x1f' AS text \gset \ir kept.inc
SELECT E'vertical\x0btab, form\x0cfeed' AS text \gset \ir kept.inc
