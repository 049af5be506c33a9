CREATE TABLE blobs (
  hash VARCHAR(64) NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (hash)
);

CREATE TABLE originals (
  hash VARCHAR(64) NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (hash)
);

CREATE TABLE store_format (
  number INTEGER NOT NULL,
  PRIMARY KEY (number)
);

CREATE TABLE versions (
  id VARCHAR(16) NOT NULL,
  number INTEGER NOT NULL,
  parent VARCHAR(16),
  author TEXT NOT NULL,
  note TEXT NOT NULL,
  created TEXT NOT NULL,
  source TEXT,
  source_hash VARCHAR(64),
  PRIMARY KEY (id),
  CONSTRAINT one_first_version CHECK ((parent IS NULL) = (number = 1)),
  UNIQUE (number),
  UNIQUE (parent),
  FOREIGN KEY(parent) REFERENCES versions (id)
);

CREATE TABLE version_tables (
  version VARCHAR(16) NOT NULL,
  name TEXT NOT NULL,
  hash VARCHAR(64) NOT NULL,
  PRIMARY KEY (version, name),
  FOREIGN KEY(version) REFERENCES versions (id),
  FOREIGN KEY(hash) REFERENCES blobs (hash)
);

INSERT INTO store_format (number) VALUES (1);
