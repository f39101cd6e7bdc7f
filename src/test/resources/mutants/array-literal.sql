-- Messages pass through an array literal.
-- family: messages
-- red: blanks at the ends of a message are kept
-- red: an empty or blank message is kept or refused
-- red: line ends and control characters in a message are kept
-- red: quotes, backslashes and SQL in a message are kept
-- red: text that looks like data in a message is kept
-- red: Unicode in a message is kept
-- red: the same message by simple protocol

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, ('{' || message || '}')::text[]::text);
END
