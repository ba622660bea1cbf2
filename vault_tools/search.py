"""Full-text search over the notes as they are on disk: nothing to keep, nothing that could be stale."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import msgspec

from vault_tools.vault.decode import decode
from vault_tools.vault.links import fold
from vault_tools.vault.write import read_bytes

SHOWN = 100
"""Characters of a line that are shown around a hit."""


class Hit(msgspec.Struct, frozen=True):
    """A place where the text stands; `line` None: in the note's name."""

    path: str
    line: int | None
    text: str


def search(vault: Path, paths: Iterable[str], wanted: str, limit: int) -> list[Hit]:
    """At most `limit` places where `wanted` stands, those in names first, then by path and line."""
    ordered = sorted(paths)
    folded = fold(wanted.strip())
    if not folded:
        return []
    hits = [Hit(path, None, "") for path in ordered if folded in fold(path[:-3])][:limit]
    probe = _probe(wanted.strip())
    for path in ordered:
        if len(hits) >= limit:
            break
        try:
            data = read_bytes(f"{vault}/{path}")
        except OSError:
            continue  # gone or unreadable since the scan, which reports it
        if probe is None or probe.search(data):
            hits += _in_note(path, decode(data).text, folded)
    return hits[:limit]


def _probe(wanted: str) -> re.Pattern[bytes] | None:
    """A quick test on a note's bytes, where one is certain: for ASCII, and for scripts without case or accents."""
    if wanted.isascii():
        return re.compile(re.escape(wanted.encode()), re.IGNORECASE)
    if all(char.isascii() or unicodedata.category(char) == "Lo" for char in wanted) and fold(wanted) == wanted:
        return re.compile(re.escape(wanted.encode()), re.IGNORECASE)
    return None


def _in_note(path: str, text: str, folded: str) -> list[Hit]:
    return [
        Hit(path, number, _around(line, folded))
        for number, line in enumerate(text.split("\n"), 1)
        if folded in fold(line)
    ]


def _around(line: str, folded: str) -> str:
    """The part of a long line around the hit."""
    line = line.strip()
    if len(line) <= SHOWN:
        return line
    start = max(0, fold(line).find(folded) - SHOWN // 3)
    end = start + SHOWN
    return ("…" if start else "") + line[start:end].strip() + ("…" if end < len(line) else "")
