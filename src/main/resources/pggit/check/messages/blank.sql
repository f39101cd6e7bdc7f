-- an empty or blank message is kept or refused
-- holds: 5 messages kept to the byte, or refused
-- means: A message has to be kept to the byte or refused with an error that says why
-- for each expression in '', ' ', '   ', E'\n', E'\t'
\ir kept.inc
