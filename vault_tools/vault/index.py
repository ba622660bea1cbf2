"""The cache: for each note what was made of it, kept until the file changes. Disposable at any time.

It stores opaque payloads and knows only files. A note's payload is good as long as size, mtime and inode are what
they were, unless the file was changed so shortly before it was read that a second change need not show in its mtime:
such notes are *racy*, as in git's index, and are read again. What was seen of the files is kept as one listing a
folder, in the bytes that the next walk gives if nothing changed there.
"""

import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

import msgspec

from vault_tools.findings import Finding
from vault_tools.vault.folders import Changes
from vault_tools.vault.reading import Parse, Read, read_notes
from vault_tools.vault.scan import Scan
from vault_tools.vault.shelf import Fetch, Shelf, Value

BUSY_SECONDS = 10.0

PAGE_BYTES = 16384
"""A file's page: of larger ones a new cache and the kept network need fewer, and take half the time to write."""

LOG_PAGES = 2000
"""From so many pages on what was written is brought to its place at once, else when the cache is closed: as that waits
for the disk, once is enough."""

# Tables with large values have row ids: without, each look-up would read the values it passes.
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB);
CREATE TABLE kept (key TEXT PRIMARY KEY, value BLOB, crc INTEGER);
CREATE TABLE folders (folder TEXT PRIMARY KEY, listing BLOB);
CREATE TABLE notes (path TEXT PRIMARY KEY, hash BLOB, payload BLOB, generation INTEGER);
CREATE INDEX notes_by_generation ON notes (generation);
CREATE TABLE gone (path TEXT PRIMARY KEY, generation INTEGER) WITHOUT ROWID;
"""

_FORMAT = 5
"""Raise it when the tables or what is in them change."""

_GENERATION, _EPOCH, _ORIGIN = "generation", "epoch", "origin"
"""Counters: of changes to what payloads say, and of everything written by a refresh; and when the cache was made, in
nanoseconds, which tells one cache from the next."""

Tick = Callable[[int, int], None]
Arrived = Callable[[str, bytes], None]


class Refresh(msgspec.Struct):
    """What a refresh found: notes whose payload is another now, notes gone, and files that can't be read. `generation`
    grows with every change that any process finds, in the cache that began at `origin`."""

    changed: dict[str, bytes]
    removed: list[str]
    findings: list[Finding]
    generation: int
    origin: int

    @property
    def anything(self) -> bool:
        """Whether the notes differ from those of the refresh before."""
        return bool(self.changed or self.removed)


class Index:
    """The cache of one vault. `stamp` names what the payloads depend on besides the files' bytes: another stamp
    empties it, and it is `new` then. `log` is told what `-v` shows.

    A file that can't be used (read-only folder, full disk, locked for long) is replaced by one in memory.
    """

    def __init__(self, file: Path, stamp: str, log: Callable[[str], None]) -> None:
        self.file: Path | None = file
        self.stamp = f"{_FORMAT} {stamp}"
        self.log = log
        self.new = False
        self._db = self._open()

    @property
    def size(self) -> int:
        """The bytes that the cache's file has; 0 for one in memory."""
        return self.file.stat().st_size if self.file else 0

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def refresh(
        self,
        vault: Path,
        scan: Scan,
        parse: Parse,
        tick: Tick | None = None,
        arrived: Arrived | None = None,
        within: Collection[str] | None = None,
    ) -> Refresh:
        """Bring the cache to what `scan` found, in all folders or only `within` these: read and parse what changed,
        forget what is gone.

        `tick(done, of)` is called now and then on a long way, and `arrived(path, payload)` for each payload that is
        another now, while others are still being made.
        """
        try:
            return self._refresh(vault, scan, parse, tick, arrived, within)
        except (sqlite3.DatabaseError, msgspec.MsgspecError) as error:
            self._replace(error)
            return self._refresh(vault, scan, parse, tick, arrived, within)

    def payloads(self) -> Iterator[tuple[str, bytes]]:
        """All (path, payload), in no order."""
        return iter(self._db.execute("SELECT path, payload FROM notes"))

    def since(self, generation: int) -> tuple[dict[str, bytes], list[str]]:
        """The payloads that are others than at `generation`, by path, and the paths of the notes gone since."""
        changed = self._db.execute("SELECT path, payload FROM notes WHERE generation > ?", (generation,))
        gone = self._db.execute("SELECT path FROM gone WHERE generation > ?", (generation,))
        return dict(changed), [path for (path,) in gone]

    def get(self, key: str) -> Value | None:
        """A value kept beside the notes; None if there is none, or it was damaged."""
        return self._shelf.get(key)

    def put(self, key: str, *parts: bytes | bytearray | memoryview) -> None:
        """Keep a value, given in parts, beside the notes; where that fails, it is as if it had been lost."""
        self._shelf.put(key, *parts)

    def held(self, keys: Iterable[str]) -> Fetch:
        """What gives these values in a process forked from this one, which must not ask the cache."""
        return self._shelf.held(keys)

    def settle(self) -> None:
        """Bring what was written to its place in the file, when there is time: else a later write waits for that."""
        try:
            self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        except sqlite3.DatabaseError as error:
            self.log(f"index: could not be settled: {error}")

    @property
    def _shelf(self) -> Shelf:
        return Shelf(self._db, self.file, self.log)

    def rebuild(self) -> None:
        """Forget everything."""
        self._db.close()
        self._delete()
        self._db = self._open()

    def _refresh(
        self,
        vault: Path,
        scan: Scan,
        parse: Parse,
        tick: Tick | None,
        arrived: Arrived | None,
        within: Collection[str] | None,
    ) -> Refresh:
        while True:
            epoch = self._count(_EPOCH)
            known = dict(self._db.execute("SELECT folder, listing FROM folders"))
            if within is not None:
                known = {folder: known[folder] for folder in within if folder in known}
            if scan.folders == known:
                return Refresh({}, [], [], self._count(_GENERATION), self._count(_ORIGIN))
            changes = Changes(scan.folders, known)
            result = Refresh({}, changes.removed, [], 0, self._count(_ORIGIN))
            hashes: dict[str, bytes] = {}
            wanted = [(path, self._hash(path) if path in changes.known else None) for path in changes.suspects]
            for number, read in enumerate(read_notes(str(vault), wanted, parse)):
                if tick and number % 250 == 0:
                    tick(number, len(wanted))
                if self._take(read, changes, result, hashes) and arrived:
                    arrived(read.path, result.changed[read.path])
            if self._store(epoch, changes, result, hashes):
                return result

    def _take(self, read: Read, changes: Changes, result: Refresh, hashes: dict[str, bytes]) -> bool:
        """Take in a note that was read; gives whether its payload is another now."""
        if read.hash is None:
            if read.error:
                result.findings.append(Finding(read.path, "unreadable", None, {"reason": read.error}))
            if read.path in changes.known:
                result.removed.append(read.path)
            changes.leave_out(read.path)
            return False
        changes.seen(read.path, read.started)
        hashes[read.path] = read.hash
        if read.payload is None or (read.path in changes.known and read.payload == self._payload(read.path)):
            return False
        result.changed[read.path] = read.payload
        return True

    def _hash(self, path: str) -> bytes | None:
        row = self._db.execute("SELECT hash FROM notes WHERE path = ?", (path,)).fetchone()
        return bytes(row[0]) if row else None

    def _payload(self, path: str) -> bytes | None:
        row = self._db.execute("SELECT payload FROM notes WHERE path = ?", (path,)).fetchone()
        return bytes(row[0]) if row else None

    def _count(self, key: str) -> int:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return int(row[0]) if row else 0

    def _store(self, epoch: int, changes: Changes, result: Refresh, hashes: dict[str, bytes]) -> bool:
        """Keep what a refresh found; False if another process kept something since `epoch`: then look again."""
        listings = changes.to_store()
        with self._db as db:
            db.execute("BEGIN IMMEDIATE")
            if self._count(_EPOCH) != epoch:
                return False
            result.generation = self._count(_GENERATION) + result.anything
            counters = [(_EPOCH, epoch + 1), (_GENERATION, result.generation)]
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [(key, b"%d" % at) for key, at in counters])
            db.executemany("INSERT OR REPLACE INTO folders VALUES (?, ?)", listings)
            db.executemany("DELETE FROM folders WHERE folder = ?", [(folder,) for folder in changes.gone])
            now = result.generation
            new = ((path, hashes.pop(path), payload, now) for path, payload in result.changed.items())
            db.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?, ?, ?)", new)
            if db.execute("SELECT 1 FROM gone LIMIT 1").fetchone():  # in a new cache nothing is
                db.executemany("DELETE FROM gone WHERE path = ?", ((path,) for path in result.changed))
            db.executemany(
                "UPDATE notes SET hash = ? WHERE path = ?", [(found, path) for path, found in hashes.items()]
            )
            db.executemany("DELETE FROM notes WHERE path = ?", [(path,) for path in result.removed])
            db.executemany("INSERT OR REPLACE INTO gone VALUES (?, ?)", [(path, now) for path in result.removed])
        return True

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
            db.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # of a new file; another keeps its own
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
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
        self.new = True
        for table in tables:
            db.execute(f'DROP TABLE "{table}"')
        for statement in filter(None, map(str.strip, _SCHEMA.split(";"))):
            db.execute(statement)
        made = [("stamp", self.stamp.encode()), (_ORIGIN, b"%d" % time.time_ns())]
        db.executemany("INSERT INTO meta VALUES (?, ?)", made)

    def _replace(self, error: Exception) -> None:
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
        for file in self.file.parent.glob(f"{self.file.name}*"):
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                self.log(f"index: {file.name} can't be deleted: {error}")
