"""JSON that another program keeps, such as Obsidian's settings: members and items are added, replaced and taken away
as text, so that every other byte stays, and taking away what was added gives the bytes from before."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from vault_tools.vault.edit.lines import BOM, EditRefused

_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()
_OBSIDIANS_INDENT = "  "


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value in a document: the member `key` of the object at the path `at`, or, without a key, an item of the list
    there. `by` names the member by which an item is known, whatever else of it was changed."""

    at: tuple[str, ...]
    key: str | None
    value: Any
    by: str = ""

    @property
    def name(self) -> tuple[Any, ...]:
        """What tells it from the other entries of its document, whatever its value is."""
        if self.key is not None:
            return (*self.at, self.key)
        return (*self.at, None, json.dumps(self.value[self.by] if self.by else self.value, sort_keys=True))


class _Node(msgspec.Struct):
    """A value with the place of its text; `parts` are the values of an object or list with their keys, and with the
    place at which each begins, key included."""

    value: Any
    start: int
    stop: int
    parts: list[tuple[str | None, int, "_Node"]] = []


class Document:
    """The text of one JSON document. Raises EditRefused for bytes that are none; no bytes are an empty object."""

    def __init__(self, data: bytes | None) -> None:
        try:
            text = (b"{}" if data is None else data).decode()
            self._bom = BOM if text.startswith(BOM) else ""
            self.text = text.removeprefix(BOM)
            json.loads(self.text)
        except UnicodeDecodeError as error:
            raise EditRefused("edit-encoding") from error
        except json.JSONDecodeError as error:
            raise EditRefused("settings-json", error.lineno) from error
        except RecursionError as error:
            raise EditRefused("settings-json", 1) from error
        self._root = _node(self.text, _BLANK.match(self.text).end())  # type: ignore[union-attr]

    @property
    def data(self) -> bytes:
        """The document's bytes."""
        return (self._bom + self.text).encode()

    @property
    def empty(self) -> bool:
        """Whether it is an object without a member."""
        return bool(self._root.value == {})

    def find(self, entry: Entry) -> Any:
        """The value that stands in the entry's place; msgspec.UNSET if there is none. Where no member has that very
        name, one that differs in case counts: Obsidian knows properties without it."""
        found = self._find(entry)
        return msgspec.UNSET if found is None else found[1].parts[found[0]][2].value

    def add(self, entry: Entry) -> list[Entry]:
        """Put in an entry at its container's end, and give what was put in, in that order: containers that were missing
        first. Raises EditRefused where something else stands in a container's place."""
        added: list[Entry] = []
        for depth in range(len(entry.at)):
            outer, name = entry.at[:depth], entry.at[depth]
            holds_items = depth + 1 == len(entry.at) and entry.key is None
            missing = Entry(outer, name, [] if holds_items else {})
            if not any(key == name for key, _, _ in self._container(outer, dict).parts):
                self._insert(missing)
                added.append(missing)
        self._insert(entry)
        return [*added, entry]

    def replace(self, entry: Entry) -> None:
        """Give the entry's place, which must be there, its value."""
        found = self._find(entry)
        assert found is not None
        old = found[1].parts[found[0]][2]
        self._splice(old.start, old.stop, self._written(entry.value, len(entry.at) + 1))

    def remove(self, entry: Entry) -> bool:
        """Take an entry out if it is there with its very value; gives whether it was."""
        found = self._find(entry)
        if found is None or found[1].parts[found[0]][2].value != entry.value:
            return False
        index, container = found
        if len(container.parts) == 1:
            self._splice(container.start + 1, container.stop - 1, "")
        elif index:
            self._splice(container.parts[index - 1][2].stop, container.parts[index][2].stop, "")
        else:
            self._splice(container.parts[0][1], container.parts[1][1], "")
        return True

    def _find(self, entry: Entry) -> tuple[int, _Node] | None:
        container: _Node | None = self._root
        for name in entry.at:
            container = _member(container, name) if container else None
        if container is None:
            return None
        if entry.key is None:
            wanted = [_same(node.value, entry) for _, _, node in container.parts]
        else:
            wanted = [key == entry.key for key, _, _ in container.parts]
            folded = entry.key.casefold()
            if not any(wanted):
                wanted = [key is not None and key.casefold() == folded for key, _, _ in container.parts]
        places = [index for index, is_it in enumerate(wanted) if is_it]
        return (places[-1], container) if places else None

    def _container(self, at: Sequence[str], kind: type) -> _Node:
        node = self._root
        for name in at:
            inner = _member(node, name)
            if inner is None:
                raise EditRefused("settings-shape", self._line(node.start), member=".".join(at))
            node = inner
        if not isinstance(node.value, kind):
            raise EditRefused("settings-shape", self._line(node.start), member=".".join(at) or "{}")
        return node

    def _insert(self, entry: Entry) -> None:
        container = self._container(entry.at, list if entry.key is None else dict)
        depth = len(entry.at) + 1
        key = "" if entry.key is None else json.dumps(entry.key, ensure_ascii=False) + self._colon(container)
        item = key + self._written(entry.value, depth)
        if container.parts:
            last = container.parts[-1]
            before = container.parts[-2][2].stop if len(container.parts) > 1 else container.start
            blank = re.search(r"[ \t\r\n]*\Z", self.text[before : last[1]])
            gap = blank[0] if blank else ""
            self._splice(
                last[2].stop, last[2].stop, "," + (gap or (" " if self._colon(container) == ": " else "")) + item
            )
        elif self._indent is None:
            self._splice(container.start + 1, container.stop - 1, item)
        else:
            inner, outer = (self._newline + self._indent * level for level in (depth, depth - 1))
            self._splice(container.start + 1, container.stop - 1, inner + item + outer)

    def _written(self, value: Any, depth: int) -> str:
        """A value as this document would have it at that depth."""
        if self._indent is None:
            separators = (", ", ": ") if self._colon(self._root) == ": " else (",", ":")
            return json.dumps(value, ensure_ascii=False, separators=separators)
        lines = json.dumps(value, ensure_ascii=False, indent=self._indent).split("\n")
        return (self._newline + self._indent * depth).join(lines)

    @property
    def _indent(self) -> str | None:
        """What one level is indented by; None where all stands on one line."""
        if not self._root.parts:
            return _OBSIDIANS_INDENT
        before = self.text[self._root.start + 1 : self._root.parts[0][1]]
        return before.rpartition("\n")[2] if "\n" in before else None

    @property
    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def _colon(self, container: _Node) -> str:
        """What stands between a key and its value."""
        for node in (container, self._root):
            for key, start, inner in node.parts[-1:]:
                if key is not None:
                    return self.text[_DECODER.raw_decode(self.text, start)[1] : inner.start]
        return ": "

    def _line(self, place: int) -> int:
        return self.text.count("\n", 0, place) + 1

    def _splice(self, start: int, stop: int, new: str) -> None:
        self.text = self.text[:start] + new + self.text[stop:]
        self._root = _node(self.text, _BLANK.match(self.text).end())  # type: ignore[union-attr]


def removed(data: bytes, entries: Iterable[Entry], *, made: bool) -> bytes | None:
    """The document without those entries that are still as they were added, the last one first; None if nothing is left
    of one that was `made` for them. Raises EditRefused."""
    document = Document(data)
    for entry in reversed(list(entries)):
        document.remove(entry)
    return None if made and document.empty else document.data


def _same(value: Any, entry: Entry) -> bool:
    if entry.by and isinstance(value, dict):
        return bool(value.get(entry.by) == entry.value[entry.by])
    return bool(value == entry.value)


def _member(node: _Node, name: str) -> _Node | None:
    return next((inner for key, _, inner in reversed(node.parts) if key == name), None)


def _node(text: str, at: int) -> _Node:
    """The value whose text begins at `at`, in a text that is known to be JSON."""
    if text[at] not in "{[":
        value, stop = _DECODER.raw_decode(text, at)
        return _Node(value, at, stop)
    is_object, parts = text[at] == "{", []
    place = _skip(text, at + 1)
    while text[place] not in "}]":
        start, key = place, None
        if is_object:
            key, place = _DECODER.raw_decode(text, place)
            place = _skip(text, _skip(text, place) + 1)
        inner = _node(text, place)
        parts.append((key, start, inner))
        place = _skip(text, inner.stop)
        if text[place] == ",":
            place = _skip(text, place + 1)
    value = {key: inner.value for key, _, inner in parts} if is_object else [inner.value for _, _, inner in parts]
    return _Node(value, at, place + 1, parts)


def _skip(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at
