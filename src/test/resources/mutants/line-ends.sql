-- CR LF becomes LF.
-- family: messages
-- red: blanks at the ends of a message are kept
-- red: line ends and control characters in a message are kept

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, replace(message, E'\r\n', E'\n'));
END
