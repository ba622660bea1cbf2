"""Tables (CSV, TSV) as LinkedIn, Google Contacts, Outlook, Dex and Monica export them, and any other → people.

Which column is what is shown before anything is done. Excel's and our own guards against formulas are taken off.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from vault_tools.config import Config
from vault_tools.creating import Card, parts_of
from vault_tools.dates.birthday import parse_birthday
from vault_tools.dates.human import read_day
from vault_tools.dates.partial import BadDate, PartialDate, parse_partial
from vault_tools.formulas import unguarded
from vault_tools.language import mark as _
from vault_tools.network.vocabulary import PROPERTIES, Vocabulary, in_language
from vault_tools.transfer.arrivals import (
    NO_NAME,
    Arrival,
    Extra,
    Lost,
    Options,
    Reading,
    is_no_telephone,
    is_usual,
    other_names,
    tags_of,
    whole_name,
)
from vault_tools.transfer.columns import PARTS, BadMapping, Column, columns_of, missing, recognised
from vault_tools.transfer.exported import from_row, is_ours
from vault_tools.transfer.sources import ImportRefused, Input
from vault_tools.transfer.text import text_of

BAD_TABLE = _("can't be read as a table from here on: %(problem)s")

_DELIMITERS = ",;\t|"
_HEADER_AMONG = 20
_FIELD_BYTES = 10_000_000
_SEVERAL = re.compile(r"\s*:::\s*")
_ADDRESSES = re.compile(r"[\s,;/|，；、]+")
_NUMBERS = re.compile(r"\s*[,;/|，；、\n]\s*")
_DIGITS = 6
"""So many digits, at least, has each of several telephone numbers in one cell."""

_GROUPS = re.compile(r"\s*(?::::|[,;])\s*")
_EXCEL_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s.*)?")
_NO_DATE = re.compile(r"[0/.\s-]*")
_NO_EXTRA = re.compile(r"0+[/.-]0+[/.-]0+")
_SAYS_NOTHING = {
    "priority": "normal",
    "sensitivity": "normal",
    "private": "false",
    "gender": "unspecified",
    **dict.fromkeys(("e-mail type", "e-mail 2 type", "e-mail 3 type"), "smtp"),
}
"""What Outlook writes where nobody chose anything."""

_SHOWN = {**PROPERTIES["contact"], "tags": "标签"}
_KINDS = {"phone": "TEL", "email": "EMAIL", "url": "URL"}
_WECHAT = re.compile("wechat|weixin|微信", re.IGNORECASE)
_LISTS = ("aliases", "email", "phone", "circles", "offers", "needs")
_LINKEDIN = ("URL", "Connected On")


def read(given: Input, options: Options) -> Reading:
    """The people in the rows of a table. Raises ImportRefused where no column says who they are."""
    text = text_of(given.data, options.encoding).replace("\0", "")
    vocabulary = options.vocabulary or Vocabulary(Config())
    table = _Table(text, options, vocabulary)
    if not any(column.target in ("name", *PARTS, "email", "org") for column in table.columns):
        shown = ", ".join(column.header for column in table.columns)[:300]
        raise ImportRefused(
            _('%(name)s: no column says who — the columns are: %(columns)s; say it with --map "Column=name"'),
            name=given.name,
            columns=shown,
        )
    if absent := missing(options.mapping, table.columns):
        columns = ", ".join(map(repr, absent))
        raise BadMapping(
            _("%(name)s: there is no column %(columns)s — nothing was changed"), name=given.name, columns=columns
        )
    return table.reading()


class _Table:
    """One table: its columns, its rows, and in which order its dates are written."""

    def __init__(self, text: str, options: Options, vocabulary: Vocabulary) -> None:
        self.options = options
        self.broken: Lost | None = None
        delimiter, skipped, self.columns = self._layout(text, options, vocabulary)
        rows = list(self._rows(text, delimiter))
        self.rows = rows[skipped + 1 :] if self.columns else []
        headers = {column.header for column in self.columns}
        self.source = "LinkedIn" if headers.issuperset(_LINKEDIN) else ""
        self.day_first = {
            column.place: _day_first([row[column.place] for _, row in self.rows if len(row) > column.place])
            for column in self.columns
            if column.target in ("met", "birthday")
        }

    def _layout(self, text: str, options: Options, vocabulary: Vocabulary) -> tuple[str, int, list[Column]]:
        """The delimiter, how many rows stand before the header, and the columns: those of which most are known."""
        best: tuple[int, int, int, str, list[Column]] = (-1, 0, 0, ",", [])
        start = text[:_FIELD_BYTES]
        for delimiter in _DELIMITERS:
            for place, (_line, row) in zip(range(_HEADER_AMONG), self._rows(start, delimiter), strict=False):
                columns = columns_of(row, options.mapping, vocabulary)
                score = (recognised(columns), len(row), -place)
                if row and score > best[:3]:
                    best = (*score, delimiter, columns)
        self.broken = None
        return best[3], -best[2], best[4]

    def _rows(self, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        """Rows with the line they begin on; blank ones too, so that they can be counted."""
        csv.field_size_limit(_FIELD_BYTES)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        line = 1
        try:
            for row in reader:
                yield line, [_unguarded(cell) for cell in row]
                line = reader.line_num + 1
        except csv.Error as error:
            self.broken = Lost(str(line), "", BAD_TABLE, {"problem": str(error)})

    def reading(self) -> Reading:
        """The people in it."""
        reading = Reading()
        filled = {place for _line, row in self.rows for place, cell in enumerate(row) if cell.strip()}
        for column in self.columns:
            if column.target != "label" and (column.place in filled or not filled):
                reading.shown.append((column.header, in_language(_SHOWN, column.target, self.options.lang)))
        for line, row in self.rows:
            if any(cell.strip() for cell in row):
                arrival = self._restored(line, row) or self._arrival(line, row, reading)
                if arrival.card.name:
                    reading.arrivals.append(arrival)
                else:
                    reading.lost.append(Lost(str(line), ", ".join(filter(None, row))[:80], NO_NAME))
        if self.broken:
            reading.lost.append(self.broken)
        return reading

    def _restored(self, line: int, row: Sequence[str]) -> Arrival | None:
        """The person, all of them, if the table is an export of a vault."""
        headers = [column.header for column in self.columns]
        return from_row(headers, row, str(line), self.options) if is_ours(headers) else None

    def _arrival(self, line: int, row: Sequence[str], reading: Reading) -> Arrival:
        facts: dict[str, Any] = {"source": self.source}
        extras: list[Extra] = []
        ids: list[str] = []
        labels: dict[str, str] = {}
        for column in self.columns:
            value = row[column.place].strip() if column.place < len(row) else ""
            of = column.header.rpartition(" - ")[0]
            label = labels.get(of, "")
            if column.target == "label":
                labels[of] = value.strip("* ") or label
            elif value and (column.target == "skip" or _says_nothing(column, value)):
                reading.skip(column.header)
            elif value and column.target == "id":
                _take_id(column, value, ids, extras)
            elif value and column.target == "tags":
                facts["tags"] = (*facts.get("tags", ()), *tags_of(_GROUPS.split(value), reading))
            elif value and not self._taken(column, value, label, facts):
                extras.append(Extra(_label(column, label), value))
            elif value and column.target in _KINDS and not is_usual(label):
                extras.append(Extra(f"{_KINDS[column.target]} ({label})", value))
        width = len(self.columns)
        extras += [Extra(str(place), cell) for place, cell in enumerate(row[width:], width + 1) if cell.strip()]
        if note := facts.pop("note", ""):
            extras.append(Extra("NOTE", note))
        parts = [facts.pop(part, "") for part in PARTS]
        others = (*facts.get("aliases", ()), facts.get("org", ""), *facts.get("email", ()))
        formed = whole_name(*parts)
        facts["name"] = facts.get("name") or formed or next(filter(None, others), "").partition("@")[0]
        aliases = (*facts.get("aliases", ()), *other_names(facts["name"], [formed]))
        facts["aliases"] = tuple(one for one in aliases if one != facts["name"])
        return Arrival(card=Card(**facts), where=str(line), ids=tuple(ids), extras=tuple(extras))

    def _taken(self, column: Column, value: str, label: str, facts: dict[str, Any]) -> bool:
        """Whether the value went where its column says; what can't is an extra."""
        target = column.target
        if target == "url" and "linkedin." in value.casefold():
            target = "linkedin"
        elif target == "extra" and _WECHAT.search(label):
            target = "wechat"
        elif target == "phone" and is_no_telephone(label):
            return False
        if target in _LISTS:
            facts[target] = (*facts.get(target, ()), *_several(target, value))
        elif target == "extra" or facts.get(target):
            return False
        elif target in ("met", "birthday"):
            read_one: Callable[[str], Any] = self._met if target == "met" else _birthday
            found = None if _NO_DATE.fullmatch(value) else read_one(_ordered(value, self.day_first[column.place]))
            if not found:
                return bool(_NO_DATE.fullmatch(value))
            facts[target] = found
        else:
            facts[target] = " ".join(value.split()) if target != "note" else value
        return True

    def _met(self, value: str) -> PartialDate | None:
        with suppress(BadDate):
            return parse_partial(value)
        with suppress(BadDate):
            return PartialDate(read_day(value, self.options.today, past=True)) if re.search(r"\d{4}", value) else None
        return None


def _several(target: str, value: str) -> list[str]:
    """The values in one cell: Google's `a ::: b`, and what people write between addresses and numbers."""
    found: list[str] = []
    for one in _SEVERAL.split(value):
        parts = parts_of([one]) if target == "circles" else [one]
        if target == "email" and all("@" in part for part in _ADDRESSES.split(one)):
            parts = _ADDRESSES.split(one)
        elif target == "phone" and all(len(re.findall(r"\d", part)) >= _DIGITS for part in _NUMBERS.split(one)):
            parts = _NUMBERS.split(one)
        found += parts
    return found


def _says_nothing(column: Column, value: str) -> bool:
    """Whether a cell holds what a program writes where nothing was said."""
    empty = value.casefold() == _SAYS_NOTHING.get(column.header.casefold())
    return column.target == "extra" and (empty or _NO_EXTRA.fullmatch(value) is not None)


def _birthday(value: str) -> str:
    with suppress(BadDate):
        parse_birthday(value)
        return value
    return ""


def _take_id(column: Column, value: str, ids: list[str], extras: list[Extra]) -> None:
    """A row's id, if it is one that no other table has: a plain number is not."""
    if re.fullmatch(r"\d{1,11}", value):
        extras.append(Extra(column.header, value))
    else:
        ids.append(value)


def _label(column: Column, label: str) -> str:
    """What an extra is called: of Google's numbered columns, what the column before says it is."""
    if not label or not re.search(r"\d", column.header):
        return column.header
    return label if column.header.casefold().endswith("value") else f"{column.header} ({label})"


def _unguarded(cell: str) -> str:
    """A cell as it was meant: without the quote that keeps a formula from being one, or Excel's `="…"`."""
    if match := _EXCEL_TEXT.fullmatch(cell.strip()):
        return match[1].replace('""', '"')
    return unguarded(cell)


def _day_first(values: Sequence[str]) -> bool | None:
    """Whether a column's `5/17/1980` and the like begin with the day: known if some number can be no month."""
    pairs = [(int(match[1]), int(match[2])) for value in values if (match := _SLASHED.fullmatch(value.strip()))]
    first, second = (any(pair[place] > 12 for pair in pairs) for place in (0, 1))
    return first if first != second else None


def _ordered(value: str, day_first: bool | None) -> str:
    """A slashed date as ISO, where the column tells its order."""
    match = _SLASHED.fullmatch(value)
    if match is None or day_first is None:
        return value
    day, month = (match[1], match[2]) if day_first else (match[2], match[1])
    try:
        return date(int(match[3]), int(month), int(day)).isoformat()
    except ValueError:
        return value
