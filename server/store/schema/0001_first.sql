-- Ids and names of enumerators are TEXT, times are milliseconds since 1970 UTC, digests are hex.

-- Made on the first load of a room.
CREATE TABLE room (
    id    TEXT NOT NULL PRIMARY KEY,
    epoch TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What members said. The author's name and role are those of that moment.
CREATE TABLE message (
    number      INTEGER PRIMARY KEY,  -- the order of arrival, where accepted_at is the same
    id          TEXT NOT NULL UNIQUE,
    room        TEXT NOT NULL,
    author      TEXT NOT NULL,
    author_name TEXT NOT NULL,
    author_role TEXT NOT NULL,
    send_key    TEXT NOT NULL,
    text        BLOB NOT NULL,
    shown       BLOB NOT NULL,
    accepted_at INTEGER NOT NULL,
    state       TEXT NOT NULL,
    seq         INTEGER,
    note        TEXT,
    assessment  TEXT NOT NULL,  -- JSON
    verdict     TEXT NOT NULL,  -- JSON
    UNIQUE (author, send_key)
) STRICT;

CREATE INDEX message_by_acceptance ON message (room, accepted_at, number);
CREATE INDEX message_unseen ON message (room, accepted_at, number)
    WHERE state IN ('held', 'returned');

-- The log: what members may see, in order and without holes.
CREATE TABLE room_event (
    room    TEXT NOT NULL,
    seq     INTEGER NOT NULL CHECK (seq > 0),
    kind    TEXT NOT NULL,
    message TEXT NOT NULL REFERENCES message (id),
    at      INTEGER NOT NULL,
    PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE triage_case (
    id          TEXT NOT NULL PRIMARY KEY,
    about       TEXT NOT NULL,
    state       TEXT NOT NULL,
    level       TEXT NOT NULL,
    category    TEXT NOT NULL,
    opened_at   INTEGER NOT NULL,
    level_since INTEGER NOT NULL,
    holder      TEXT,
    care_open   INTEGER NOT NULL,
    version     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX one_open_case ON triage_case (about) WHERE state <> 'closed';

CREATE TABLE case_flag (
    case_id    TEXT NOT NULL REFERENCES triage_case (id),
    position   INTEGER NOT NULL,
    message    TEXT NOT NULL,
    room       TEXT NOT NULL,
    level      TEXT NOT NULL,
    category   TEXT NOT NULL,
    rule       TEXT NOT NULL,
    at         INTEGER NOT NULL,
    opens_care INTEGER NOT NULL,
    PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    id         TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX staff_name ON account (name) WHERE role <> 'member';

CREATE TABLE session (
    token      TEXT NOT NULL PRIMARY KEY,  -- digest
    member     TEXT NOT NULL REFERENCES account (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_by_member ON session (member);
CREATE INDEX session_by_expiry ON session (expires_at);

CREATE TABLE sign_in_code (
    code       TEXT NOT NULL PRIMARY KEY,  -- digest
    member     TEXT NOT NULL REFERENCES account (id),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A hash chain (server/store/audit_chain.hpp). The triggers stop a mistake; the chain shows the rest.
CREATE TABLE audit (
    number  INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT NOT NULL,
    act     TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL,
    hash    TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_grows_at_its_end BEFORE INSERT ON audit
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit)
BEGIN
    SELECT RAISE(ABORT, 'the audit chain grows at its end');
END;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit chain is append-only');
END;

CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit chain is append-only');
END;

-- Written to learn whether anything can be made durable.
CREATE TABLE probe (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    writes INTEGER NOT NULL
) STRICT;
