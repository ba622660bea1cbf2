"""Which files of the vault are notes: one walk with one stat a file."""

import os
import re
from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from pathlib import Path

import msgspec

from vault_tools.errors import VaultGoneError
from vault_tools.findings import Finding
from vault_tools.language import mark as _
from vault_tools.vault.arrays import length_of
from vault_tools.vault.write import LEFTOVER

Stat = tuple[int, int, int]
"""A file's size in bytes, mtime in nanoseconds and inode: what tells that it may have changed."""

Listing = list[str | int]
"""A folder's notes, flat: name, size, mtime, inode, and again. Thirty thousand tuples would cost more than the walk."""

FIELDS = 4
"""So many fields a listing has of each note."""

_SIGNED = 0x7FFF_FFFF_FFFF_FFFF
"""Inodes are kept to what the cache's integers can hold."""

TEMPLATE_FOLDERS = {"templates", "模板"}

_CONFLICT = re.compile(
    r"\.sync-conflict-|\(conflicted copy|conflicted copy|^conflict-files-obsidian-git\.md$", re.IGNORECASE
)
_TEMPORARY = re.compile(r"^\.|^~syncthing~|~$|^#.*#$|\.(?:tmp|swp|swx|icloud)$", re.IGNORECASE)


pack = msgspec.msgpack.Encoder().encode
"""A listing as bytes: as such it is compared and kept, and looked at in as few folders as can be."""

unpack = msgspec.msgpack.Decoder(Listing).decode


class Scan:
    """What a walk found: by folder (its path with a slash at its end, empty for the vault's own) a listing of its
    notes, packed; what was left out by name; the canvases, which are no notes but name some; and `leftovers`, temporary
    files of writes that may be under way. Paths are relative to the vault, with `/`."""

    def __init__(self) -> None:
        self.folders: dict[str, bytes] = {}
        self.findings: list[Finding] = []
        self.canvases: list[str] = []
        self.leftovers: list[str] = []

    def __contains__(self, path: str) -> bool:
        """Whether there is a note at `path`."""
        folder, slash, name = path.rpartition("/")
        return name in self._names(folder + slash)

    @property
    def count(self) -> int:
        """How many notes there are, told without naming them."""
        return sum(map(length_of, self.folders.values())) // FIELDS

    def renewed(self, folders: Collection[str], found: "Scan") -> "Scan":
        """The same, but in these folders the notes that were `found` there since."""
        new = Scan()
        new.folders = {folder: listing for folder, listing in self.folders.items() if folder not in folders}
        new.folders |= found.folders
        new.findings, new.canvases, new.leftovers = self.findings, self.canvases, self.leftovers
        return new

    @cached_property
    def notes(self) -> dict[str, Stat]:
        """All notes by path."""
        found: dict[str, Stat] = {}
        for folder, packed in self.folders.items():
            fields = iter(unpack(packed))
            for name, size, mtime, inode in zip(fields, fields, fields, fields):  # noqa: B905 - one iterator
                found[f"{folder}{name}"] = int(size), int(mtime), int(inode)
        return found

    def _names(self, folder: str) -> Listing:
        return unpack(self.folders[folder])[::FIELDS] if folder in self.folders else []


def is_note_name(name: str) -> bool:
    """Whether a file of this name would be read as a note."""
    return name[-3:].lower() == ".md" and not _TEMPORARY.search(name) and not _CONFLICT.search(name)


def scan(vault: Path, ignore: tuple[str, ...] = ()) -> Scan:
    """Walk the vault for notes, leaving out dot-folders, `Templates`, conflict and temporary files,
    links, devices, and what the `ignore` patterns (as in .gitignore) match.

    Raises VaultGoneError where the vault's own folder can't be read.
    """
    walk = _Walk(str(vault), _ignored(ignore))
    try:
        walk.folder("")
    except OSError as error:
        raise VaultGoneError(
            _("%(vault)s: can't be read: %(why)s — is it mounted?"), vault=vault, why=error.strerror
        ) from error
    return walk.found


def scan_folders(vault: Path, folders: Iterable[str], ignore: tuple[str, ...] = ()) -> Scan:
    """Look at the notes that lie in these folders (each with a slash at its end), not in those below: as `scan` would
    find them, in a hundredth of the time that a large vault takes."""
    walk = _Walk(str(vault), _ignored(ignore))
    for folder in folders:
        walk.alone(folder)
    return walk.found


def _ignored(patterns: tuple[str, ...]) -> Callable[[str], bool] | None:
    if not patterns:
        return None
    from pathspec import GitIgnoreSpec  # imported where used: most vaults ignore nothing

    return GitIgnoreSpec.from_lines(patterns).match_file


class _Walk:
    def __init__(self, vault: str, ignored: Callable[[str], bool] | None) -> None:
        self.vault = vault
        self.real_vault = os.path.realpath(vault)
        self.ignored = ignored
        self.found = Scan()

    def folder(self, folder: str) -> None:
        """Take in one folder and those below it."""
        for child in self._one(folder):
            self._unless_unreadable(self.folder, child)

    def alone(self, folder: str) -> None:
        """Take in one folder without those below it, if a walk from the vault's own would come to it."""
        if self._comes_to(folder):
            self._unless_unreadable(self._one, folder)

    def _unless_unreadable(self, take_in: Callable[[str], object], folder: str) -> None:
        try:
            take_in(folder)
        except OSError as error:
            self._report("unreadable", folder.rstrip("/"), reason=error.strerror or str(error))

    def _comes_to(self, folder: str) -> bool:
        path = ""
        for name in folder.split("/")[:-1]:
            path += name
            if name.startswith(".") or name.casefold() in TEMPLATE_FOLDERS or (self.ignored and self.ignored(path)):
                return False
            if os.path.islink(f"{self.vault}/{path}"):  # noqa: PTH114 - a str is at hand
                return False
            path += "/"
        return True

    def _one(self, folder: str) -> list[str]:
        """Take in one folder; gives those below it to go on with."""
        handle = os.open(f"{self.vault}/{folder}", os.O_RDONLY | os.O_DIRECTORY)
        try:
            with os.scandir(handle) as entries:  # through the open folder, a stat need not walk down to it again
                return self._entries(folder, entries)
        finally:
            os.close(handle)

    def _entries(self, folder: str, entries: Iterable[os.DirEntry[str]]) -> list[str]:
        """Take in what a folder holds; gives the folders to go on with."""
        listing: Listing = []
        children = []
        plain = self.ignored is None and _is_text(folder)
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                if name.endswith(LEFTOVER):
                    self.found.leftovers.append(folder + name)
                continue
            if plain and name[-3:] == ".md" and _is_plain(name) and entry.is_file(follow_symlinks=False):
                _note(entry, name, listing)  # nearly all there is: no more than it takes
                continue
            if self.ignored and self.ignored(folder + name):
                continue
            if entry.is_dir(follow_symlinks=False):
                if name.casefold() not in TEMPLATE_FOLDERS:
                    children.append(f"{folder}{name}/")
            elif entry.is_symlink():
                self._link(folder + name)
            else:
                self._file(entry, name, folder + name, listing)
        if listing:
            self.found.folders[folder] = pack(listing)
        return children

    def _file(self, entry: os.DirEntry[str], name: str, path: str, listing: Listing) -> None:
        if name[-3:].lower() != ".md":
            if name.endswith(".canvas") and _is_text(path):
                self.found.canvases.append(path)
        elif _CONFLICT.search(name):
            self._report("conflict-copy", path)
        elif _TEMPORARY.search(name):
            return
        elif not _is_text(path):
            self._report("name-bytes", path.encode(errors="surrogateescape").decode(errors="replace"))
        elif entry.is_file(follow_symlinks=False):
            _note(entry, name, listing)
        else:
            self._report("not-a-file", path)

    def _link(self, path: str) -> None:
        target = os.path.realpath(f"{self.vault}/{path}")
        if not (path.lower().endswith(".md") or os.path.isdir(target)):  # noqa: PTH112 - a str is at hand
            return
        inside = target == self.real_vault or target.startswith(self.real_vault + os.sep)
        self._report("link-inside" if inside else "link-outside", path)

    def _report(self, code: str, path: str, **params: str) -> None:
        self.found.findings.append(Finding(path, code, None, params))


def _is_plain(name: str) -> bool:
    """Whether there is nothing to say about a note's name."""
    return name[0] not in "~#" and "onflict" not in name and (name.isascii() or _is_text(name))


def _note(entry: os.DirEntry[str], name: str, listing: Listing) -> None:
    try:
        info = entry.stat(follow_symlinks=False)
    except OSError:
        return  # deleted between the listing and the look at it
    listing += (name, info.st_size, info.st_mtime_ns, info.st_ino & _SIGNED)


def _is_text(path: str) -> bool:
    """Whether a path's bytes were UTF-8: what wasn't is held as lone surrogates."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
