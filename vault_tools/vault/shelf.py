"""Values kept beside the notes, by name: small ones in the cache's tables, large ones each in a file of its own.

A process forked from the one that opened the cache must not ask its tables. It can be given what it may need as `held`:
of a large value that is but the token, and its file is read by whoever looks at it.
"""

import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from zlib import crc32

from vault_tools.vault.aside import read_aside, write_aside

ASIDE_FROM = 1 << 16
"""The bytes from which a value has a file of its own."""

Value = bytes | memoryview
Fetch = Callable[[str], Value | None]


class Shelf:
    """The values of the cache that `db` is open to, in `file`, None: in memory. `log` is told what was lost."""

    def __init__(self, db: sqlite3.Connection, file: Path | None, log: Callable[[str], None]) -> None:
        self._db = db
        self._file = file
        self._log = log

    def get(self, key: str) -> Value | None:
        """A value; None if there is none, or its bytes are not those that were kept."""
        return self._found(key)()

    def put(self, key: str, *parts: bytes | bytearray | memoryview) -> None:
        """Keep a value, given in parts; where that fails, it is as if it had been lost."""
        try:
            if self._file and sum(map(len, parts)) >= ASIDE_FROM:
                self._insert(key, write_aside(self._aside(self._file, key), parts), None)
            else:
                value = b"".join(parts)
                self._insert(key, value, crc32(value))
        except (OSError, sqlite3.DatabaseError) as error:
            self._log(f"index: {key} could not be kept: {error}")

    def held(self, keys: Iterable[str]) -> Fetch:
        """What gives these values, and no others, without asking the tables again."""
        found = {key: self._found(key) for key in keys}
        return lambda key: found[key]() if key in found else None

    def _insert(self, key: str, value: bytes, crc: int | None) -> None:
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (key, value, crc))

    def _found(self, key: str) -> Callable[[], Value | None]:
        """What gives a value, or what is left of it."""
        row = self._db.execute("SELECT value, crc FROM kept WHERE key = ?", (key,)).fetchone()
        if row is None:
            return lambda: None
        value, crc = row
        if crc is None and self._file:
            return partial(self._unless_damaged, key, partial(read_aside, self._aside(self._file, key), value))
        return partial(
            self._unless_damaged, key, lambda: value if isinstance(value, bytes) and crc32(value) == crc else None
        )

    def _unless_damaged(self, key: str, value: Callable[[], Value | None]) -> Value | None:
        """The value; of much of it no more is read than somebody looks at, so that a damage has to be found here."""
        found = value()
        if found is None:
            self._log(f"index: {key} is damaged, made anew")
        return found

    @staticmethod
    def _aside(file: Path, key: str) -> Path:
        return file.with_name(f"{file.name}-{key.replace(' ', '-')}")
