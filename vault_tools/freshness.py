"""Whether a render is needed at all: what the last one was made from, and the files it left.

Kept apart from rendering, so that a vault where nothing changed loads neither templates nor digests.
"""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from vault_tools import __version__
from vault_tools.findings import Finding
from vault_tools.template_folders import shipped_templates, vault_templates
from vault_tools.vault.write import digest_of, file_bytes
from vault_tools.workspace import Workspace

STATE = "published"
RENDERED = "rendered"


class Published(msgspec.Struct):
    """What a render did: the files written (or, under `check`, to be written), what is wrong with the blocks, and the
    marks it carried out before (`done`)."""

    written: list[str]
    findings: list[Finding]
    unchanged: bool = False
    done: list[str] = []


class State(msgspec.Struct):
    """What the last render was made from, and the hashes of the files it left."""

    key: str
    files: dict[str, bytes]


def rendered_texts(workspace: Workspace) -> dict[str, str]:
    """What was last rendered into blocks, by hash; nothing if the cache is new."""
    try:
        return msgspec.msgpack.decode(workspace.index.get(RENDERED) or b"\x80", type=dict[str, str])
    except msgspec.MsgspecError:
        return {}


def keep_rendered(workspace: Workspace, texts: dict[str, str]) -> None:
    """Remember what was rendered."""
    workspace.index.put(RENDERED, msgspec.msgpack.encode(texts))


def link_style(workspace: Workspace) -> str:
    """How links are written: as the config says, else as Obsidian is set up, else as wikilinks."""
    if workspace.config.links:
        return workspace.config.links
    settings = file_bytes(workspace.vault / ".obsidian" / "app.json")
    try:
        wanted = msgspec.json.decode(settings or b"{}", type=dict[str, Any]).get("useMarkdownLinks")
    except msgspec.MsgspecError:
        return "wikilink"  # Obsidian's own file, half written or not ours to judge: its default holds
    return "markdown" if wanted is True else "wikilink"


def key_of(workspace: Workspace) -> str:
    """All that the digests depend on: program, config, language, day, templates, notes."""
    return _name_of(manner_of(workspace), workspace.today, workspace.generation)


def manner_of(workspace: Workspace) -> str:
    """All that the texts of digests depend on besides what they say: program, config, language, templates."""
    templates = _signature([shipped_templates(), vault_templates(workspace.vault)])
    return _name_of(__version__, workspace.loaded.text, workspace.lang, link_style(workspace), templates)


def _name_of(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def still_good(workspace: Workspace, key: str) -> bool:
    """Whether the last render was made from the same, and its files are as it left them."""
    try:
        state = msgspec.msgpack.decode(workspace.index.get(STATE) or b"", type=State)
    except msgspec.MsgspecError:
        return False
    if state.key != key or not state.files:
        return False
    present = {path: file_bytes(Path(workspace.vault, path)) for path in state.files}
    return all(data is not None and digest_of(data) == state.files[path] for path, data in present.items())


def _signature(folders: Iterable[Path]) -> list[tuple[str, int, int]]:
    """Names, sizes and mtimes of the files below the folders: what tells that a template may have changed."""
    found = []
    for folder in folders:
        for root, _, names in os.walk(folder):
            for name in names:
                info = os.stat(f"{root}/{name}")  # noqa: PTH116 - a str is at hand
                found.append((f"{root}/{name}", info.st_size, info.st_mtime_ns))
    return sorted(found)
