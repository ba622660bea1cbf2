"""Notes and what was joined to them, by path, each read from the cache's bytes when somebody looks at it.

Of ten thousand contacts a run that finds one note changed looks at a few dozen: the others stay bytes.
"""

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from typing import Any, Generic, TypeVar, cast

import msgspec

T = TypeVar("T")

Read = Callable[[str, msgspec.Raw], T]
"""Makes an entry of its path and its bytes; raises ValueError where they are none."""


def _unreadable(path: str, _raw: msgspec.Raw) -> object:
    raise ValueError(f"{path}: no bytes were expected")


class Table(Mapping[str, T], Generic[T]):
    """A mapping from paths, in their order. `entries` are there already, or bytes that `read` makes one of; `read_all`,
    where there is one, makes all of many at once."""

    def __init__(
        self,
        entries: Mapping[str, T | msgspec.Raw],
        read: Read[T] | None = None,
        read_all: Callable[[Mapping[str, msgspec.Raw]], Mapping[str, T]] | None = None,
    ) -> None:
        self._entries = dict(entries)
        self._read: Read[T] = read or cast("Read[T]", _unreadable)
        self._read_all = read_all
        self._in_order = True
        self._all_read = False

    def __getitem__(self, path: str) -> T:
        entry = self._entries[path]
        if isinstance(entry, msgspec.Raw):
            entry = self._entries[path] = self._read(path, entry)
        return entry

    def items(self) -> ItemsView[str, T]:
        """All paths with their entries; those that are bytes are read at once, where that can be done."""
        if not self._all_read:
            raw = {path: entry for path, entry in self._entries.items() if isinstance(entry, msgspec.Raw)}
            if raw:
                self._entries.update(self._read_all(raw) if self._read_all else map(self._item, raw, raw.values()))
            self._all_read = True
        return cast("ItemsView[str, T]", self._entries.items())

    def values(self) -> ValuesView[T]:
        """All entries, read like `items`."""
        self.items()
        return cast("ValuesView[T]", self._entries.values())

    def _item(self, path: str, raw: msgspec.Raw) -> tuple[str, T]:
        return path, self._read(path, raw)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __contains__(self, path: object) -> bool:
        return path in self._entries

    def __setitem__(self, path: str, entry: T) -> None:
        self._in_order = self._in_order and path in self._entries
        self._entries[path] = entry

    def part(self, paths: Iterable[str]) -> "Table[T]":
        """A table of some entries: what is read of it stays bytes in this one."""
        return Table({path: self._entries[path] for path in paths}, self._read)

    def pop(self, path: str) -> None:
        """Take an entry out, if there is one."""
        self._entries.pop(path, None)

    def sort(self, key: Callable[[str], Any] = str) -> None:
        """Put what came since into its place: the order of the paths, or of what `key` says of these."""
        if not self._in_order:
            self._entries = {path: self._entries[path] for path in sorted(self._entries, key=key)}
            self._in_order = True

    def raw(self, encode: Callable[[str, T], object]) -> dict[str, object]:
        """The entries as an encoder takes them: what nobody looked at as the bytes it was, the rest by `encode`."""
        return {
            path: entry if isinstance(entry, msgspec.Raw) else encode(path, entry)
            for path, entry in self._entries.items()
        }
