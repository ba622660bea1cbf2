"""Under which names the properties stand in this vault, and what their values look like."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from vault_tools.network.vocabulary import PROPERTIES, Vocabulary, in_language
from vault_tools.vault.edit.lines import EditRefused, NoteLines
from vault_tools.vault.write import read_bytes

Tick = Callable[[int, int], None]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Shapes(msgspec.Struct):
    """What the values of one name are, over all notes: whether each is a day, a number, and whether one is a list."""

    days: bool = True
    numbers: bool = True
    lists: bool = False

    def take(self, value: Any) -> None:
        """Take one more value into account; an empty one tells nothing."""
        if value in (None, "", []):
            return
        self.days &= isinstance(value, str) and _is_day(value)
        self.numbers &= isinstance(value, int | float) and not isinstance(value, bool)
        self.lists |= isinstance(value, list)


class Census(msgspec.Struct):
    """The names in use, by kind of note and canonical property, the one that counts first at the front; and the shapes
    of the values under each name."""

    names: dict[tuple[str, str], list[str]] = {}
    shapes: dict[str, Shapes] = {}

    def named(self, kind: str, name: str, lang: str) -> list[str]:
        """The names of a property in use; where none is, the one that a note in that language would have."""
        return self.names.get((kind, name)) or [in_language(PROPERTIES[kind], name, lang)]


def take_census(vault: Path, kinds: Iterable[tuple[str, str]], vocabulary: Vocabulary, tick: Tick) -> Census:
    """Look through the frontmatter of all notes given as (path, kind), those of no kind too, as a name has one type in
    the whole vault; a note that can't be read says nothing."""
    used: dict[tuple[str, str], dict[str, int]] = {}
    shapes: dict[str, Shapes] = {}
    notes = list(kinds)
    for done, (path, kind) in enumerate(notes, 1):
        for name, value in _properties(vault / path).items():
            shapes.setdefault(name, Shapes()).take(value)
            meant = vocabulary.property(kind, name) if kind in PROPERTIES else None
            if meant is not None:
                used.setdefault((kind, meant[0]), {})[name] = meant[1]
        tick(done, len(notes))
    names = {key: sorted(ranks, key=lambda name: (ranks[name], name)) for key, ranks in used.items()}
    return Census(names, shapes)


def _properties(file: Path) -> dict[str, Any]:
    try:
        return NoteLines(read_bytes(file)).front().properties
    except (OSError, EditRefused):
        return {}


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False
