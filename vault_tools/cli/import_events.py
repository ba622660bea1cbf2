"""What an import does of meetings and mail, as its reader sees it: rows of the table, those without a note, JSON."""

from collections.abc import Iterator

import click

from vault_tools.language import Catalogue, catalogue
from vault_tools.language import mark as _
from vault_tools.network.vocabulary import CHANNELS, PROPERTIES, in_language
from vault_tools.transfer.happenings import LogRow, MeetingRow, Outcome
from vault_tools.transfer.known import Held
from vault_tools.transfer.plan import one_line

_BETWEEN_NAMES = _(", ")
_BETWEEN = _("; ")
_WITH = _("with %(people)s")
_PLANNED = _("planned")
_JOINED = _("+ %(property)s: %(values)s")
_PUT_OFF = _("%(property)s: %(own)s → %(other)s")
_STAYS = _("%(property)s stays %(own)s (there: %(other)s)")
_LINES = _("+ lines: %(count)d (%(first)s … %(last)s)")
_LINE = _("+ 1 line (%(first)s)")
_UNANSWERED = _("without an answer: %(count)d")
_ANSWERED = _("answered since: %(count)d")
_WITHOUT_NOTE = _("Without a note, left out (--people makes them): %(people)s")
_AND_MORE = _("… and %(count)d more")
_PASSERS = _("Left out, without a note and never written to: %(count)d")
_UNKNOWN_SHOWN = 20


def happened(outcome: Outcome, lang: str) -> Iterator[tuple[str, list[str]]]:
    """The rows of a table, each with its state: what, who, note, details."""
    from vault_tools.cli.import_table import STATES

    catalog = catalogue(lang)
    for meeting in outcome.meetings:
        title = one_line(f"{meeting.happening.day} {meeting.happening.title}")
        details = catalog.gettext(_BETWEEN).join(_of_meeting(meeting, outcome, lang))
        yield meeting.state, [catalog.gettext(STATES[meeting.state]), title, meeting.path, details]
    for row in outcome.logs:
        details = catalog.gettext(_BETWEEN).join(_of_log(row, catalog))
        yield row.state, [catalog.gettext(STATES[row.state]), row.held.card.name, row.held.path, details]


def _of_meeting(row: MeetingRow, outcome: Outcome, lang: str) -> Iterator[str]:
    catalog = catalogue(lang)
    date, with_ = (in_language(PROPERTIES["meeting"], name, lang) for name in ("date", "with"))
    if row.why:
        yield _reason(row, catalog)
    if row.state == "new":
        yield catalog.gettext(_WITH) % {"people": _names(row.held, catalog)}
        if row.happening.channel:
            yield in_language(CHANNELS, row.happening.channel, lang)
        if row.happening.day > outcome.today:
            yield catalog.gettext(_PLANNED)
    if row.joining:
        yield catalog.gettext(_JOINED) % {"property": with_, "values": _names(row.joining, catalog)}
    if row.day:
        yield catalog.gettext(_PUT_OFF) % {"property": date, "own": row.present, "other": row.day}
    if row.answered:
        yield catalog.gettext(_ANSWERED) % {"count": 1}
    if row.kept:
        yield catalog.gettext(_STAYS) % {"property": date, "own": row.present, "other": row.kept}


def _of_log(row: LogRow, catalog: Catalogue) -> Iterator[str]:
    if row.why:
        yield _reason(row, catalog)
    if days := sorted(one.day for one in row.new):
        words = {"count": len(days), "first": days[0], "last": days[-1]}
        yield catalog.gettext(_LINES if len(days) > 1 else _LINE) % words
    if unanswered := sum(one.response == "none" for one in row.new):
        yield catalog.gettext(_UNANSWERED) % {"count": unanswered}
    if row.answered:
        yield catalog.gettext(_ANSWERED) % {"count": len(row.answered)}


def _names(held: list[Held], catalog: Catalogue) -> str:
    return catalog.gettext(_BETWEEN_NAMES).join(one.card.name for one in held)


def _reason(row: MeetingRow | LogRow, catalog: Catalogue) -> str:
    return catalog.gettext(row.why) % row.params if row.params else catalog.gettext(row.why)


def show_unknown(outcome: Outcome, catalog: Catalogue, *, whole: bool) -> None:
    """Print who has no note, those met most often first, and how many more only wrote."""
    if outcome.passers:
        click.echo(catalog.gettext(_PASSERS) % {"count": outcome.passers}, err=True)
    if not outcome.unknown:
        return
    shown = outcome.unknown if whole else outcome.unknown[:_UNKNOWN_SHOWN]
    names = [
        f"{f'{one.name} <{one.email}>' if one.name and one.email else one.name or one.email} {one.count}"
        for one in shown
    ]
    names = [one_line(name) for name in names]
    if left := len(outcome.unknown) - len(shown):
        names.append(catalog.gettext(_AND_MORE) % {"count": left})
    click.echo(catalog.gettext(_WITHOUT_NOTE) % {"people": catalog.gettext(_BETWEEN_NAMES).join(names)}, err=True)


def happened_as_json(outcome: Outcome, lang: str) -> dict[str, object]:
    """The same as docs/json.md has it."""
    catalog = catalogue(lang)
    return {
        "meetings": [
            {
                "state": row.state,
                "date": str(row.happening.day),
                "title": row.happening.title,
                "path": row.path or None,
                "reason": _reason(row, catalog) or None,
                "with": [held.path for held in row.held if held.path],
                "others": list(row.others),
                "channel": row.happening.channel,
                "response": row.happening.response or "yes",
            }
            for row in outcome.meetings
        ],
        "logs": [
            {
                "state": row.state,
                "path": row.held.path or None,
                "reason": _reason(row, catalog) or None,
                "lines": [
                    {"date": str(one.day), "channel": one.channel, "response": one.response or "yes", "text": one.title}
                    for one in row.new
                ],
                "answered": [str(one.day) for one in row.answered],
                "same": row.same,
            }
            for row in outcome.logs
        ],
        "unknown": [
            {"name": one.name, "email": one.email, "count": one.count, "first": str(one.first)}
            for one in outcome.unknown
        ],
        "never_written_to": outcome.passers,
    }
