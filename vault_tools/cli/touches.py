"""What `log`, `done` and `snooze` need to know before they write: who is meant, what was said, which promise."""

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from vault_tools.capture import Touch, log_line
from vault_tools.cli.common import Misuse
from vault_tools.cli.writing import Desk
from vault_tools.dates.partial import PartialDate
from vault_tools.dates.periods import read_period
from vault_tools.errors import LookupFailed
from vault_tools.language import mark as _
from vault_tools.lookup import look_up
from vault_tools.network.model import Called
from vault_tools.network.vocabulary import SIGNAL_KINDS, lookup, normal
from vault_tools.vault.links import fold

_IN_QUOTES = re.compile(r"""(?:(?<=[\t|;；,，])|^)[ ]*"(?:[^"]|"")*"[ ]*(?=[\t|;；,，]|$)""")

if TYPE_CHECKING:
    from vault_tools.changes import Edit
    from vault_tools.digests.follow_ups import PromiseRow


def people_of(desk: Desk, names: Iterable[str], day: date, *, make: bool) -> "tuple[list[Called], list[Edit]]":
    """The contacts meant, each once, and the edits that make a note for those who have none, if that is wanted: they
    were met on `day`, if that is past."""
    contacts: list[Called] = []
    edits: list[Edit] = []
    for name in names:
        match = look_up(desk.people, name) if make else None
        if match and match.how in ("none", "similar"):
            from vault_tools.creating import Card

            path, edit = desk.maker.contact(Card(name=name, met=PartialDate(min(day, desk.today))))
            contact = Called(path, name.strip())
            edits.append(edit)
            for other in match.contacts[:1]:
                told = _("%(name)s: made; may be %(other)s (%(path)s), whose name is nearly the same")
                desk.tell(told, name=name, other=other.name, path=other.path)
        else:
            contact = desk.who(name)
        if contact not in contacts:
            contacts.append(contact)
    return contacts, edits


def read_touch(desk: Desk, text: str, **given: Any) -> Touch:
    """What is to be logged, from the options of `log`. Raises Misuse."""
    day = desk.day(given["when"], past=True)
    response = attempt_of(given)
    fields = [("response", response)] if response else []
    if given["they"]:
        fields.append(("initiated", "them"))
    fields += [("signal", topic.strip()) for topic in given["signals"]]
    fields += _about_signals(given, day)
    if following := following_day(desk, given["following"], day):
        fields.append(("next", str(following)))
    if day > desk.today:
        desk.tell(_("%(day)s is ahead: it stands in the log as planned, and counts once it is past"), day=day)
    touch = Touch(day, text, given["channel"].strip(), tuple(fields))
    try:
        log_line(desk.scribe, touch, desk.workspace.lang)
    except ValueError as error:
        raise Misuse(_("brackets can't stand in a field: leave them out")) from error
    return touch


def attempt_of(given: dict[str, Any]) -> str:
    """The response that `--no-answer` or `--declined` says, if any. Raises Misuse."""
    if given["no_answer"] and given["declined"]:
        raise Misuse(_("--no-answer and --declined exclude each other"))
    return "none" if given["no_answer"] else "declined" if given["declined"] else ""


def following_day(desk: Desk, text: str, day: date) -> date | None:
    """The day that `--next` names, which lies after `day`; None for no text. Raises Misuse."""
    if not text:
        return None
    following = desk.day(text)
    if following <= day:
        raise Misuse(_("--next: %(following)s is not after %(day)s"), following=following, day=day)
    return following


def chosen(option: str, table: Mapping[str, str], text: str) -> str:
    """The canonical one of a table's words that `text` is. Raises Misuse."""
    known = lookup(table)
    if normal(text) not in known:
        told = _("%(option)s: “%(text)s” is none of %(known)s")
        raise Misuse(told, option=option, text=text, known=", ".join(table))
    return known[normal(text)]


def _about_signals(given: dict[str, Any], day: date) -> list[tuple[str, str]]:
    fields = []
    if (given["horizon"] or given["kind"]) and not given["signals"]:
        raise Misuse(_("--for and --kind say more about a --signal"))
    if given["kind"]:
        fields.append(("kind", chosen("--kind", SIGNAL_KINDS, given["kind"])))
    if given["horizon"]:
        try:
            fields.append(("for", read_period(given["horizon"], day)))
        except ValueError as error:
            told = _("--for: “%(text)s” is no period; write 2027, 2027-H1, 2027-Q1, 2027-03 or 2027-03-31")
            raise Misuse(told, text=given["horizon"]) from error
    return fields


def find_promise(desk: Desk, contact: Called, words: str) -> "PromiseRow":
    """The open promise with `contact` that has `words` in it. Raises LookupFailed."""
    from vault_tools.digests.context import Context
    from vault_tools.digests.follow_ups import open_promises

    context = Context(desk.workspace.network, desk.today, desk.workspace.config)
    rows = [row for row in open_promises(context) if any(path == contact.path for path, _ in row.people)]
    fitting = [row for row in rows if fold(words) in fold(row.text)]
    if len(fitting) == 1:
        return fitting[0]
    shown = "; ".join(f"“{row.text}” ({row.path}:{row.line})" for row in (fitting or rows))
    if not rows:
        raise LookupFailed(_("there is no open promise with %(person)s"), person=contact.name)
    if not fitting:
        told = _("no open promise has “%(words)s” in it; with %(person)s there are: %(promises)s")
    else:
        told = _("several open promises have “%(words)s” in them; with %(person)s there are: %(promises)s")
    raise LookupFailed(told, words=words, person=contact.name, promises=shown)


def one_step_on(desk: Desk, contact: Called) -> date:
    """The day one step of the contact's rhythm after today."""
    from vault_tools.digests.context import Context

    context = Context(desk.workspace.network, desk.today, desk.workspace.config)
    cadence = context.standings[contact.path].cadence
    if cadence is None:
        raise Misuse(_("%(name)s has no rhythm; say until when"), name=contact.name)
    return cadence.after(desk.today)


def separated(line: str) -> list[str]:
    """A line of a list of people taken apart: at tabs, bars, semicolons or commas, whichever it has first. What stands
    in quotes is one part, as in the files of spreadsheets."""
    outside = _IN_QUOTES.sub("", line)
    for separator in ("\t", "|", ";", "；", ",", "，"):
        if separator in outside:
            if outside == line:
                return [part.strip() for part in line.split(separator)]
            return [part.strip() for part in next(csv.reader([line], delimiter=separator, skipinitialspace=True))]
    return [line.strip()]
