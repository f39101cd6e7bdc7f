-- The author is the role that owns pgGit.
-- family: commits
-- red: a commit's author is the role that made it

ALTER TABLE pggit.recorded_commits ALTER author SET DEFAULT current_user;
