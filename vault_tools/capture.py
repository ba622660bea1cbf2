"""What the capture commands and ticked rows do to the notes of contacts, as edits."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from vault_tools.changes import Edit
from vault_tools.language import catalogue
from vault_tools.language import mark as _
from vault_tools.network.vocabulary import CHANNELS, in_language
from vault_tools.scribe import Scribe

_BETWEEN_NAMES = _(", ")

_NO_WORDS = {"": _("in touch"), "yes": _("in touch"), "none": _("no answer"), "declined": _("said no")}
"""What a log line says where nothing else was said, by its response."""


class Touch(msgspec.Struct, frozen=True):
    """Something that happened with somebody, to be logged.

    `fields` are inline fields by canonical name, in their order; `others` are links to those it happened with besides.
    """

    day: date
    text: str = ""
    channel: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    row: str = ""
    others: tuple[str, ...] = ()

    def beside(self, links: Iterable[str]) -> "Touch":
        """The touch as it is logged with one of several people: the others are named by these links."""
        return msgspec.structs.replace(self, others=tuple(links))

    def said(self, lang: str) -> str:
        """The line's words behind its channel, in that language; never none where there is no channel either."""
        catalog = catalogue(lang)
        text = re.sub(r"\s+", " ", self.text).strip()
        if self.others:
            people = catalog.gettext(_BETWEEN_NAMES).join(self.others)
            beside = catalog.gettext(_("%(text)s (with %(people)s)")) if text else catalog.gettext(_("with %(people)s"))
            return beside % {"text": text, "people": people}
        if text or self.channel:
            return text
        return catalog.gettext(_NO_WORDS[dict(self.fields).get("response", "")])


def log(scribe: Scribe, paths: Iterable[str], touch: Touch) -> list[Edit]:
    """The touch in the log of each contact."""
    return [scribe.log(path, touch.day, lambda lang: log_line(scribe, touch, lang), touch.row) for path in paths]


def log_line(scribe: Scribe, touch: Touch, lang: str) -> str:
    """The words of a touch's log line in that language. Raises ValueError for a field that can't be written."""
    said = touch.said(lang)
    channel = in_language(CHANNELS, touch.channel, lang)
    said = f"{channel} — {said}" if channel and said else channel or said
    fields = [scribe.field(name, value, lang) for name, value in touch.fields]
    return " ".join(filter(None, (str(touch.day), said, *fields, f"^{touch.row}" if touch.row else "")))


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
        edits.append(scribe.state(path, "outlook", outlook))
    return edits + scribe.add(path, "red_flags", red_flags)


def move_to_stage(scribe: Scribe, path: str, today: date, stage: str, *, stated: bool) -> list[Edit]:
    """A dated line in the log; where the note states a stage, or the evidence says more (`stated`), that too."""
    edit = scribe.log(path, today, lambda lang: f"{today} {scribe.field('stage', stage, lang)}")
    return [edit, scribe.state(path, "stage", stage)] if stated else [edit]


def snooze(scribe: Scribe, path: str, until: date) -> list[Edit]:
    """`next` on that day."""
    return [scribe.set(path, "next", until)]


def no_more(scribe: Scribe, path: str) -> list[Edit]:
    """No rhythm: never due again."""
    return [scribe.state(path, "cadence", "none")]


def _plain(mark: float) -> int | float:
    return int(mark) if mark == int(mark) else mark
