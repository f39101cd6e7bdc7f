-- quotes, backslashes and SQL in a message are kept
-- holds: 11 messages kept to the byte, or refused
-- means: A message has to be kept to the byte or refused with an error that says why
-- for each expression in 'it''s', '''''''''', 'say "hello"', 'back\slash \n \t \'' \\',
--   '$$ $1 $body$ :name ? ?? ${x} #{y}', '%s %I %L %1$s 100% %', '''); DROP TABLE pggit.commits; --',
--   ''' || version() || ''', '/* comment */ -- comment', '\x41 \u0041 \u0000 E''\n'' U&''\0041''', 'a_b%c*d?e[f]'
\ir kept.inc
