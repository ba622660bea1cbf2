"""Setting, removing and adding to a property, by changing its lines only.

Parsed YAML is never written back. After each edit the note is read again, and must differ in just the property meant.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from vault_tools.vault.edit.lines import EditRefused, NoteLines
from vault_tools.vault.frontmatter import Frontmatter
from vault_tools.vault.quoting import yaml_key, yaml_text

Value = str | int | float | date
"""What a property can be set to."""

_KEY_PART = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s#][^\n]*?)[ \t]*:(?=[ \t]|$)""")
_COMMENT = re.compile(r"(?:^|[ \t])#")
_ITEM = re.compile(r"([ \t]*-[ \t]+)(?=\S)")
_PLAIN_END = re.compile(r"[ \t]+#|[ \t]*\Z")
_SEPARATORS = re.compile(r"[,，、;；]")
_FLOW_TOKEN = re.compile(
    r"""[ \t]+(?:\#.*)?|"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[\[\]{},]|[^\s,\[\]{}]+(?:[ \t]+[^\s,\[\]{}#][^\s,\[\]{}]*)*"""
)
_CLOSERS = {"[": "]", "{": "}"}


def set_property(data: bytes, key: str, value: Value) -> bytes:
    """The note with the property `key` at `value`; it is added as the last one if there is none.

    A value in quotes stays in quotes, a comment behind it stays. Raises EditRefused.
    """
    note = NoteLines(data)
    front = readable(note)
    if key not in front.lines:
        _add(note, front, [f"{yaml_key(key)}: {_source(value, '')}"], key)
    else:
        start, stop = extent(note, front, key)
        head, old, tail = _parts(note, start)
        several = stop > start + 1
        if several and any(_COMMENT.search(note.words(index)) for index in range(start, stop)):
            raise EditRefused("edit-comment-inside", start + 1, property=key)
        style = "" if several else old[:1]
        gap = "" if head[-1:] in " \t" else " "
        note.change(start, f"{head}{gap}{_source(value, style)}{'' if several else tail}")
        del note.lines[start + 1 : stop]
    _check(front, note, key, _text(value))
    return note.data


def remove_property(data: bytes, key: str) -> bytes:
    """The note without the property `key`; as it is if there is none. Raises EditRefused."""
    note = NoteLines(data)
    front = readable(note)
    if key not in front.lines:
        return data
    start, stop = extent(note, front, key)
    del note.lines[start:stop]
    _check(front, note, key, None)
    return note.data


def rename_property(data: bytes, key: str, name: str) -> bytes:
    """The note with the property `key` under another name, in its place and with its value as it is written. Raises
    EditRefused, also where there is a property of that name."""
    note = NoteLines(data)
    front = readable(note)
    if key not in front.lines or name in front.properties:
        raise EditRefused("edit-list-form", front.lines.get(name, 2), property=name)
    at = front.lines[key] - 1
    head, _value, _tail = _parts(note, at)
    colon = len(head) - len(head[head.rindex(":") :])
    note.change(at, f"{yaml_key(name)}{note.words(at)[colon:]}")
    after = note.front()
    wanted = {name if old == key else old: value for old, value in front.properties.items()}
    if len(after.problems) > len(front.problems) or repr(after.properties) != repr(wanted):
        raise EditRefused("edit-reaches-further", at + 1)
    return note.data


def add_to_property(data: bytes, key: str, item: str) -> bytes:
    """The note with `item` among the values of the property `key`, in the form its list has; as it is if it is there
    already. Raises EditRefused."""
    note = NoteLines(data)
    front = readable(note)
    present = as_list(front.properties.get(key))
    if item in present:
        return data
    if key not in front.lines:
        _add(note, front, [f"{yaml_key(key)}:", f"  - {yaml_text(item)}"], key)
    else:
        _extend(note, front, key, item)
    _check(front, note, key, [*present, item])
    return note.data


def _extend(note: NoteLines, front: Frontmatter, key: str, item: str) -> None:
    start, stop = extent(note, front, key)
    head, old, tail = _parts(note, start)
    if old.startswith("["):
        _extend_flow(note, start, stop, len(head), item)
    elif old and stop > start + 1:
        raise EditRefused("edit-list-form", start + 1, property=key)
    elif not old:
        _extend_block(note, start, stop, item)
    elif not as_list(front.properties[key]):
        note.change(start, f"{head}[{yaml_text(item, flow=True)}]{tail}")
    elif old[0] not in "\"'" and _SEPARATORS.search(old):
        note.change(start, f"{head}{yaml_text(f'{old}, {item}')}{tail}")
    else:
        first = old if old[0] in "\"'" else yaml_text(old, flow=True)
        note.change(start, f"{head}[{first}, {yaml_text(item, flow=True)}]{tail}")


def _extend_block(note: NoteLines, start: int, stop: int, item: str) -> None:
    """Below the last item, indented as it is."""
    items = [match for index in range(start + 1, stop) if (match := _ITEM.match(note.words(index)))]
    note.insert(stop, [f"{items[-1][1] if items else '  - '}{yaml_text(item)}"])


def _extend_flow(note: NoteLines, start: int, stop: int, opening: int, item: str) -> None:
    """Behind the last element of `[a, b]`, on one line or several."""
    last = start, opening + 1
    separator, comma = "", ""
    for index, end, token in _flow(note, start, stop, opening):
        if token == ",":
            comma = ","
        else:
            last, separator, comma = (index, end), ", ", ""
    words = note.words(last[0])
    rest = words[last[1] :]
    if comma and rest.startswith(","):
        rest = rest[1:]
    else:
        comma = ""
    note.change(last[0], f"{words[: last[1]]}{separator}{yaml_text(item, flow=True)}{comma}{rest}")


def _flow(note: NoteLines, start: int, stop: int, opening: int) -> Iterator[tuple[int, int, str]]:
    """(line's index, end on it, token) of a flow sequence's own elements and commas; a nested element counts once,
    by its closing bracket."""
    depth = 0
    for index in range(start, stop):
        for match in _FLOW_TOKEN.finditer(note.words(index), opening if index == start else 0):
            token = match[0]
            if token[0] in " \t#":
                continue
            depth -= token in ("]", "}")
            if depth == 0 and token == "]":
                return
            if depth == 1 and token not in ("[", "{"):
                yield index, match.end(), token
            depth += token in ("[", "{")
    raise EditRefused("edit-list-form", start + 1, property=note.words(start).partition(":")[0])


def readable(note: NoteLines) -> Frontmatter:
    """The frontmatter, if it can be edited at all. Raises EditRefused."""
    front = note.front()
    for problem in front.problems:
        if problem.code == "template-unfilled" and front.properties:
            continue
        raise EditRefused(problem.code, problem.line, **problem.params)
    if not front.length and note.lines and re.match(r"---[ \t]*\Z", note.words(0)):
        raise EditRefused("frontmatter-unclosed", 1)
    hidden = set(front.properties) - set(front.lines)
    if hidden:  # `{a: 1}` or `? a`: what has no line of its own can't be edited by lines
        raise EditRefused("edit-list-form", 2, property=sorted(hidden)[0])
    return front


def _add(note: NoteLines, front: Frontmatter, lines: list[str], key: str) -> None:
    if key in front.properties:
        raise EditRefused("edit-list-form", 2, property=key)
    if front.length:
        note.insert(front.length - 1, lines)
    else:
        note.insert(0, ["---", *lines, "---"])


def extent(note: NoteLines, front: Frontmatter, key: str) -> tuple[int, int]:
    """The indexes of a property's first line and of the line behind its last; comments and blank lines below it are
    not its own."""
    start = front.lines[key] - 1
    later = [line - 1 for line in front.lines.values() if line - 1 > start]
    stop = min(later, default=front.length - 1)
    while stop > start + 1 and (not (words := note.words(stop - 1)).strip() or words.startswith("#")):
        stop -= 1
    return start, stop


def _parts(note: NoteLines, index: int) -> tuple[str, str, str]:
    """A property's line as what stands before its value, the value, and what stands behind it."""
    words = note.words(index)
    key = _KEY_PART.match(words)
    if key is None:
        raise EditRefused("edit-list-form", index + 1, property=words[:40])
    begin = len(words) - len(words[key.end() :].lstrip(" \t"))
    if words[begin : begin + 1] in ("&", "*", "!"):
        raise EditRefused("edit-anchor", index + 1)
    if begin == len(words) or words[begin] == "#":
        return words[: key.end()], "", words[key.end() :]
    end = _value_end(words, begin)
    return words[:begin], words[begin:end], words[end:]


def _value_end(words: str, begin: int) -> int:
    """Where a value that begins on a line ends on it; a value over several lines takes the rest of the line."""
    first = words[begin]
    if first == '"':
        match = re.compile(r'"(?:[^"\\]|\\.)*"').match(words, begin)
    elif first == "'":
        match = re.compile(r"'(?:[^']|'')*'").match(words, begin)
    elif first in _CLOSERS:
        closing = words.rfind(_CLOSERS[first])
        comment = _COMMENT.search(words, closing + 1)
        return comment.start() if comment and closing > 0 else len(words)
    else:
        plain = _PLAIN_END.search(words, begin)
        return plain.start() if plain else len(words)
    return match.end() if match else len(words)


def _source(value: Value, style: str) -> str:
    """A value as YAML, in the quotes `style` if the old one had some."""
    text = _text(value)
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if isinstance(value, str) or style == '"':
        return yaml_text(text, quoted=style == '"')
    return text


def _text(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return re.sub(r"\s+", " ", str(value)).strip()


def as_list(value: Any) -> list[str]:
    """A property's values as texts, the way lists are read: a YAML list, separated text, or one value."""
    if value is None or value == "":
        return []
    if isinstance(value, list):
        return [str(item) for item in value]
    text = str(value)
    if "[[" in text:
        return [text]
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def _check(before: Frontmatter, note: NoteLines, key: str, wanted: str | list[str] | None) -> None:
    """Raise EditRefused unless the note now says just what it did, and of `key` what is wanted."""
    after = note.front()
    line = after.lines.get(key, before.lines.get(key))
    if len(after.problems) > len(before.problems) or not _same_others(before, after, key):
        raise EditRefused("edit-reaches-further", line)
    found = after.properties.get(key)
    reads = None if key not in after.properties else as_list(found) if isinstance(wanted, list) else str(found)
    if reads != wanted:
        raise EditRefused("edit-reaches-further", line)


def _same_others(before: Frontmatter, after: Frontmatter, key: str) -> bool:
    """Whether all other properties are what they were, in their order; repr, because a NaN equals nothing."""
    kept = [{name: value for name, value in one.properties.items() if name != key} for one in (before, after)]
    return repr(kept[0]) == repr(kept[1])
