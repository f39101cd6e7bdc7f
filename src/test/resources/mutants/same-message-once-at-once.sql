-- The same message on the same branch at the same time fails.
-- family: sessions at once
-- red: the same message from many sessions at once

CREATE UNIQUE INDEX ON pggit.recorded_commits (branch, message) WHERE message LIKE 'the same%';
