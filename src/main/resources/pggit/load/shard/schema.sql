-- Where the injectors of a run meet. Times are the server's. A change here asks for another number in layout.
CREATE SCHEMA pggit_load;
CREATE TABLE pggit_load.layout (version int NOT NULL);
INSERT INTO pggit_load.layout VALUES (1);

-- terms: simulation, version of the tool and settings, in which all injectors have to agree.
-- preparer: the one that came first; prepared: what it has got ready for all. merger: the one that makes the result.
CREATE TABLE pggit_load.run (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  injectors int NOT NULL,
  terms text NOT NULL,
  preparer int NOT NULL,
  begun timestamptz NOT NULL DEFAULT clock_timestamp(),
  scratch text,
  prepared text,
  ready timestamptz,
  started timestamptz,
  merger int,
  ended timestamptz
);

-- state: there, done (its files are here), gone (it said so), lost (the others go on without it).
-- silence: the longest time without a heartbeat while the server could be reached.
CREATE TABLE pggit_load.injector (
  run bigint REFERENCES pggit_load.run ON DELETE CASCADE,
  index int,
  host text NOT NULL,
  state text NOT NULL DEFAULT 'there',
  heartbeat timestamptz NOT NULL DEFAULT clock_timestamp(),
  silence interval NOT NULL DEFAULT '0',
  acknowledged bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (run, index)
);

-- When all go on from a place where they wait for each other, and who came there with which figures.
CREATE TABLE pggit_load.phase (
  run bigint REFERENCES pggit_load.run ON DELETE CASCADE,
  name text,
  starts timestamptz NOT NULL,
  PRIMARY KEY (run, name)
);
CREATE TABLE pggit_load.arrival (
  run bigint REFERENCES pggit_load.run ON DELETE CASCADE,
  phase text,
  index int,
  figures float8[] NOT NULL,
  came timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (run, phase, index)
);

-- Files, compressed by gzip and cut into parts; index -1: of the result.
CREATE TABLE pggit_load.file (
  run bigint REFERENCES pggit_load.run ON DELETE CASCADE,
  index int,
  name text,
  part int,
  content bytea NOT NULL,
  PRIMARY KEY (run, index, name, part)
);
