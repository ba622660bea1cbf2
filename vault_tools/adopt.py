"""Making a folder a vault: config, folders, note templates, a line in .gitignore. Nothing that exists is changed,
but .gitignore gains its line."""

from pathlib import Path

import msgspec

from vault_tools.config import CONFIG_NAME, STATE_FOLDER, Folders
from vault_tools.errors import WriteError
from vault_tools.template_folders import shipped_templates
from vault_tools.vault.write import read_bytes, write_atomically

IGNORED = f"{STATE_FOLDER}/"


class Adopted(msgspec.Struct):
    """What was made, by path relative to the vault, and what was there already."""

    made: list[str]
    kept: list[str]


def adopt(vault: Path, lang: str) -> Adopted:
    """Make `vault` a vault that speaks `lang`, or complete it. Raises WriteError."""
    adopted = Adopted([], [])
    source = shipped_templates() / "vault" / lang
    try:
        vault.mkdir(parents=True, exist_ok=True)
        for _, folder in Folders().items():
            _folder(vault, folder, adopted)
        _file(vault, CONFIG_NAME, (source / CONFIG_NAME).read_bytes(), adopted)
        for template in sorted((source / "Templates").glob("*.md")):
            _file(vault, f"Templates/{template.name}", template.read_bytes(), adopted)
        _gitignore(vault, adopted)
    except OSError as error:
        raise WriteError(
            _("%(path)s: %(why)s — nothing more was made"), path=error.filename or vault, why=error.strerror
        ) from error
    return adopted


def _folder(vault: Path, name: str, adopted: Adopted) -> None:
    (adopted.kept if (vault / name).is_dir() else adopted.made).append(f"{name}/")
    (vault / name).mkdir(exist_ok=True)


def _file(vault: Path, name: str, data: bytes, adopted: Adopted) -> None:
    path = vault / name
    if path.exists() or path.is_symlink():
        adopted.kept.append(name)
        return
    path.parent.mkdir(exist_ok=True)
    write_atomically(path, data, expected=None)
    adopted.made.append(name)


def _gitignore(vault: Path, adopted: Adopted) -> None:
    path = vault / ".gitignore"
    present = read_bytes(path) if path.exists() else None
    lines = (present or b"").splitlines()
    if any(line.strip().strip(b"/") == STATE_FOLDER.encode() for line in lines):
        adopted.kept.append(".gitignore")
        return
    end = b"\r\n" if present and b"\r\n" in present else b"\n"
    gap = end if present and not present.endswith(b"\n") else b""
    write_atomically(path, (present or b"") + gap + IGNORED.encode() + end, expected=present)
    adopted.made.append(".gitignore")
