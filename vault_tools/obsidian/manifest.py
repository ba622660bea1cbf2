"""What `vault-tools obsidian` has put into a vault, kept beside Obsidian's settings so that it travels with them: only
what stands here is ever changed or taken away again."""

import hashlib
from pathlib import PurePosixPath

import msgspec

from vault_tools.errors import VaultToolsError
from vault_tools.vault.edit.settings import Entry

NAME = "vault-tools.json"
VERSION = 1


class Added(msgspec.Struct):
    """What was added to one file of settings, in that order; `made`: the file was, too."""

    made: bool = False
    entries: list[Entry] = []


class Manifest(msgspec.Struct):
    """Additions to files of settings, by the file's name in the settings' folder; and whole files, by their path in the
    vault, with a hash of what was written."""

    version: int = VERSION
    settings: dict[str, Added] = {}
    files: dict[str, str] = {}

    @property
    def empty(self) -> bool:
        """Whether it tells of nothing."""
        return not self.settings and not self.files


def read_manifest(data: bytes | None, path: str) -> Manifest:
    """The manifest in a file's bytes; an empty one where there is no file. Raises VaultToolsError: without knowing what
    is ours, nothing may be changed."""
    if data is None:
        return Manifest()
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError as error:
        raise VaultToolsError(
            f"{path}: can't be read ({error}) — put it back from a copy; without it, all it told of counts as yours"
        ) from error
    if manifest.version > VERSION:
        raise VaultToolsError(f"{path}: was written by a newer vault-tools — update this one")
    if not all(map(_within, [*manifest.files, *manifest.settings])):
        raise VaultToolsError(
            f"{path}: names a file outside the vault, so it was not written by vault-tools — delete it"
        )
    return manifest


def write_manifest(manifest: Manifest) -> bytes | None:
    """The bytes of the manifest's file, an entry a line, so that versions merge; None where it tells of nothing."""
    if manifest.empty:
        return None
    files = [
        f'{_json(name)}: {{"made": {_json(added.made)}, "entries": [\n'
        + ",\n".join(f"      {_json(entry)}" for entry in added.entries)
        + "\n    ]}"
        for name, added in sorted(manifest.settings.items())
    ]
    hashes = [f"{_json(path)}: {_json(known)}" for path, known in sorted(manifest.files.items())]
    parts = [f'"version": {manifest.version}', f'"settings": {_lines(files)}', f'"files": {_lines(hashes)}']
    return ("{\n  " + ",\n  ".join(parts) + "\n}\n").encode()


def _lines(members: list[str]) -> str:
    return "{" + ",".join(f"\n    {member}" for member in members) + ("\n  }" if members else "}")


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def fingerprint(data: bytes) -> str:
    """A hash of a file's bytes, to tell whether they are still those that were written."""
    return hashlib.blake2b(data, digest_size=12).hexdigest()


def _within(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts
