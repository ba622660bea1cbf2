"""Cells that a spreadsheet would calculate, and the apostrophe that keeps it from doing so."""

import re

_BEGINS = "=+\\-@\t\r\n＝＋－＠"  # the wide forms are taken for the same by some programs
_FORMULA = re.compile(f"'*[{_BEGINS}]")
_GUARDED = re.compile(f"'(?='*[{_BEGINS}])")


def guard(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; `unguarded` gives it back as it was."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """A cell as it was meant: without the apostrophe that keeps a formula from being one."""
    return _GUARDED.sub("", cell, count=1) if _GUARDED.match(cell) else cell
