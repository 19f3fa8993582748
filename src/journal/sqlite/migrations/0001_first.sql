-- Times are nanoseconds since 1970 in UTC. Nothing is ever deleted here but files of the queue,
-- so that no number is used twice.

CREATE TABLE identity (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    uuid TEXT NOT NULL
) STRICT;

CREATE TABLE instance (
    epoch      INTEGER PRIMARY KEY,
    started    INTEGER NOT NULL,
    boot_id    TEXT NOT NULL,
    machine_id TEXT NOT NULL,
    pid        INTEGER NOT NULL,
    version    TEXT NOT NULL,
    ended      INTEGER
) STRICT;

CREATE TABLE constant (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stop_switch (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    why  TEXT,
    at   INTEGER NOT NULL
) STRICT;

CREATE TABLE account (
    id             INTEGER PRIMARY KEY,
    name           TEXT NOT NULL UNIQUE,
    paused         TEXT,
    waits_until    INTEGER,
    failures       INTEGER NOT NULL DEFAULT 0,
    open_until     INTEGER,
    opened         INTEGER NOT NULL DEFAULT 0,
    last_published INTEGER,
    left_count     INTEGER,
    left_until     INTEGER
) STRICT;

CREATE TABLE session (
    account INTEGER PRIMARY KEY REFERENCES account,
    sealed  BLOB NOT NULL
) STRICT;

CREATE TABLE post (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    revision BLOB NOT NULL CHECK (length(revision) = 32),
    status   TEXT NOT NULL CHECK (status IN
        ('active', 'published', 'failed', 'settled', 'superseded', 'withdrawn')),
    taken    INTEGER NOT NULL,
    timing   TEXT NOT NULL CHECK (timing IN ('next-slot', 'slot', 'at', 'now')),
    slot     TEXT,
    at       INTEGER,
    expires  INTEGER,
    urgent   INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    CHECK ((timing = 'slot') = (slot IS NOT NULL)),
    CHECK ((timing = 'at') = (at IS NOT NULL))
) STRICT;

-- Nothing of a superseded or withdrawn post was sent, so it may come again.
CREATE UNIQUE INDEX post_known ON post (name, revision)
    WHERE status NOT IN ('superseded', 'withdrawn');
CREATE INDEX post_unsettled ON post (id) WHERE status IN ('active', 'published', 'failed');

-- What people wrote lies apart, so that the queue can be walked without reading it.
CREATE TABLE content (
    post INTEGER PRIMARY KEY REFERENCES post,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE delivery (
    id         INTEGER PRIMARY KEY,
    post       INTEGER NOT NULL REFERENCES post,
    account    INTEGER NOT NULL REFERENCES account,
    version    INTEGER NOT NULL CHECK (version >= 1),
    state      TEXT NOT NULL CHECK (state IN
        ('planned', 'preparing', 'ready', 'sending', 'uncertain', 'held',
         'published', 'failed', 'expired', 'missed', 'cancelled', 'recalled')),
    detail     TEXT CHECK ((detail IS NULL) =
        (state IN ('planned', 'preparing', 'ready', 'published', 'recalled'))),
    part       INTEGER NOT NULL,
    parts      INTEGER NOT NULL,
    attempts   INTEGER NOT NULL,
    first_sent INTEGER,
    failures   INTEGER NOT NULL,
    not_before INTEGER,
    give_up    INTEGER,
    refreshed  INTEGER NOT NULL CHECK (refreshed IN (0, 1)),
    crashes    INTEGER NOT NULL,
    due        INTEGER,
    slot       TEXT,
    nominal    INTEGER,
    place      INTEGER,
    CHECK ((slot IS NULL) = (nominal IS NULL) AND (slot IS NULL) = (place IS NULL)),
    CHECK (slot IS NULL OR due IS NOT NULL)
) STRICT;

CREATE INDEX delivery_of_post ON delivery (post);
CREATE INDEX delivery_open ON delivery (id)
    WHERE state NOT IN ('published', 'failed', 'expired', 'missed', 'cancelled', 'recalled');
CREATE UNIQUE INDEX delivery_slot ON delivery (account, nominal, slot, place)
    WHERE slot IS NOT NULL;

CREATE TABLE part (
    delivery INTEGER NOT NULL REFERENCES delivery,
    part     INTEGER NOT NULL CHECK (part >= 0),
    body     TEXT NOT NULL,
    digest   BLOB NOT NULL CHECK (length(digest) = 32),
    progress TEXT,
    expires  INTEGER,
    PRIMARY KEY (delivery, part)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER part_is_final BEFORE UPDATE OF delivery, part, body, digest ON part
BEGIN SELECT RAISE(ABORT, 'parts are final'); END;

CREATE TABLE attempt (
    delivery INTEGER NOT NULL,
    part     INTEGER NOT NULL,
    number   INTEGER NOT NULL CHECK (number >= 1),
    account  INTEGER NOT NULL REFERENCES account,
    epoch    INTEGER NOT NULL REFERENCES instance,
    opened   INTEGER NOT NULL,
    uptime   INTEGER NOT NULL,
    key      TEXT NOT NULL,
    body     BLOB NOT NULL CHECK (length(body) = 32),
    ended    INTEGER,
    ending   TEXT NOT NULL DEFAULT 'open'
        CHECK (ending IN ('open', 'published', 'refused', 'lost', 'interrupted')),
    failure  TEXT,
    PRIMARY KEY (delivery, part, number),
    FOREIGN KEY (delivery, part) REFERENCES part (delivery, part),
    CHECK ((ended IS NULL) = (ending = 'open'))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX attempt_open ON attempt (delivery, part) WHERE ended IS NULL;
CREATE INDEX attempt_sent ON attempt (account, opened);

CREATE TRIGGER attempt_of_this_instance BEFORE INSERT ON attempt
WHEN NEW.epoch IS NOT (SELECT max(epoch) FROM instance)
BEGIN SELECT RAISE(ABORT, 'an attempt belongs to the newest instance'); END;

CREATE TRIGGER attempt_of_a_part_without_receipt BEFORE INSERT ON attempt
WHEN EXISTS (SELECT 1 FROM receipt WHERE delivery = NEW.delivery AND part = NEW.part)
BEGIN SELECT RAISE(ABORT, 'the part has a receipt already'); END;

CREATE TRIGGER attempt_keeps_its_end BEFORE UPDATE ON attempt WHEN OLD.ended IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the attempt has ended'); END;

CREATE TABLE receipt (
    delivery INTEGER NOT NULL,
    part     INTEGER NOT NULL,
    body     TEXT NOT NULL,
    PRIMARY KEY (delivery, part),
    FOREIGN KEY (delivery, part) REFERENCES part (delivery, part)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER receipt_is_final BEFORE UPDATE ON receipt
BEGIN SELECT RAISE(ABORT, 'receipts are final'); END;
CREATE TRIGGER receipt_stays BEFORE DELETE ON receipt
BEGIN SELECT RAISE(ABORT, 'receipts are final'); END;

CREATE TABLE outcome (
    number INTEGER PRIMARY KEY,
    body   TEXT NOT NULL,
    hash   BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TRIGGER outcome_is_final BEFORE UPDATE ON outcome
BEGIN SELECT RAISE(ABORT, 'outcomes are final'); END;
CREATE TRIGGER outcome_stays BEFORE DELETE ON outcome
BEGIN SELECT RAISE(ABORT, 'outcomes are final'); END;

CREATE TABLE notice (
    id       INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    account  TEXT,
    delivery INTEGER,
    reason   TEXT NOT NULL,
    seen     INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1))
) STRICT;

CREATE INDEX notice_unseen ON notice (delivery, account) WHERE seen = 0;

CREATE TABLE file (
    name     TEXT PRIMARY KEY,
    size     INTEGER NOT NULL,
    mtime    INTEGER NOT NULL,
    inode    INTEGER NOT NULL,
    post     INTEGER,
    revision BLOB CHECK (revision IS NULL OR length(revision) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_order (
    id     INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    body   TEXT NOT NULL,
    answer TEXT
) STRICT;

CREATE INDEX person_order_waiting ON person_order (id) WHERE answer IS NULL;
