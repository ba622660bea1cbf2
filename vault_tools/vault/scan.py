"""Which files of the vault are notes: one walk with one stat a file."""

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import msgspec

from vault_tools.errors import VaultGoneError
from vault_tools.findings import Finding

Stat = tuple[int, int, int]
"""A file's size in bytes, mtime in nanoseconds and inode: what tells that it may have changed."""

_SIGNED = 0x7FFF_FFFF_FFFF_FFFF
"""Inodes are kept to what the cache's integers can hold."""

TEMPLATE_FOLDERS = {"templates", "模板"}

_CONFLICT = re.compile(
    r"\.sync-conflict-|\(conflicted copy|conflicted copy|^conflict-files-obsidian-git\.md$", re.IGNORECASE
)
_TEMPORARY = re.compile(r"^\.|^~syncthing~|~$|^#.*#$|\.(?:tmp|swp|swx|icloud)$", re.IGNORECASE)


class Scan(msgspec.Struct):
    """What a walk found: the notes by path (with `/`, relative to the vault), what was left out by name, and the
    canvases, which are no notes but name some."""

    notes: dict[str, Stat]
    findings: list[Finding]
    canvases: list[str] = []


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
        walk.folder(str(vault), "")
    except OSError as error:
        raise VaultGoneError(f"{vault}: can't be read: {error.strerror} — is it mounted?") from error
    return Scan(walk.notes, walk.findings, walk.canvases)


def _ignored(patterns: tuple[str, ...]) -> Callable[[str], bool] | None:
    if not patterns:
        return None
    from pathspec import GitIgnoreSpec  # imported where used: most vaults ignore nothing

    return GitIgnoreSpec.from_lines(patterns).match_file


class _Walk:
    def __init__(self, vault: str, ignored: Callable[[str], bool] | None) -> None:
        self.real_vault = os.path.realpath(vault)
        self.ignored = ignored
        self.notes: dict[str, Stat] = {}
        self.findings: list[Finding] = []
        self.canvases: list[str] = []

    def folder(self, absolute: str, prefix: str) -> None:
        """Take in one folder; `prefix` is its path within the vault with a slash at its end, or empty."""
        folders: list[tuple[str, str]] = []
        with os.scandir(absolute) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                path = prefix + name
                if self.ignored and self.ignored(path):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if name.casefold() not in TEMPLATE_FOLDERS:
                        folders.append((entry.path, path + "/"))
                elif entry.is_symlink():
                    self._link(entry, path)
                else:
                    self._file(entry, name, path)
        for child, child_prefix in folders:
            try:
                self.folder(child, child_prefix)
            except OSError as error:
                self._report("unreadable", child_prefix.rstrip("/"), reason=error.strerror or str(error))

    def _file(self, entry: os.DirEntry[str], name: str, path: str) -> None:
        if name[-3:] != ".md" and name[-3:].lower() != ".md":
            if name.endswith(".canvas") and _is_text(path):
                self.canvases.append(path)
            return
        if ("onflict" in name and _CONFLICT.search(name)) or (name[0] in "~#" and _TEMPORARY.search(name)):
            if _CONFLICT.search(name):
                self._report("conflict-copy", path)
            return
        try:
            info = entry.stat(follow_symlinks=False)
        except OSError:
            return  # deleted between the listing and the look at it
        if not path.isascii() and not _is_text(path):
            self._report("name-bytes", path.encode(errors="surrogateescape").decode(errors="replace"))
        elif stat.S_ISREG(info.st_mode):
            self.notes[path] = (info.st_size, info.st_mtime_ns, info.st_ino & _SIGNED)
        else:
            self._report("not-a-file", path)

    def _link(self, entry: os.DirEntry[str], path: str) -> None:
        target = os.path.realpath(entry.path)
        if not (entry.name.lower().endswith(".md") or os.path.isdir(target)):  # noqa: PTH112 - a str is at hand
            return
        inside = target == self.real_vault or target.startswith(self.real_vault + os.sep)
        self._report("link-inside" if inside else "link-outside", path)

    def _report(self, code: str, path: str, **params: str) -> None:
        self.findings.append(Finding(path, code, None, params))


def _is_text(path: str) -> bool:
    """Whether a path's bytes were UTF-8: what wasn't is held as lone surrogates."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
