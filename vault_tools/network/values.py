"""Reading one note's properties as text, lists, dates, numbers and references, with a finding where that fails."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from vault_tools.dates.cadence import BadCadence, parse_cadence
from vault_tools.dates.partial import BadDate, parse_date
from vault_tools.findings import Finding
from vault_tools.network.records import Ref
from vault_tools.network.vocabulary import SELF, Vocabulary, normal
from vault_tools.vault.links import WIKILINK, first_link, parse_link, target_of

if TYPE_CHECKING:  # reading notes needs the YAML library: only where one changed
    from vault_tools.vault.note import Note

T = TypeVar("T")

_PARTS = re.compile(r"(?:\[\[[^\[\]\n]*\]\]|[^,，、;；])+")
_LINK_ALONE = re.compile(r"\[\[([^\[\]\n|#{<]+)\]\]")
"""A link and nothing else, to a note and no place in it, which no template left open: as nearly all references are."""
_SEPARATOR = re.compile(r"[,，、;；]")
_NESTED = "text-expected"
_MAX_DEPTH = 4
_LATER = 1000
"""Added to the precedence of properties that stand in the text: those in the frontmatter go first."""


class Properties:
    """The properties of a note by canonical name, each readable as what it is meant to be."""

    def __init__(self, note: "Note", kind: str, vocabulary: Vocabulary) -> None:
        self.note = note
        found: dict[str, tuple[int, Any, str, int | None]] = {}
        self._values = found
        names, values = _flat(note.properties)
        for name, value, known in zip(names, values, vocabulary.known(kind, names), strict=True):
            if known and (value or not (value is None or value == "" or value == [])):
                key, rank = known
                if key not in found or rank < found[key][0]:
                    found[key] = (rank, value, name, None)
        for field in note.body.lone_fields():
            if known := vocabulary.property(kind, field.key):
                key, rank = known[0], known[1] + _LATER
                if key not in found or rank < found[key][0]:
                    found[key] = (rank, field.value, field.key, field.line)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def among(self, keys: Iterable[str]) -> list[str]:
        """Those of the properties that the note has, in the order given."""
        return [key for key in keys if key in self._values]

    def line(self, key: str) -> int | None:
        """The line the property stands on."""
        if key not in self._values:
            return None
        _, _, name, line = self._values[key]
        return line or self.note.lines.get(name.partition(".")[0])

    def raw(self, key: str) -> Any:
        """The value as YAML gave it."""
        return self._values[key][1] if key in self._values else None

    def drop(self, key: str) -> None:
        """Treat a property as absent."""
        self._values.pop(key, None)

    def text(self, key: str) -> str:
        """One text, links shown by their words; several are joined by commas."""
        if key not in self._values:
            return ""
        value = self._values[key][1]
        if type(value) is str:  # nearly all: without a call more than it takes
            if "{{" in value or "<%" in value:
                return ""
            return shown_text(value) if "[[" in value else value.strip()
        return ", ".join(self.texts(key, split=False))

    def texts(self, key: str, *, split: bool = True) -> list[str]:
        """A list of texts, from a YAML list, comma-separated text or one value."""
        if key not in self._values:
            return []
        texts = self._plain(key, split=split)
        if "[[" not in "".join(texts):
            return texts
        return [shown for text in texts if (shown := shown_text(text))]

    def refs(self, key: str) -> list[Ref]:
        """A list of references: wikilinks or names."""
        if key not in self._values:
            return []
        line = self.line(key) or 0
        value = self._values[key][1]
        if isinstance(value, str) and (link_alone := _LINK_ALONE.fullmatch(value)):
            return [Ref(link_alone[1].strip(), line, True)]
        found = []
        for text in self._plain(key, split=True):
            if link_alone := _LINK_ALONE.fullmatch(text):
                found.append(Ref(link_alone[1].strip(), line, True))
            elif links := WIKILINK.findall(text) if "[[" in text else None:
                found += [Ref(target_of(inner), line, link=True) for _, inner in links]
            elif link := first_link(text):
                found.append(Ref(link.target, line, link=True))
            elif normal(text) not in SELF:
                found.append(Ref(text, line))
        return list(dict.fromkeys(found)) if len(found) > 1 else found

    def ref(self, key: str) -> Ref | None:
        """The first reference, or None."""
        return next(iter(self.refs(key)), None)

    def day(self, key: str) -> date | None:
        """A full date."""
        return self.parsed(key, parse_date)

    def day_or_step(self, key: str, base: date | None) -> date | None:
        """A date, or a step such as `2w` counted from `base`."""
        return self.parsed(key, lambda value: date_or_step(value, base)) if key in self._values else None

    def parsed(self, key: str, parse: Callable[[Any], T]) -> T | None:
        """What `parse` makes of the value; a date or rhythm it can't read becomes a finding."""
        if key not in self._values:
            return None
        value = self._values[key][1]
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if value is None or _is_placeholder(value):
            return None
        try:
            return parse(value)
        except BadDate as error:
            self.report(f"date-{error.reason}", key, value=_quoted(value))
        except BadCadence:
            self.report("cadence-unreadable", key, value=_quoted(value))
        return None

    def number(self, key: str, low: float, high: float) -> float | None:
        """A number within bounds, also when written as text."""
        if key not in self._values:
            return None
        value = self.raw(key)
        if _is_placeholder(value):
            return None
        number = _number(value)
        if number is None or not low <= number <= high:
            self.report("number-expected", key, value=_quoted(value), low=f"{low:g}", high=f"{high:g}")
            return None
        return number

    def amount(self, key: str) -> float | None:
        """A number of money: `12,000`, `1.5w` and `¥3000` are understood."""
        value = self.raw(key)
        if value is None or _is_placeholder(value):
            return None
        number = money(value)
        if number is None:
            self.report("amount-expected", key, value=_quoted(value))
        return number

    def choice(self, key: str, words: Mapping[str, str]) -> str:
        """One of a property's own words, as its canonical form; empty if absent or none of them."""
        value = self.text(key)
        if not value:
            return ""
        word = words.get(normal(value))
        if word is not None:
            return word
        known = ", ".join(dict.fromkeys(words.values()))
        self.report("value-unknown", key, value=_quoted(value), known=known)
        return ""

    def report(self, code: str, key: str, **params: str) -> None:
        """Add a finding about the property, under the name it has in the note."""
        name = self._values[key][2]
        self.note.findings.append(Finding(self.note.path, code, self.line(key), {"property": name, **params}))

    def _plain(self, key: str, *, split: bool) -> list[str]:
        value = self.raw(key)
        if isinstance(value, str):
            parts = _PARTS.findall(value) if split and _SEPARATOR.search(value) else (value,)
            return [text for part in parts if (text := part.strip()) and not _is_placeholder(text)]
        if isinstance(value, list):
            return self._items(key, value)
        if isinstance(value, dict):
            return self._refused(key)
        return [] if value is None else [scalar_text(value)]

    def _items(self, key: str, value: list[Any]) -> list[str]:
        if set(map(type, value)) == {str}:
            whole = "".join(value)
            if not ("{{" in whole or "<%" in whole):
                return [text for item in value if (text := item.strip())]
            return [text for item in value if (text := item.strip()) and not ("{{" in text or "<%" in text)]
        texts: list[str] = []
        for item in value:
            if isinstance(item, str):
                if (text := item.strip()) and not _is_placeholder(text):
                    texts.append(text)
                continue
            link = unquoted_link(item) or (
                unquoted_link([item]) if len(value) == 1 and isinstance(item, list) else None
            )
            if link:
                self.report("unquoted-link", key, value=f"[[{link}]]")
                texts.append(f"[[{link}]]")
            elif isinstance(item, list | dict):
                return self._refused(key)
            elif item is not None:
                texts.append(scalar_text(item))
        return texts

    def _refused(self, key: str) -> list[str]:
        self.report(_NESTED, key)
        return []


def date_or_step(value: Any, base: date | None) -> date:
    """A date, or a rhythm such as `2w` counted on from `base`. Raises BadDate."""
    try:
        return parse_date(value)
    except BadDate as error:
        if base is None or error.reason == "nonexistent":
            raise
        try:
            step = parse_cadence(value)
        except BadCadence:
            raise error from None
        if step is None:
            raise
        return step.after(base)


def scalar_text(value: Any) -> str:
    """A YAML scalar as its writer sees it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def unquoted_link(value: Any) -> str | None:
    """What YAML makes of `[[Li Wei]]` without quotes is a list in a list; gives `Li Wei`."""
    if isinstance(value, list) and len(value) == 1:
        inner = value[0]
        if isinstance(inner, list) and len(inner) == 1 and isinstance(inner[0], str):
            return inner[0]
        if isinstance(inner, str):
            return inner
    return None


def shown_text(text: str) -> str:
    """A text with its wikilinks replaced by the words they show."""
    if "[[" not in text:
        return text.strip()
    return WIKILINK.sub(lambda match: _link_words(match[2]), text).strip()


def _link_words(inner: str) -> str:
    link = parse_link(inner)
    return link.text or link.target.rpartition("/")[2].removesuffix(".md")


def _flat(properties: Mapping[str, Any]) -> tuple[tuple[str, ...], Iterable[Any]]:
    """The properties' names, those of nested maps as `outer.inner`, and their values."""
    if dict not in map(type, properties.values()):
        return tuple(properties), properties.values()
    nested = list(_nested(properties))
    return tuple(name for name, _ in nested), [value for _, value in nested]


def _nested(properties: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    for name, value in properties.items():
        if isinstance(value, dict) and depth < _MAX_DEPTH:
            yield f"{prefix}{name}", value
            yield from _nested({str(key): inner for key, inner in value.items()}, f"{prefix}{name}.", depth + 1)
        else:
            yield f"{prefix}{name}", value


def _is_placeholder(value: Any) -> bool:
    """Whether a template left it to be filled in; that has its own finding."""
    return isinstance(value, str) and ("{{" in value or "<%" in value)


def _quoted(value: Any) -> str:
    return f"“{scalar_text(value)[:60]}”"


def money(value: Any) -> float | None:
    """A number of money, as `12,000`, `1.5w`, `3.7万元` and `¥3000` write it; None for anything else."""
    if not isinstance(value, str):
        return _number(value)
    text = value.replace(",", "").replace("，", "").strip("¥￥$€£ ").removesuffix("元").strip()
    for suffix, times in (("万", 1e4), ("w", 1e4), ("k", 1e3)):
        if text.lower().endswith(suffix):
            return _number(text[: -len(suffix)], times)
    return _number(text)


def _number(value: Any, factor: float = 1.0) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(str(value).strip()) * factor
    except ValueError:
        return None
    return number if abs(number) < 1e15 else None
