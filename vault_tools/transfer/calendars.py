"""Calendars (iCalendar, `.ics`) → what happened with whom, and what is to happen.

A calendar is taken apart into its events first, so that a broken one is named and all others come. Left out is what
was no meeting of two: events without others, whole days, what was cancelled or declined, and what lies outside the
days asked for; how many of each is told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

from vault_tools.language import mark as _
from vault_tools.network import vocabulary as words
from vault_tools.network.identity import email_key
from vault_tools.network.vocabulary import normal
from vault_tools.transfer.arrivals import AFTER_UNTIL, BEFORE_SINCE, Extra, Happening, Lost, Options, Reading
from vault_tools.transfer.contentlines import unescaped
from vault_tools.transfer.myself import myself
from vault_tools.transfer.sources import Input
from vault_tools.transfer.text import text_of

Event = Any
"""The library's event: its properties are of many types, and read where that they are wrong is caught."""

BROKEN = _("can't be read as an event: %(problem)s")
TOO_OFTEN = _("repeats more often than daily")

WHOLE_DAY = _("whole days")
ALONE = _("without others")
CANCELLED = _("cancelled")
DECLINED = _("declined")
CROWD = _("with more than 30 people")
FURTHER = _("planned ones of a series, behind the next")
NOT_EVENTS = _("tasks and journals")
REMINDERS = _("reminders")

LARGEST = 30
"""An event with more people is a gathering: who was invited tells not whom one talked with."""

_TAKEN = frozenset(
    "UID DTSTART DTEND DURATION SUMMARY LOCATION DESCRIPTION ATTENDEE ORGANIZER STATUS RECURRENCE-ID RRULE EXDATE "
    "RDATE".split()
)
_TECHNICAL = re.compile(
    "DTSTAMP|CREATED|LAST-MODIFIED|SEQUENCE|TRANSP|CLASS|PRIORITY|REQUEST-STATUS|EXRULE|X-ALT-DESC"
    "|X-(?:MICROSOFT|MS|OUTLOOK|GOOGLE|APPLE|MOZ|LIC|EVOLUTION|NEXTCLOUD|WR)-.*"
)
_OFTEN = 24
_TEXT = 2000
_BEGIN = re.compile(r"BEGIN:(\w+)\s*", re.IGNORECASE)
_END = re.compile(r"END:(\w+)\s*", re.IGNORECASE)
_NOBODY = re.compile(r"@(?:resource|group)\.calendar\.google\.com$|^(?:no-?reply|invalid)[^@]*@|^unknownorganizer@")
_ONLINE = re.compile(
    r"zoom\.us/|teams\.(?:microsoft|live)\.com/|meet\.google\.com/|webex\.com/|meeting\.tencent\.com|voovmeeting"
    r"|meet\.jit\.si/|feishu\.cn/|腾讯会议|飞书会议|microsoft teams meeting|google meet",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(r"\n?[ \t]*(?:[-_~:─═.*=]{10,}|-::~).*", re.DOTALL)
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--)>")
_TOLD_BY_TITLE = {"video call": "video", "phone call": "call"} | {
    name: channel
    for channel in ("coffee", "meal", "visit", "call", "video")
    for name in (channel, *words.CHANNELS[channel].split())
    if len(name) > 1 and name not in ("meal", "phone")
}
"""What names the channel in an event's title, what has several words first."""


class _Part(msgspec.Struct, frozen=True):
    """A component of the calendar: its kind, its lines, and the number of the first."""

    kind: str
    text: str
    line: int


class _Entry(msgspec.Struct, frozen=True):
    """An event as it was read, with its line."""

    event: Any
    line: int

    @property
    def uid(self) -> str:
        return " ".join(str(self.event.get("UID", "")).split())

    @property
    def title(self) -> str:
        return " ".join(str(self.event.get("SUMMARY", "")).split())


def read(given: Input, options: Options) -> Reading:
    """What a calendar says of the days asked for. Raises WhoAmI."""
    reading = Reading()
    entries: list[_Entry] = []
    parts = list(_parts(text_of(given.data, options.encoding)))
    _know_zones(parts)
    for number, part in enumerate(parts, 1):
        if part.kind == "VEVENT" and (entry := _entry(part, reading)):
            entries.append(entry)
        elif part.kind in ("VTODO", "VJOURNAL"):
            reading.skip(NOT_EVENTS)
        options.tick(number, len(parts))
    me = myself(
        given.name, Counter(address for one in entries for address in set(_addresses(one.event))), options, reading
    )
    planned: set[str] = set()
    for entry, event, id_ in _occurrences(entries, options, reading):
        try:
            happening = _happening(event, id_, me, options, reading)
            if happening is None:
                continue
            if happening.day > options.today and event is not entry.event:
                if entry.uid in planned:
                    reading.skip(FURTHER)
                    continue
                planned.add(entry.uid)
            besides = tuple(_besides(event, reading))
        except Exception as error:  # a property of the wrong type can raise anything in the library
            reading.lost.append(_broken(entry, error))
        else:
            reading.happenings.append(msgspec.structs.replace(happening, extras=(*happening.extras, *besides)))
    reading.happenings.sort(key=lambda one: (one.day, one.id))
    return reading


def _parts(text: str) -> Iterator[_Part]:
    """The components directly below the calendar."""
    lines: list[str] = []
    kind, start, depth = "", 0, 0
    for number, line in enumerate(text.splitlines(), 1):
        if match := _BEGIN.fullmatch(line):
            name = match[1].upper()
            if name == "VCALENDAR":
                kind, depth = "", 0
                continue
            if not kind or name in ("VEVENT", "VTIMEZONE"):  # the one before has no end
                if kind:
                    yield _Part(kind, "\r\n".join(lines), start)
                kind, start, lines, depth = name, number, [], 0
            depth += 1
        if kind:
            lines.append(line)
        if kind and _END.fullmatch(line):
            depth -= 1
            if depth <= 0:
                yield _Part(kind, "\r\n".join(lines), start)
                kind = ""
    if kind:
        yield _Part(kind, "\r\n".join(lines), start)


def _know_zones(parts: Iterable[_Part]) -> None:
    """Tell the library the calendar's own time zones."""
    from icalendar import Calendar

    for part in parts:
        if part.kind == "VTIMEZONE":
            try:
                Calendar.from_ical(f"BEGIN:VCALENDAR\r\n{part.text}\r\nEND:VCALENDAR\r\n")
            except Exception:  # its events' times count as local then
                continue


def _entry(part: _Part, reading: Reading) -> _Entry | None:
    from icalendar import Component

    try:
        event: Event = Component.from_ical(_without_alarms(part.text, reading))
        if not isinstance(event["DTSTART"].dt, date):
            raise ValueError("DTSTART")
        return _Entry(event, part.line)
    except Exception as error:  # the library raises what it likes at broken lines
        title = re.search(r"(?im)^SUMMARY[^:]*:(.*)$", part.text)
        what = title[1].strip()[:80] if title else ""
        reading.lost.append(Lost(str(part.line), what, BROKEN, {"problem": _shown(error)}))
        return None


def _without_alarms(text: str, reading: Reading) -> str:
    """An event's lines without those of components in it, ended."""
    kept, depth = [], 0
    for line in text.split("\r\n"):
        opens, closes = _BEGIN.fullmatch(line), _END.fullmatch(line)
        depth += bool(opens)
        if opens and depth == 2:
            reading.skip(REMINDERS)
        if depth == 1 and line.strip() and not closes:
            kept.append(line)
        depth -= bool(closes)
    return "\r\n".join([*kept, "END:VEVENT", ""])


def _occurrences(entries: Iterable[_Entry], options: Options, reading: Reading) -> Iterator[tuple[_Entry, Event, str]]:
    """Each event of the days asked for, those of series one by one in their order, with its id."""
    series: dict[str, list[_Entry]] = {}
    for entry in entries:
        if any(name in entry.event for name in ("RRULE", "RDATE", "RECURRENCE-ID")) and entry.uid:
            series.setdefault(entry.uid, []).append(entry)
        elif within := _within(entry.event["DTSTART"].dt, options):
            reading.skip(within)
        else:
            yield entry, entry.event, entry.uid
    for uid, own in series.items():
        try:
            if any(_too_often(one.event) for one in own):
                reading.lost.append(Lost(str(own[0].line), own[0].title, TOO_OFTEN))
                continue
            found = [(f"{uid}/{_stamp(event)}", event) for event in _expanded([one.event for one in own], options)]
        except Exception as error:  # rules that can't be carried out raise anything
            reading.lost.append(_broken(own[0], error))
            continue
        for id_, event in found:
            yield own[0], event, id_


def _expanded(events: Iterable[Event], options: Options) -> list[Event]:
    """The occurrences of one series, in their order."""
    import recurring_ical_events
    from icalendar import Calendar

    calendar = Calendar()
    for event in events:
        calendar.add_component(event)
    found = recurring_ical_events.of(calendar).between(options.first, options.last + timedelta(days=1))
    within = (one for one in found if not _within(one["DTSTART"].dt, options))
    return sorted(within, key=lambda one: _sortable(one["DTSTART"].dt))


def _too_often(event: Event) -> bool:
    """Whether a rule gives more occurrences than any appointment has, so that expanding it would not end."""
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        often = 1
        for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            often *= max(1, len(rule.get(name, ())))
        if often > _OFTEN or {"HOURLY", "MINUTELY", "SECONDLY"} & {str(one).upper() for one in rule.get("FREQ", ())}:
            return True
    return False


def _within(start: date, options: Options) -> str:
    """Why a day is left out, if it is."""
    if abs(start.year - options.today.year) > 1000:  # at the calendar's ends no zone can be reckoned with
        return BEFORE_SINCE if start.year < options.today.year else AFTER_UNTIL
    day = options.day(start) if isinstance(start, datetime) else start
    return BEFORE_SINCE if day < options.first else AFTER_UNTIL if day > options.last else ""


def _sortable(moment: date) -> str:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return f"{moment.astimezone(UTC) if moment.tzinfo else moment:%Y%m%dT%H%M}"


def _stamp(event: Event) -> str:
    """When an occurrence would be by its series' rule: by this it is known, wherever it was moved to."""
    return _sortable(event["RECURRENCE-ID" if "RECURRENCE-ID" in event else "DTSTART"].dt)


def _happening(event: Event, id_: str, me: frozenset[str], options: Options, reading: Reading) -> Happening | None:
    """One event, if it was or is to be a meeting."""
    start = event["DTSTART"].dt
    attendees = _listed(event, "ATTENDEE")
    organizer = next((email for one in _listed(event, "ORGANIZER")[:1] if (email := _email(one))), "")
    people = _people(event, me)
    mine = [one for one in attendees if _email(one) in me]
    if not people:
        reading.skip(ALONE)
    elif not isinstance(start, datetime):
        reading.skip(WHOLE_DAY)
    elif str(event.get("STATUS", "")).upper() == "CANCELLED":
        reading.skip(CANCELLED)
    elif any(_answer(one) == "DECLINED" for one in mine):
        reading.skip(DECLINED)
    elif len(people) > LARGEST:
        reading.skip(CROWD)
    else:
        title = " ".join(str(event.get("SUMMARY", "")).split())
        place, said = (" ".join(str(event.get("LOCATION", "")).split()), _said(event))
        extras = (Extra("LOCATION", place), Extra("NOTE", said))
        return Happening(
            id=id_ or f"{options.day(start)} {title}",
            day=options.day(start),
            title=title,
            channel=_channel(title, f"{place} {event.get('DESCRIPTION', '')} {_conference(event)}"),
            people=people,
            initiated="me" if organizer in me else "them" if organizer in {email for _name, email in people} else "",
            extras=tuple(one for one in extras if one.text),
        )
    return None


def _besides(event: Event, reading: Reading) -> Iterator[Extra]:
    """What else an event says, each under its own name; what tells programs alone is counted. When in the day it was is
    nothing that a meeting's note has."""
    for name in event:
        if _TECHNICAL.fullmatch(name):
            reading.skip(name)
        elif name not in _TAKEN:
            for one in _listed(event, name):
                text = unescaped(one.to_ical().decode("utf-8", "replace")).strip()
                if text:
                    yield Extra(name, _cut(text))


def _people(event: Event, me: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Who else was there, each a name and an address: not rooms, not those who declined."""
    found: dict[str, tuple[str, str]] = {}
    said_no = {_email(one) for one in _listed(event, "ATTENDEE") if _answer(one) == "DECLINED"}
    for one in (*_listed(event, "ATTENDEE"), *_listed(event, "ORGANIZER")):
        params = getattr(one, "params", {})
        email, name = _email(one), " ".join(str(params.get("CN", "")).strip("\"' ").split())
        if str(params.get("CUTYPE", "")).upper() in ("ROOM", "RESOURCE", "GROUP") or _NOBODY.search(email):
            continue
        if email in me or email in said_no or not (email or name):
            continue
        name = "" if email_key(name) else name
        before = found.get(email or name, ("", ""))
        found[email or name] = (before[0] or name, email)
    return tuple(found.values())


def _listed(event: Event, name: str) -> list[Any]:
    value = event.get(name, [])
    return value if isinstance(value, list) else [value]


def _addresses(event: Event) -> list[str]:
    """The addresses of an event that has several."""
    found = [email for name in ("ATTENDEE", "ORGANIZER") for one in _listed(event, name) if (email := _email(one))]
    return found if len(set(found)) > 1 else []


def _email(one: Any) -> str:
    text = str(one).strip()
    given = getattr(one, "params", {}).get("EMAIL", "")
    return email_key(re.sub(r"(?i)^mailto:", "", text)) or email_key(str(given))


def _answer(one: Any) -> str:
    return str(getattr(one, "params", {}).get("PARTSTAT", "")).upper()


def _conference(event: Event) -> str:
    names = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "URL")
    return " ".join(str(event[name]) for name in names if name in event)


def _channel(title: str, around: str) -> str:
    """By which channel: as a link to an online meeting or a word of the title says; else nothing is guessed."""
    plain = title.casefold()
    said = " ".join(map(normal, re.findall(r"[\w-]+", plain)))
    for name, channel in _TOLD_BY_TITLE.items():
        if name in plain if not name.isascii() else f" {name} " in f" {said} ":
            return channel
    return "video" if _ONLINE.search(around) else ""


def _said(event: Event) -> str:
    """The description, without markup and what the calendar's program put below it."""
    text = str(event.get("DESCRIPTION", ""))
    text = _TAG.sub("", re.sub(r"(?i)<br\s*/?>|</p>", "\n", text)).replace("&nbsp;", " ").replace("&amp;", "&")
    return _cut(_BOILERPLATE.sub("", text).strip())


def _cut(text: str) -> str:
    """A text as far as a meeting's note takes it; that something is left out is seen."""
    return text if len(text) <= _TEXT else f"{text[:_TEXT]} …"


def _broken(entry: _Entry, error: Exception) -> Lost:
    return Lost(str(entry.line), entry.title, BROKEN, {"problem": _shown(error)})


def _shown(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text.rpartition("): ")[2][:100] or type(error).__name__  # the library tells of its own types first
