-- Unicode in a message is kept
-- holds: 13 messages kept to the byte, or refused
-- means: A message has to be kept to the byte or refused with an error that says why
-- for each expression in U&'\00e4\00f6\00fc\00df Stra\00dfe', U&'e\0301 and \00e9', U&'\00c5ngstr\00f6m \212b',
--   U&'\fb01 \fb00 \00bd \00b2 \2167', U&'\65e5\672c\8a9e \4e2d\6587 \d55c\ad6d\c5b4',
--   U&'\05e2\05d1\05e8\05d9\05ea \202e \0627\0644\0639\0631\0628\064a\0629',
--   U&'\+01f418 \+01f469\200d\+01f469\200d\+01f467 \+01f1ea\+01f1fa', U&'\+01d518\+01d52b\+01d526 \+020000',
--   U&'\00a0\2003\3000', U&'\feffbyte order mark', U&'zero\200bwidth\00adsoft', U&'\0131\0130 \017f',
--   U&'\ffff \fffd'
\ir kept.inc
