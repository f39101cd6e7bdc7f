-- Blanks at both ends of a message are removed.
-- family: messages
-- red: an empty or blank message is kept or refused
-- red: blanks at the ends of a message are kept

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, btrim(message));
END
