"""Which rows of digests the user marked, and what came of them. Carrying them out is left to `actions`."""

import re
from collections.abc import Iterable
from datetime import date

import msgspec

from vault_tools.digests.rows import CONTACT, JUDGING
from vault_tools.markdown import link_target
from vault_tools.vault.blocks import blocks_content
from vault_tools.vault.rows import Row, rows_in
from vault_tools.vault.write import file_bytes
from vault_tools.workspace import Workspace

_STAMP = re.compile(r"(?:[✅❌]\ufe0f?[ \t]*|\[(?:completion|cancelled)::[ \t]*)(\d{4}-\d{2}-\d{2})\]?")

RowKey = tuple[str, str, str]
"""A row as it stands in a note: its id, its mark, the words typed into it."""


class Marked(msgspec.Struct, frozen=True):
    """A row that the user marked, and the note it stands in."""

    note: str
    row: Row

    @property
    def mark(self) -> str:
        """The mark, whatever its case."""
        return self.row.mark.lower()

    @property
    def words(self) -> str:
        """What was typed, without the date that a program ticking tasks puts there."""
        return re.sub(r"\s+", " ", _STAMP.sub(" ", self.row.words)).strip()

    def day(self, today: date) -> date:
        """The day it was done: the one that such a program wrote, if it is past; else today."""
        stamp = _STAMP.search(self.row.words)
        try:
            return min(date.fromisoformat(stamp[1]), today) if stamp else today
        except ValueError:
            return today


class Acted(msgspec.Struct):
    """What came of the marks: `verdicts` by row, empty for done, else the reason; the ids of `rows` that digests show
    now, by kind and contact's path; and what was `done`, as labels of the steps that `undo` takes back."""

    verdicts: dict[RowKey, str] = {}
    rows: dict[str, dict[str, str]] = {}
    done: list[str] = []

    def verdict(self, row: Row) -> str | None:
        """What became of a row as it stands in a note."""
        return self.verdicts.get((row.id, row.mark, row.words))


def look(workspace: Workspace) -> tuple[dict[RowKey, Marked], Acted]:
    """The rows that have a mark, each once, and what there is to know before anything came of them."""
    seen = list(_rows(workspace))
    return _marked(seen), Acted(rows=_shown(workspace, seen))


def _marked(rows: Iterable[Marked]) -> dict[RowKey, Marked]:
    """The rows that have a mark, each once."""
    return {(one.row.id, one.row.mark, one.row.words): one for one in rows if one.row.mark != " "}


def _rows(workspace: Workspace) -> Iterable[Marked]:
    """All rows in the blocks of the vault's notes, in the order of the notes."""
    for path in workspace.network.blocks:
        data = file_bytes(workspace.vault / path)
        if data and b"^vt-" in data:
            for content in blocks_content(data):
                yield from (Marked(path, row) for row in rows_in(content))


def _shown(workspace: Workspace, rows: Iterable[Marked]) -> dict[str, dict[str, str]]:
    """By kind of row and contact's path, the id of the row that leads to it."""
    shown: dict[str, dict[str, str]] = {CONTACT: {}, JUDGING: {}}
    for one in rows:
        ids = shown.get(one.row.id[: len(CONTACT)])
        if ids is not None and (path := linked(workspace, one)) in workspace.network.contacts:
            ids.setdefault(path, one.row.id)
    return shown


def linked(workspace: Workspace, one: Marked) -> str:
    """The path of the note that a row's link leads to; empty if it leads nowhere for certain."""
    paths = link_target(one.row.link, one.note, workspace.network.links)
    return paths[0] if len(paths) == 1 else ""
