"""The cache: for each note what was made of it, kept until the file changes. Disposable at any time.

It stores opaque payloads and knows only files. A row is good as long as size, mtime and inode are what they were,
unless the file was changed so shortly before it was read that a second change need not show in its mtime: such
rows are *racy*, as in git's index, and are read again.
"""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from vault_tools.findings import Finding
from vault_tools.vault.reading import Parse, read_notes
from vault_tools.vault.scan import Scan, Stat

RACY_NS = 2_000_000_000
"""The coarsest mtime of file systems in use: two seconds, on FAT."""

BUSY_SECONDS = 10.0

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE files (
    path TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, inode INTEGER, racy INTEGER, hash BLOB
) WITHOUT ROWID;
CREATE TABLE payloads (path TEXT PRIMARY KEY, payload BLOB);
"""


class Refresh(msgspec.Struct):
    """What a refresh found: notes whose payload is another now, notes gone, and files that can't be read."""

    changed: dict[str, bytes]
    removed: list[str]
    findings: list[Finding]
    generation: int

    @property
    def anything(self) -> bool:
        """Whether the notes differ from those of the refresh before."""
        return bool(self.changed or self.removed)


class Index:
    """The cache of one vault. `stamp` names what the payloads depend on besides the files' bytes: another stamp
    empties it. `log` is told what `-v` shows.

    A file that can't be used (read-only folder, full disk, locked for long) is replaced by one in memory.
    """

    def __init__(self, file: Path, stamp: str, log: Callable[[str], None]) -> None:
        self.file: Path | None = file
        self.stamp = stamp
        self.log = log
        self._db = self._open()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def refresh(self, vault: Path, scan: Scan, parse: Parse, tick: Callable[[int, int], None] | None = None) -> Refresh:
        """Bring the cache to what `scan` found: read and parse what changed, forget what is gone.

        `tick(done, of)` is called now and then on a long way.
        """
        try:
            return self._refresh(vault, scan, parse, tick)
        except sqlite3.DatabaseError as error:
            self._replace(error)
            return self._refresh(vault, scan, parse, tick)

    def payloads(self) -> Iterator[tuple[str, bytes]]:
        """All (path, payload), in no order."""
        return iter(self._db.execute("SELECT path, payload FROM payloads"))

    def get(self, key: str) -> bytes | None:
        """A value kept beside the notes, or None."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row and row[0] is not None else None

    def put(self, key: str, value: bytes) -> None:
        """Keep a value beside the notes; where that fails, it is as if it had been lost."""
        try:
            with self._db:
                self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
        except sqlite3.DatabaseError as error:
            self.log(f"index: {key} could not be kept: {error}")

    def rebuild(self) -> None:
        """Forget everything."""
        self._db.close()
        self._delete()
        self._db = self._open()

    def _refresh(self, vault: Path, scan: Scan, parse: Parse, tick: Callable[[int, int], None] | None) -> Refresh:
        # `racy` 1 makes a row that equals no file's stat, so that the file is read again
        stats = "SELECT path, size - racy * size - racy, mtime, inode FROM files"
        known: dict[str, Stat] = {path: (size, mtime, inode) for path, size, mtime, inode in self._db.execute(stats)}
        suspects = [path for path, found in scan.notes.items() if known.get(path) != found]
        removed = [path for path in known if path not in scan.notes]
        rows: list[tuple[object, ...]] = []
        result = Refresh({}, removed, [], 0)
        wanted = [(path, self._hash(path) if path in known else None) for path in suspects]
        for number, read in enumerate(read_notes(str(vault), wanted, parse)):
            if tick and number % 250 == 0:
                tick(number, len(suspects))
            if read.hash is None:
                if read.error:
                    result.findings.append(Finding(read.path, "unreadable", None, {"reason": read.error}))
                if read.path in known:
                    result.removed.append(read.path)
                continue
            size, mtime, inode = scan.notes[read.path]
            rows.append((read.path, size, mtime, inode, int(mtime >= read.started - RACY_NS), read.hash))
            is_new = read.path not in known or read.payload != self._payload(read.path)
            if read.payload is not None and is_new:
                result.changed[read.path] = read.payload
        result.generation = self._store(rows, result)
        return result

    def _hash(self, path: str) -> bytes | None:
        row = self._db.execute("SELECT hash FROM files WHERE path = ?", (path,)).fetchone()
        return bytes(row[0]) if row else None

    def _payload(self, path: str) -> bytes | None:
        row = self._db.execute("SELECT payload FROM payloads WHERE path = ?", (path,)).fetchone()
        return bytes(row[0]) if row else None

    def _store(self, rows: list[tuple[object, ...]], result: Refresh) -> int:
        generation = int(self.get("generation") or b"0")
        if not rows and not result.removed:
            return generation
        gone = [(path,) for path in result.removed]
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            if result.anything:
                generation = int(self.get("generation") or b"0") + 1
                self._db.execute("INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (str(generation).encode(),))
            self._db.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", rows)
            self._db.executemany("INSERT OR REPLACE INTO payloads VALUES (?, ?)", result.changed.items())
            self._db.executemany("DELETE FROM files WHERE path = ?", gone)
            self._db.executemany("DELETE FROM payloads WHERE path = ?", gone)
        return generation

    def _open(self) -> sqlite3.Connection:
        if self.file is not None:
            try:
                self.file.parent.mkdir(exist_ok=True)
                return self._connect(str(self.file))
            except (OSError, sqlite3.DatabaseError) as error:
                self.log(f"index: {self.file.name} can't be used ({error}), starting anew")
                self._delete()
            try:
                return self._connect(str(self.file))
            except (OSError, sqlite3.DatabaseError) as error:
                self.log(f"index: kept in memory only: {error}")
                self.file = None
        return self._connect(":memory:")

    def _connect(self, name: str) -> sqlite3.Connection:
        db = sqlite3.connect(name, timeout=BUSY_SECONDS, check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            with db:
                db.execute("BEGIN IMMEDIATE")
                tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
                stamp = (
                    db.execute("SELECT value FROM meta WHERE key = 'stamp'").fetchone() if "meta" in tables else None
                )
                if stamp is None or stamp[0] != self.stamp.encode():
                    if tables:
                        self.log("index: made by another version or config, rebuilt")
                    self._create(db, tables)
        except BaseException:
            db.close()
            raise
        return db

    def _create(self, db: sqlite3.Connection, tables: set[str]) -> None:
        for table in tables:
            db.execute(f'DROP TABLE "{table}"')
        for statement in filter(None, map(str.strip, _SCHEMA.split(";"))):
            db.execute(statement)
        db.execute("INSERT INTO meta VALUES ('stamp', ?)", (self.stamp.encode(),))

    def _replace(self, error: sqlite3.DatabaseError) -> None:
        """Go on after an error of the cache: with a new file if this one is broken, in memory if it is of no use."""
        self.log(f"index: {error}, rebuilt")
        self._db.close()
        if isinstance(error, sqlite3.OperationalError):
            self.file = None
        else:
            self._delete()
        self._db = self._open()

    def _delete(self) -> None:
        if self.file is None:
            return
        for suffix in ("", "-wal", "-shm", "-journal"):
            try:
                Path(f"{self.file}{suffix}").unlink(missing_ok=True)
            except OSError as error:
                self.log(f"index: {self.file.name}{suffix} can't be deleted: {error}")
