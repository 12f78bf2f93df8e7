-- Ids are never used twice: an agent may hold one long after a delete.
CREATE TABLE note (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    body  TEXT NOT NULL
) STRICT;

CREATE TABLE tag (
    note INTEGER NOT NULL REFERENCES note ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (note, name)
) STRICT, WITHOUT ROWID;

-- Files that were read. The row outlives its note, so that a note deleted by
-- a call does not come back before its file changes.
CREATE TABLE file (
    path    TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    note    INTEGER UNIQUE REFERENCES note ON DELETE SET NULL
) STRICT;

CREATE VIRTUAL TABLE note_text USING fts5 (
    title, body,
    content = 'note', content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2'
);

-- A word in the title says more than one in the text.
INSERT INTO note_text (note_text, rank) VALUES ('rank', 'bm25(4.0, 1.0)');

CREATE TRIGGER note_insert AFTER INSERT ON note BEGIN
    INSERT INTO note_text (rowid, title, body) VALUES (new.id, new.title, new.body);
END;

CREATE TRIGGER note_delete AFTER DELETE ON note BEGIN
    INSERT INTO note_text (note_text, rowid, title, body)
    VALUES ('delete', old.id, old.title, old.body);
END;

CREATE TRIGGER note_update AFTER UPDATE ON note BEGIN
    INSERT INTO note_text (note_text, rowid, title, body)
    VALUES ('delete', old.id, old.title, old.body);
    INSERT INTO note_text (rowid, title, body) VALUES (new.id, new.title, new.body);
END;

PRAGMA application_id = 0x4e6f7465;
PRAGMA user_version = 1;
