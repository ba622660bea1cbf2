"""What the capture commands and ticked rows do to the notes of contacts, as edits."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from vault_tools.changes import Edit
from vault_tools.scribe import Scribe, log_line


class Touch(msgspec.Struct, frozen=True):
    """Something that happened with somebody, to be logged. `fields` are inline fields in their order."""

    day: date
    text: str = ""
    channel: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    row: str = ""

    def line(self) -> str:
        """The log line's words. Raises ValueError for a field that can't be written."""
        return log_line(self.day, self.text, self.channel, self.fields, self.row)


def log(scribe: Scribe, paths: Iterable[str], touch: Touch) -> list[Edit]:
    """The touch in the log of each contact."""
    line = touch.line()
    return [scribe.log(path, touch.day, line, touch.row) for path in paths]


def judge(
    scribe: Scribe,
    path: str,
    today: date,
    *,
    marks: dict[str, float],
    outlook: str = "",
    red_flags: Sequence[str] = (),
) -> list[Edit]:
    """Marks (`fit`, `future`, `interest`), the outlook and red flags as properties. The day of the first judgement is
    kept: a second one makes nobody screened anew."""
    edits = [scribe.set(path, name, _plain(mark)) for name, mark in marks.items()]
    if "fit" in marks:
        edits.append(scribe.set(path, "screened", today, keep=True))
    if outlook:
        edits.append(scribe.set(path, "outlook", outlook))
    return edits + scribe.add(path, "red_flags", red_flags)


def move_to_stage(scribe: Scribe, path: str, today: date, stage: str, *, stated: bool) -> list[Edit]:
    """A dated line in the log; where the note states a stage, or the evidence says more (`stated`), that too."""
    edits = [scribe.log(path, today, log_line(today, "", "", [("stage", stage)]))]
    return [*edits, scribe.set(path, "stage", stage)] if stated else edits


def snooze(scribe: Scribe, path: str, until: date) -> list[Edit]:
    """`next` on that day."""
    return [scribe.set(path, "next", until)]


def _plain(mark: float) -> int | float:
    return int(mark) if mark == int(mark) else mark
