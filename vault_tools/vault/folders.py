"""What the cache knew of the vault's folders, against what a walk found in them."""

from collections.abc import Iterator, Mapping
from itertools import compress, count
from operator import ne

from vault_tools.vault.scan import FIELDS, Listing, Stat, pack, unpack

RACY_NS = 2_000_000_000
"""The coarsest mtime of file systems in use: two seconds, on FAT."""

_NEVER = -1
"""Stands for a racy note's size, which no file has."""


class Changes:
    """How folders, given as walks pack them, differ from what was known of them: notes to be read (`suspects`) as they
    were found, those of them that are `known`, those `removed`; and folders `gone`."""

    def __init__(self, folders: Mapping[str, bytes], known: Mapping[str, bytes]) -> None:
        self.suspects: dict[str, Stat] = {}
        self.removed: list[str] = []
        self.known: set[str] = set()
        self.gone = [folder for folder in known if folder not in folders]
        self._kept: dict[str, Listing] = {}  # listings as they are to be kept, of the folders that differ
        self._places: dict[str, tuple[str, int]] = {}  # where a suspect stands in them
        self._left_out: dict[str, list[int]] = {}
        for folder in self.gone:
            self.removed += [folder + name for name, _place in _placed(unpack(known[folder]))]
        for folder, packed in folders.items():
            before = known.get(folder)
            if before != packed:
                self._kept[folder] = unpack(packed)
                self._compare(folder, self._kept[folder], unpack(before) if before else [])

    def seen(self, path: str, started: int) -> None:
        """A note was read; `started` (ns) tells whether it is racy."""
        folder, place = self._places[path]
        if self.suspects[path][1] >= started - RACY_NS:
            self._kept[folder][place + 1] = _NEVER

    def leave_out(self, path: str) -> None:
        """A note could not be read: the next refresh tries again."""
        folder, place = self._places[path]
        self._left_out.setdefault(folder, []).append(place)

    def to_store(self) -> list[tuple[str, bytes]]:
        """The listings to keep, of the folders that differ."""
        for folder, places in self._left_out.items():
            for place in sorted(places, reverse=True):
                del self._kept[folder][place : place + FIELDS]
        self._left_out = {}
        return [(folder, pack(listing)) for folder, listing in self._kept.items()]

    def _compare(self, folder: str, found: Listing, before: Listing) -> None:
        if found[::FIELDS] == before[::FIELDS]:  # nothing came and nothing went: as a rule one of very many changed
            changed = {place - place % FIELDS for place in compress(count(), map(ne, found, before))}
            for place in sorted(changed):
                self._suspect(folder, found, place, known=True)
            return
        stats = {name: before[place : place + FIELDS] for name, place in _placed(before)}
        for name, place in _placed(found):
            stat = stats.pop(name, None)
            if stat != found[place : place + FIELDS]:
                self._suspect(folder, found, place, known=stat is not None)
        self.removed += [folder + name for name in stats]

    def _suspect(self, folder: str, found: Listing, place: int, *, known: bool) -> None:
        name, size, mtime, inode = found[place : place + FIELDS]
        path = f"{folder}{name}"
        self.suspects[path] = int(size), int(mtime), int(inode)
        self._places[path] = folder, place
        if known:
            self.known.add(path)


def _placed(listing: Listing) -> Iterator[tuple[str, int]]:
    """The names in a listing, each with the place where its fields begin."""
    return ((str(listing[place]), place) for place in range(0, len(listing), FIELDS))
