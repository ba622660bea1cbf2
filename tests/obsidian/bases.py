"""A reader of bases, as far as ours go: it says which notes each view shows and how it groups them, by the meaning that
Obsidian's help gives to filters and formulas."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import yaml12

from vault_tools.vault.edit.lines import NoteLines

_TEXT = r'"(?:[^"\\]|\\.)*"'
_LIST = re.compile(rf"(?<!\w)\[({_TEXT}(?:, {_TEXT})*)\]\.contains")


class _Value:
    """A value of a property: dates are compared as such, and whatever is missing is empty."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def isEmpty(self) -> bool:  # noqa: N802 - Obsidian's name
        return self.value in (None, "", [])

    def __le__(self, other: "_Value") -> bool:
        return not self.isEmpty() and date.fromisoformat(str(self.value)) <= date.fromisoformat(str(other.value))

    def __add__(self, span: str) -> "_Value":
        return _Value(date.fromisoformat(str(self.value)) + timedelta(days=int(span.removesuffix("d"))))


class _Texts(list[str]):
    def contains(self, value: _Value) -> bool:
        return value.value in self


class _File:
    def __init__(self, path: str, tags: Iterable[str]) -> None:
        self.path = path
        self.ext = path.rpartition(".")[2]
        self.tags = set(tags)

    def inFolder(self, folder: str) -> bool:  # noqa: N802
        return self.path.startswith(f"{folder}/")

    def hasTag(self, *tags: str) -> bool:  # noqa: N802
        return bool(self.tags & set(tags))


class _Note:
    """What expressions are about: one note."""

    def __init__(self, path: str, data: bytes, formulas: Mapping[str, str], today: date) -> None:
        self.properties = NoteLines(data).front().properties
        tags = self.properties.get("tags") or []
        self.file = _File(path, tags if isinstance(tags, list) else [tags])
        self.formulas = formulas
        self.today = today

    def evaluate(self, expression: str) -> Any:
        python = _LIST.sub(r"Texts([\1]).contains", re.sub(r"!(?!=)", " not ", expression))
        names = {
            "note": _Lookup(lambda name: _Value(self.properties.get(name))),
            "formula": _Lookup(lambda name: self.column(f"formula.{name}")),
            "file": self.file,
            "Texts": _Texts,
            "IF": lambda condition, then, other: then if condition else other,
            "today": lambda: _Value(self.today),
            "date": lambda value: value,
        }
        return eval(re.sub(r"\bif\(", "IF(", python), {"__builtins__": {}}, names)  # the base under test is our own

    def column(self, name: str) -> _Value:
        kind, _, own = name.partition(".")
        if kind == "file":
            return _Value(self.file.path)
        value = _Value(self.properties.get(own)) if kind == "note" else self.evaluate(self.formulas[own])
        return value if isinstance(value, _Value) else _Value(value)

    def fits(self, node: Any) -> bool:
        if isinstance(node, str):
            return bool(self.evaluate(node))
        ((junction, inner),) = node.items()
        found = [self.fits(one) for one in inner]
        return all(found) if junction == "and" else any(found) if junction == "or" else not any(found)


class _Lookup:
    def __init__(self, find: Any) -> None:
        self.find = find

    def __getitem__(self, name: str) -> Any:
        return self.find(name)


def shown(base: bytes, notes: Mapping[str, bytes], today: date) -> dict[str, dict[str, Any]]:
    """By view: each note shown with the value it is grouped by, None where it is not."""
    loaded: Any = yaml12.parse_yaml(base.decode())
    found = [_Note(path, data, loaded["formulas"], today) for path, data in notes.items()]
    people = [note for note in found if note.fits(loaded["filters"])]
    return {
        view["name"]: {
            note.file.path: note.column(view["groupBy"]["property"]).value if "groupBy" in view else None
            for note in people
            if note.fits(view.get("filters", {"and": []}))
        }
        for view in loaded["views"]
    }
