"""Giving links other targets: the characters of the target change, and no others.

A link is found in every place where somebody may follow it: in the text, in the frontmatter, in quotes, comments and
managed blocks; not in code. What the note says besides is compared before and after.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from vault_tools.vault.blocks import content_hash, content_of, find_blocks, untouched
from vault_tools.vault.body import without_code
from vault_tools.vault.edit.lines import EditRefused, NoteLines
from vault_tools.vault.links import WIKILINK, unquoted
from vault_tools.vault.quoting import yaml_text

_TARGET = re.compile(r"[ \t]*([^#|]*?)[ \t]*(?=\\?\||#|\Z)")
_DESTINATION = re.compile(
    r"(?<!\])\]\((<?)((?:[^()\n<>\"]|\([^()\n<>]*\))+?)>?(?:[ \t]+\"[^\"\n]*\")?\)"
    r"|^ {0,3}\[[^\]\n^][^\]\n]*\]:[ \t]+(<?)([^\n<>]+?)>?(?:[ \t]+\"[^\"\n]*\")?[ \t]*$"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_QUOTED = re.compile(r"""(?:(?<=[\s\[{,])|^)(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""")
_SPACES = re.compile(" +")
_DASH = re.compile(r"[ \t]*-[ \t]+")
_COMMENT = re.compile(r"(?:(?<=[ \t])|^)#.*")
_PART = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|[^\s,，、;；\[\]{}"'][^,，、;；\[\]{}]*""")
_INNER = re.compile(r"[^\s,，、;；][^,，、;；]*")
_UNESCAPED = re.compile(r'\\(["\\/])')


class Found(msgspec.Struct, frozen=True):
    """A link, or a plain `name` that means a note, as it stands in a note.

    `target` is what is looked up, without anchor, text, escapes and `%20`; it stands at `start:stop` on the line of
    index `line`. `quotes`: those of the YAML text around it, or `plain` for YAML without any; empty outside of YAML.
    `style`: what a Markdown link's path is like, `<` or not.
    """

    target: str
    form: str
    line: int
    start: int
    stop: int
    quotes: str = ""
    style: str = ""


Retarget = Callable[[Found], str | None]
"""A link → its new target, spelled as in a wikilink; None leaves it. May raise EditRefused."""

Find = Callable[[NoteLines], Iterable[Found]]


def find_links(note: NoteLines) -> Iterator[Found]:
    """The wikilinks and Markdown links of a note, those of no note too, in the order of its lines."""
    length = note.front().length
    lines = note.text.split("\n")
    seen = lines[:length] + without_code("\n".join(lines[length:])).split("\n")
    for index, words in enumerate(seen):
        if "[" in words:
            yield from links_on(words, index, in_yaml=index < length)


def links_on(words: str, index: int, *, in_yaml: bool) -> Iterator[Found]:
    """The links on one line. `words` may be a piece of any text without line ends."""
    for match in WIKILINK.finditer(words):
        inner = _TARGET.match(match[2])
        if inner and inner[1]:
            start = match.start(2) + inner.start(1)
            quotes = _quotes_at(words, start) if in_yaml else ""
            yield Found(_meant(inner[1], quotes), "wikilink", index, start, start + len(inner[1]), quotes)
    for match in _DESTINATION.finditer(words):
        group = 2 if match[2] else 4
        path = match[group].partition("#")[0].rstrip()
        if path and not _SCHEME.match(path):
            start = match.start(group)
            quotes = _quotes_at(words, start) if in_yaml else ""
            target = unquoted(_meant(path, quotes))
            yield Found(target, "markdown", index, start, start + len(path), quotes, match[group - 1])


def names_in_property(note: NoteLines, key: str) -> Iterator[Found]:
    """The plain texts in the frontmatter's property `key`: one, a YAML list's, or those of a comma-separated text."""
    front = note.front()
    first = front.lines[key] - 1
    later = [line - 1 for line in front.lines.values() if line - 1 > first]
    for index in range(first, min(later, default=front.length - 1)):
        words = WIKILINK.sub(lambda match: "," * len(match[0]), note.words(index))
        begin = words.index(":", words.find(key) + len(key)) + 1 if index == first else _dash_length(words)
        for match in _PART.finditer(_COMMENT.sub("", words), begin):
            if match[0][0] not in "\"'":
                yield _name(match[0], index, match.start(), "plain")
                continue
            for inner in _INNER.finditer(match[0][1:-1]):
                yield _name(inner[0], index, match.start() + 1 + inner.start(), match[0][0])


def names_in_fields(note: NoteLines, wanted: Callable[[str], bool]) -> Iterator[Found]:
    """The plain texts in the inline fields whose key is `wanted`."""
    for field in note.body().fields():
        if wanted(field.key):
            value = WIKILINK.sub(lambda match: "," * len(match[0]), field.value)
            for match in _INNER.finditer(value):
                yield _name(match[0], field.line - 1, field.column + match.start(), "")


def relink(data: bytes, retarget: Retarget, find: Find = find_links, rehash: Mapping[str, str] | None = None) -> bytes:
    """The note with the links that `find` finds led where `retarget` says.

    A managed block that held just what was rendered into it is still known to; `rehash` gives the new hash for those
    a user typed into, by the old one. Raises EditRefused.
    """
    before, note = NoteLines(data), NoteLines(data)
    changed = [(found, new) for found in find(note) if (new := retarget(found)) is not None and new != found.target]
    if not changed:
        return data
    forms = set()
    for found, new in sorted(changed, key=lambda one: (one[0].line, one[0].start), reverse=True):
        words = note.words(found.line)
        old = _meant(words[found.start : found.stop], found.quotes)
        text = _as_destination(new, old, found.style) if found.form == "markdown" else new
        note.change(found.line, words[: found.start] + _in_yaml(text, found) + words[found.stop :])
        forms |= {found.target, new, old, text}
    _check(before, note, forms, changed[0][0].line + 1)
    _keep_hashes(before, note, rehash or {})
    return note.data


def _name(text: str, index: int, start: int, quotes: str) -> Found:
    text = text.rstrip()
    return Found(_meant(text, quotes), "name", index, start, start + len(text), quotes)


def _dash_length(words: str) -> int:
    dash = _DASH.match(words)
    return dash.end() if dash else 0


def _quotes_at(words: str, position: int) -> str:
    """The quotes of the YAML text that stands at a position of a line."""
    for match in _QUOTED.finditer(words):
        if match.start() < position < match.end():
            return match[0][0]
    return "plain"


def _meant(text: str, quotes: str) -> str:
    """A text between quotes without YAML's escapes."""
    if quotes == "'":
        return text.replace("''", "'")
    return _UNESCAPED.sub(r"\1", text) if quotes == '"' else text


def _in_yaml(text: str, found: Found) -> str:
    """A text as it is spelled where the link stands."""
    if found.quotes == "'":
        return text.replace("'", "''")
    if found.quotes == '"':
        return text.replace("\\", "\\\\").replace('"', '\\"')
    return yaml_text(text, flow=True) if found.form == "name" and found.quotes == "plain" else text


def _as_destination(new: str, old: str, style: str) -> str:
    """A path as a Markdown link has it, other letters than ASCII's as they were: written out, or with percent signs."""
    safe = "/!$&'*+,;=:@~" + (" " if " " in old or (style and "%" not in old) else "")
    if re.search("%[89A-Fa-f]", old) and old.isascii():
        return quote(new, safe)
    return re.sub(r"[\x00-\x7f]+", lambda run: quote(run[0], safe), new)


def _check(before: NoteLines, after: NoteLines, forms: set[str], line: int) -> None:
    """Raise EditRefused unless both say the same but for the links' targets, the `forms`."""
    pattern = re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True))))
    old, new = before.front(), after.front()
    said = [
        (
            len(front.problems),
            front.length,
            _blanked(front.properties, pattern),
            _SPACES.sub(" ", pattern.sub("\0", note.body().text)),  # what is not read is blanked, to its length
        )
        for note, front in ((before, old), (after, new))
    ]
    if said[0] != said[1]:
        raise EditRefused("edit-reaches-further", line)


def _blanked(value: Any, pattern: re.Pattern[str]) -> str:
    """A parsed value as text, without what `pattern` matches in its texts."""
    if isinstance(value, str):
        return repr(pattern.sub("\0", value))
    if isinstance(value, list):
        return f"[{','.join(_blanked(item, pattern) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{','.join(f'{key!r}:{_blanked(item, pattern)}' for key, item in value.items())}}}"
    return repr(value)


def _keep_hashes(before: NoteLines, note: NoteLines, rehash: Mapping[str, str]) -> None:
    old_text, text = before.text, note.text
    old_blocks, faults = find_blocks(old_text)
    if faults:
        return
    for old, new in zip(old_blocks, find_blocks(text)[0], strict=True):
        if old.hash is None:
            continue
        fresh = content_hash(content_of(text, new)) if untouched(old_text, old) else rehash.get(old.hash)
        if fresh and fresh != old.hash:
            index = old.line - 1
            note.change(index, note.words(index).replace(f"hash={old.hash}", f"hash={fresh}"))
