"""What the tests share: vaults made of texts, and the network they amount to."""

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from vault_tools.config import Config
from vault_tools.digests.context import Context
from vault_tools.network.build import build
from vault_tools.network.model import Network
from vault_tools.network.read import Reader
from vault_tools.network.records import AnyRecord
from vault_tools.network.vocabulary import Vocabulary

TODAY = date(2026, 11, 24)
ROOT = Path(__file__).parent.parent


def record_of(path: str, text: str | bytes, config: Config | None = None) -> AnyRecord:
    """The record of one note."""
    config = config or Config()
    reader = Reader(Vocabulary(config), links_are_touches=config.links_are_touches)
    return reader.read(path, text.encode() if isinstance(text, str) else text)


def network_of(notes: Mapping[str, str], config: Config | None = None) -> Network:
    """The network of notes given by path."""
    return build({path: record_of(path, text, config) for path, text in notes.items()})


def said_by(network: Network) -> dict[str, Any]:
    """All that a network says, as plain values, by field; what stands in an order as pairs."""
    fields = {name: value for name, value in vars(network).items() if name not in ("links", "_called", "sought")}
    fields["called"] = network.called
    plain = {name: list(one.items()) if isinstance(one, Mapping) else one for name, one in fields.items()}
    built: dict[str, Any] = msgspec.to_builtins(plain)
    return built


def context_of(notes: Mapping[str, str], config: Config | None = None, today: date = TODAY) -> Context:
    """What digests are made from."""
    return Context(network_of(notes, config), today, config or Config())


def write_vault(folder: Path, notes: Mapping[str, str], config: str = "") -> Path:
    """A vault on disk."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vault-tools.toml").write_text(config, encoding="utf-8")
    for path, text in notes.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def run(*arguments: str | Path, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """`vault-tools` as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "vault_tools", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **more},
        timeout=120,
        check=False,
    )
