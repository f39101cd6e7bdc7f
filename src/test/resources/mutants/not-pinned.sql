-- The commit function runs with its owner's rights and the caller's search_path.
-- family: search_path
-- red: functions with their owner's rights have a search_path of their own

ALTER FUNCTION pggit.commit_changes(text, text, text) RESET search_path;
