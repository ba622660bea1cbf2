"""Contacts as a table of comma-separated values that a spreadsheet opens as it is meant, and never carries out."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from vault_tools.export.choice import Choice
from vault_tools.export.document import ContactEntry, Link
from vault_tools.formulas import guard

DERIVED = ("now", "reached", "known_since", "last_touch", "due", "attempts", "strength", "path")
_NOT_IN_A_CELL = ("log", "promises", "signals", "closed")

BETWEEN = "; "
"""What stands between several values of a cell."""


def columns(choice: Choice) -> list[str]:
    """The names of the columns there are: the properties as in docs/format.md, then what is derived from the notes."""
    fields = [name for name in ContactEntry.__struct_fields__ if name not in (*_NOT_IN_A_CELL, *DERIVED)]
    return ["name", *(name for name in fields if name != "name" and choice.shows(name)), *DERIVED]


def table(contacts: Sequence[ContactEntry], names: Sequence[str], *, guarded: bool = True) -> str:
    """The table with a header. Several values of a cell are separated by `; `. `guarded`: what a spreadsheet would
    calculate gets an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # as RFC 4180 has it
    writer.writerow(names)
    for contact in contacts:
        cells = (cell(getattr(contact, name)) for name in names)
        writer.writerow(map(guard, cells) if guarded else cells)
    return text.getvalue()


def cell(value: Any) -> str:
    """A value of the document as a cell's text."""
    match value:
        case None:
            return ""
        case Link():
            return value.name
        case list():
            return BETWEEN.join(map(cell, value))
        case float():
            return f"{value:g}"
    return str(value)
