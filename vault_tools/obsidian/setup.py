"""What setting a vault up for Obsidian, and taking that back, comes to: edits, planned against the files as they are.

What is there already under a name is the user's, whoever gave it its value; what was added and then changed or taken
out by the user is the user's, too.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import msgspec

from vault_tools.changes import Edit, Transform
from vault_tools.errors import WriteError
from vault_tools.findings import EditRefusedError, Finding
from vault_tools.language import mark as _
from vault_tools.obsidian.manifest import NAME, Added, Manifest, fingerprint, read_manifest, write_manifest
from vault_tools.vault.edit.lines import EditRefused
from vault_tools.vault.edit.settings import Document, Entry, removed
from vault_tools.vault.write import read_bytes

Reason = Literal["yours", "changed", "taken-out"]


class Left(msgspec.Struct, frozen=True):
    """Something that is left as it is: in which file, what, and why."""

    path: str
    what: str
    reason: Reason


class Wanted(msgspec.Struct, frozen=True):
    """What is to be there: entries of files in the settings' folder, by name, and whole files, by path in the vault."""

    settings: dict[str, list[Entry]]
    files: dict[str, bytes]


class Plan(msgspec.Struct, frozen=True):
    """The edits to make, and what is left to the user."""

    edits: list[Edit]
    left: list[Left]


class _Planner:
    def __init__(self, vault: Path, folder: str) -> None:
        self.vault = vault
        self.folder = folder
        self.edits: list[Edit] = []
        self.left: list[Left] = []
        self.manifest_path = f"{folder}/{NAME}"
        self._manifest_data = self.read(self.manifest_path)
        self.manifest = read_manifest(self._manifest_data, self.manifest_path)

    def read(self, path: str) -> bytes | None:
        """A file's bytes; None if there is none. Raises WriteError."""
        try:
            return read_bytes(self.vault / path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise WriteError(
                _("%(path)s: can't be read: %(why)s — nothing was changed"), path=path, why=error.strerror
            ) from error

    def change(self, path: str, before: bytes | None, after: bytes | None) -> None:
        """Plan an edit that is made only if the file is still what was planned with."""
        if before != after:
            self.edits.append(Edit(path, _exactly(before, after)))

    def plan(self, manifest: Manifest) -> Plan:
        """The plan, with the manifest's own edit."""
        self.change(self.manifest_path, self._manifest_data, write_manifest(manifest))
        return Plan(self.edits, self.left)


def plan_setup(vault: Path, wanted: Wanted, folder: str, *, restore: bool = False) -> Plan:
    """What is missing of what is wanted, and what of ours is out of date. `restore`: also what the user took out.

    Raises EditRefusedError for settings that can't be edited, WriteError and VaultToolsError.
    """
    planner = _Planner(vault, folder)
    manifest = Manifest()
    for name in dict.fromkeys([*wanted.settings, *planner.manifest.settings]):
        path, known = f"{folder}/{name}", planner.manifest.settings.get(name, Added())
        before = planner.read(path)
        try:
            merge = _Merge(path, before, known, wanted.settings.get(name, []), restore=restore)
        except EditRefused as refusal:
            raise EditRefusedError(Finding(path, refusal.code, refusal.line, refusal.params)) from refusal
        planner.left += merge.left
        planner.change(path, before, merge.after)
        if merge.entries:
            manifest.settings[name] = Added(known.made or (before is None and merge.after is not None), merge.entries)
    for path in dict.fromkeys([*wanted.files, *planner.manifest.files]):
        _plan_file(planner, manifest, path, wanted.files.get(path), restore=restore)
    return planner.plan(manifest)


def plan_removal(vault: Path, folder: str) -> Plan:
    """Take away all that was added and is still as it was added. Raises as `plan_setup` does."""
    planner = _Planner(vault, folder)
    for name, added in planner.manifest.settings.items():
        path = f"{folder}/{name}"
        before = planner.read(path)
        if before is None:
            continue
        try:
            planner.change(path, before, removed(before, added.entries, made=added.made))
            document = Document(before)
        except EditRefused as refusal:
            raise EditRefusedError(Finding(path, refusal.code, refusal.line, refusal.params)) from refusal
        for entry in added.entries:
            if entry.value not in ({}, []) and document.find(entry) not in (msgspec.UNSET, entry.value):
                planner.left.append(Left(path, _called(entry), "changed"))
    for path in planner.manifest.files:
        _plan_file(planner, Manifest(), path, None, restore=False)
    return planner.plan(Manifest())


class _Merge:
    """What is wanted, merged into one file of settings: its bytes `after`, the `entries` that are ours now, and what is
    `left` to the user."""

    def __init__(
        self, path: str, before: bytes | None, known: Added, wanted: Iterable[Entry], *, restore: bool
    ) -> None:
        self.path = path
        self.document = Document(before)
        was_empty = self.document.empty
        self.left: list[Left] = []
        self.entries: list[Entry] = []
        wanted_by_name = {entry.name: entry for entry in wanted}
        ours = {entry.name: entry for entry in known.entries}
        stale = self._out_of_order(wanted_by_name, ours, restore=restore)
        for entry in reversed(known.entries):
            if entry.value not in ({}, []) and (entry.name not in wanted_by_name or entry.name in stale):
                self.document.remove(entry)
                ours.pop(entry.name)
        self.entries = [entry for entry in known.entries if entry.name in ours]
        for entry in wanted_by_name.values():
            self._settle(entry, ours.get(entry.name), restore=restore)
        emptied = [one for one in self.entries if one.value in ({}, []) and not self._used(one)]
        for entry in reversed(emptied):
            self.document.remove(entry)
            self.entries.remove(entry)
        nothing = self.document.empty and (before is None or (known.made and not was_empty))
        self.after = None if nothing else self.document.data

    def _out_of_order(
        self, wanted: Mapping[tuple[Any, ...], Entry], ours: Mapping[tuple[Any, ...], Entry], *, restore: bool
    ) -> set[tuple[Any, ...]]:
        """The names of our items that must go to the end of their list anew, because others come in between them or
        they are wanted in another order: the order of a list means something. How the user ordered them stays."""
        stale: set[tuple[Any, ...]] = set()
        for at in {entry.at for entry in wanted.values() if entry.key is None}:
            names = [name for name, entry in wanted.items() if entry.key is None and entry.at == at]
            kept = [name for name in names if name in ours]
            missing = [name for name in names if self.document.find(wanted[name]) is msgspec.UNSET]
            comes_in = any(restore or name not in ours for name in missing)
            if comes_in or kept != [name for name in ours if name in kept]:
                stale |= {name for name in kept if self.document.find(ours[name]) == ours[name].value}
        return stale

    def _settle(self, wanted: Entry, known: Entry | None, *, restore: bool) -> None:
        present = self.document.find(wanted)
        if present is msgspec.UNSET and known is not None and not restore:
            self.left.append(Left(self.path, _called(wanted), "taken-out"))
        elif present is msgspec.UNSET:
            self._forget(known)
            self.entries += self.document.add(wanted)
        elif known is not None and present == known.value:
            if known.value != wanted.value:
                self.document.replace(wanted)
                self.entries[self.entries.index(known)] = wanted
        elif present != wanted.value:
            self.left.append(Left(self.path, _called(wanted), "yours" if known is None else "changed"))

    def _forget(self, known: Entry | None) -> None:
        if known is not None:
            self.entries.remove(known)

    def _used(self, container: Entry) -> bool:
        inside = (*container.at, container.key)
        return any(entry is not container and entry.at[: len(inside)] == inside for entry in self.entries)


def _plan_file(planner: _Planner, manifest: Manifest, path: str, wanted: bytes | None, *, restore: bool) -> None:
    known, present = planner.manifest.files.get(path), planner.read(path)
    untouched = known is not None and present is not None and fingerprint(present) == known
    if present is None and known is not None and wanted is not None and not restore:
        planner.left.append(Left(path, PurePosixPath(path).name, "taken-out"))
        manifest.files[path] = known
    elif untouched or (present is None and wanted is not None):
        planner.change(path, present, wanted)
        if wanted is not None:
            manifest.files[path] = fingerprint(wanted)
    elif known is not None and present is not None:
        planner.left.append(Left(path, PurePosixPath(path).name, "changed"))
        if wanted is not None:
            manifest.files[path] = known
    elif known is None and present is not None and present != wanted:
        planner.left.append(Left(path, PurePosixPath(path).name, "yours"))


def _called(entry: Entry) -> str:
    """How an entry is called for people."""
    return entry.key or str(entry.value[entry.by] if entry.by else entry.value)


def _exactly(before: bytes | None, after: bytes | None) -> Transform:
    def transform(present: bytes | None) -> bytes | None:
        if present != before:
            raise EditRefused("settings-changed")
        return after

    return transform
