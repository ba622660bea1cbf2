"""Rows of what happened → edits: notes of meetings, what those there are gain, lines in logs."""

from collections.abc import Callable, Sequence
from pathlib import Path

from vault_tools.capture import Touch, log, log_line
from vault_tools.changes import Edit
from vault_tools.creating import Fact, Maker
from vault_tools.errors import WriteError
from vault_tools.findings import Finding
from vault_tools.language import catalogue
from vault_tools.language import mark as _
from vault_tools.markdown import Linker, escape
from vault_tools.network import vocabulary as words
from vault_tools.network.vocabulary import CHANNELS, INITIATED, RESPONSES, in_language
from vault_tools.scribe import Scribe, language_of
from vault_tools.transfer.arrivals import Extra, Happening
from vault_tools.transfer.happenings import LogRow, MeetingRow, Outcome
from vault_tools.transfer.known import Held
from vault_tools.transfer.notes import NO_FILE_NAME, with_extras
from vault_tools.transfer.plan import one_line
from vault_tools.vault.edit.lines import EditRefused, NoteLines, check_others
from vault_tools.vault.write import read_bytes

OTHERS = "OTHERS"
_MEETING = _("Meeting")
_BETWEEN = _(", ")
_NAMES_SHOWN = 3
_TITLE = 100
"""So many characters of a title, at most, stand in the name of its note's file."""


class Chronicler:
    """Makes the edits of one import; those who are new have the path of their note already."""

    def __init__(self, maker: Maker, new: Sequence[Held]) -> None:
        self.maker = maker
        self.scribe: Scribe = maker.scribe
        self.vault: Path = maker.workspace.vault
        links = maker.workspace.network.links.with_more([one.path for one in new if one.path])
        self._link = Linker(links, "wikilink")

    def edits(self, outcome: Outcome, tick: Callable[[int, int], None]) -> list[Edit]:
        """The edits that carry it out. Rows are made true by it: one whose note can't be edited is left out."""
        edits: list[Edit] = []
        rows: list[MeetingRow | LogRow] = [*outcome.meetings, *outcome.logs]
        for number, row in enumerate(rows, 1):
            if row.state in ("new", "updated"):
                edits += self._edits(row)
            tick(number, len(rows))
        return edits

    def _edits(self, row: MeetingRow | LogRow) -> list[Edit]:
        try:
            edits = self._meeting(row) if isinstance(row, MeetingRow) else self._log(row)
            if row.state == "updated" and not (isinstance(row, LogRow) and row.held.new):
                self._try(edits)
        except EditRefused as refusal:
            path = row.path if isinstance(row, MeetingRow) else row.held.path
            sentence = Finding(path, refusal.code, refusal.line, refusal.params).sentence(catalogue(self.scribe.lang))
            row.state, row.why, row.params = "left-out", "%(why)s", {"why": sentence}
        except WriteError:
            row.state, row.why = "left-out", NO_FILE_NAME
        except OSError as error:
            row.state, row.why, row.params = "left-out", "%(why)s", {"why": str(error.strerror)}
        else:
            return edits
        return []

    def _try(self, edits: Sequence[Edit]) -> None:
        """Carry out, in memory, edits of one note that is there. Raises EditRefused and OSError."""
        data: bytes | None = read_bytes(self.vault / edits[0].path) if edits else None
        for edit in edits:
            data = edit.transform(data)

    def _meeting(self, row: MeetingRow) -> list[Edit]:
        return self._new(row) if row.state == "new" else self._update(row)

    def _new(self, row: MeetingRow) -> list[Edit]:
        """A meeting's note, with those in it who have one."""
        one, lang = row.happening, self.maker.habits("meeting").lang
        people = [held for held in row.held if held.path]
        first = min((*one.days, one.day))
        facts: dict[str, Fact] = {
            "date": one.day,
            "with": tuple(self._link_to(held) for held in people),
            "channel": in_language(CHANNELS, one.channel, lang),
            "initiated": in_language(INITIATED, one.initiated, lang),
            "response": in_language(RESPONSES, one.response, lang),
            "uid": (one_line(one.id),),
        }
        title = one_line(one.title)[:_TITLE].strip() or self._names(people, lang)
        edit = self.maker.note("meeting", f"{first} {title}", facts, number=True)
        row.path = edit.path
        others = catalogue(lang).gettext(_BETWEEN).join(row.others)
        extras = (*(extra for extra in one.extras if extra.text.strip()), *([Extra(OTHERS, others)] if others else []))
        if not extras:
            return [edit]
        made = edit.transform(None)
        with_extras(made or b"", extras, lang)  # refused here, before anything is written
        return [edit, Edit(edit.path, lambda data: with_extras(data or b"", extras, lang))]

    def _names(self, people: Sequence[Held], lang: str) -> str:
        names = [one.card.name for one in people[:_NAMES_SHOWN]] + ["…"] * (len(people) > _NAMES_SHOWN)
        return catalogue(lang).gettext(_BETWEEN).join(names) or catalogue(lang).gettext(_MEETING)

    def _link_to(self, held: Held) -> str:
        return str(self._link(held.path, held.card.name or None))

    def _update(self, row: MeetingRow) -> list[Edit]:
        links = [self._link_to(held) for held in row.joining if held.path]
        edits = self.scribe.add(row.path, "with", links, kind="meeting")
        if row.day:
            edits.append(self.scribe.set(row.path, "date", row.day, kind="meeting"))
        if row.answered:
            edits.append(self.scribe.set(row.path, "response", None, kind="meeting"))
        return edits

    def _log(self, row: LogRow) -> list[Edit]:
        path = row.held.path
        if not path:
            raise EditRefused("note-gone")
        edits = [self._answered(path, one) for one in row.answered]
        for one in sorted(row.new, key=lambda happening: happening.day):
            edits += log(self.scribe, [path], _touch(one))
        return edits

    def _answered(self, path: str, one: Happening) -> Edit:
        """The line that says nobody had answered no longer says so, if it stands as it was written."""

        def transform(data: bytes | None) -> bytes | None:
            before, note = NoteLines(data or b""), NoteLines(data or b"")
            lang = language_of(data or b"") or self.scribe.lang
            new = log_line(self.scribe, _touch(one), lang)
            tried = Touch(one.day, _text(one), one.channel, (("response", "none"), ("initiated", one.initiated)))
            old = log_line(self.scribe, tried, lang)
            for item in note.body().items_under(words.LOG_HEADINGS):
                if item.text == old:
                    at = item.line - 1
                    note.change(at, note.words(at).replace(old, new))
                    check_others(before, note, at, 1, 1)
                    break
            return note.data

        return Edit(path, transform)


def _touch(one: Happening) -> Touch:
    fields = (("response", one.response), ("initiated", one.initiated))
    return Touch(one.day, _text(one), one.channel, tuple(field for field in fields if field[1]))


def _text(one: Happening) -> str:
    return str(escape(one_line(one.title)))
