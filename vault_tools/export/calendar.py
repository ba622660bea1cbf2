"""Follow-ups, promises and birthdays as a calendar (RFC 5545) to subscribe to.

The same vault on the same day gives the same bytes. Each event's UID stays what it is from day to day, so that a
calendar moves it instead of making another.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from vault_tools.dates.birthday import Birthday, next_after
from vault_tools.digests.context import Context
from vault_tools.digests.follow_ups import FollowUpsView, Row, follow_ups
from vault_tools.export.choice import Choice
from vault_tools.export.hidden import view_without_private, without_private
from vault_tools.language import mark as _
from vault_tools.language import mark_in
from vault_tools.sentences import Sentences

MADE_HERE = b"PRODID:-//vault-tools//"
"""Tells a calendar that may be written over from somebody else's file."""

TITLE = _("Follow-ups")
TALK = _("Talk to %(name)s")
MY_PROMISE = _("Promise: %(text)s")
THEIR_PROMISE = _("%(name)s promised: %(text)s")
BIRTHDAY = _("Birthday of %(name)s")
BRING = _("You can bring: %(value)s")
BORN = _("born in %(year)s")
LUNAR = _("lunar calendar")
CATEGORIES = (
    mark_in("calendar", "follow-up"),
    mark_in("calendar", "promise"),
    mark_in("calendar", "birthday"),
)

_LUNAR_YEARS = 3
"""How many birthdays of the lunar calendar are given ahead: calendars know no rule for them."""


def calendar(context: Context, choice: Choice, sentences: Sentences) -> bytes:
    """The calendar of the chosen contacts: whoever is due within 14 days, promises with a date, birthdays.

    Whoever is overdue stands on today, as many as the digest lists a day; nothing is in the past.
    """
    made = Calendar()
    gettext = sentences.words.gettext
    made.add("prodid", "-//vault-tools//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", gettext(TITLE))
    made.add("x-published-ttl", "PT6H")
    made["refresh-interval;value=duration"] = "PT6H"
    chosen = frozenset(choice.contacts)
    for event in _Events(context, choice, chosen, sentences).all():
        made.add_component(event)
    return bytes(made.to_ical())


class _Events:
    def __init__(self, context: Context, choice: Choice, chosen: frozenset[str], sentences: Sentences) -> None:
        self.context = without_private(context, choice)
        self.choice = choice
        self.chosen = chosen
        self.sentences = sentences
        self.stamp = datetime.combine(context.today, time(), UTC)

    def all(self) -> Iterator[Event]:
        view = view_without_private(follow_ups(self.context), self.choice)
        yield from self._follow_ups(view)
        yield from self._promises(view)
        yield from self._birthdays()

    def _follow_ups(self, view: FollowUpsView) -> Iterator[Event]:
        due = [row for row in view.due if row.path in self.chosen][: view.limit]
        for row in [*due, *(row for row in view.upcoming if row.path in self.chosen)]:
            day = max(row.due or self.context.today, self.context.today)
            yield self._event("follow-up", row.path, day, self._said(TALK, name=row.contact), self._why(row))

    def _why(self, row: Row) -> str:
        """Why somebody is due, and what there is to know before one calls."""
        gettext = self.sentences.words.gettext
        lines = [gettext("; ").join(self.sentences.reason(row, reason) for reason in row.reasons)]
        lines.append(self.sentences.occupation(row.role, row.org))
        if row.value:
            lines.append(self._said(BRING, value=row.value))
        note = self.context.network.contacts[row.path].note
        for name in ("phone", "email", "wechat"):
            value = getattr(note, name)
            if value:
                shown = gettext(", ").join(value) if isinstance(value, list) else value
                lines.append(f"{self.sentences.property(name)}{gettext(': ')}{shown}")
        return "\n".join(filter(None, lines))

    def _promises(self, view: FollowUpsView) -> Iterator[Event]:
        seen: Counter[str] = Counter()
        for promise in view.promises:
            concerned = {path for path, _name in promise.people}
            if promise.due is None or (concerned and not concerned & self.chosen):
                continue
            words = MY_PROMISE if promise.mine else THEIR_PROMISE
            with_whom = self.sentences.words.gettext(", ").join(name for _path, name in promise.people)
            day = max(promise.due, self.context.today)
            key = f"{promise.path} {promise.text}"
            seen[key] += 1
            key += f" {seen[key]}" if seen[key] > 1 else ""  # those of one text stand in the order of their days
            said = self._said(words, name=promise.owner or with_whom, text=promise.text)
            yield self._event("promise", key, day, said, with_whom)

    def _birthdays(self) -> Iterator[Event]:
        for path in self.choice.contacts:
            contact = self.context.network.contacts[path]
            birthday = contact.note.birthday
            if birthday is None or contact.closed:
                continue
            title = self._said(BIRTHDAY, name=contact.name)
            if birthday.lunar:
                note = self.sentences.words.gettext(LUNAR)
                for day in self._lunar_days(birthday):
                    yield self._event("birthday", f"{path} {day.year}", day, title, note)
            elif (first := next_after(birthday, self.context.today)) is not None:
                born = self._said(BORN, year=str(birthday.year)) if birthday.year else ""
                event = self._event("birthday", path, first, title, born)
                event.add("rrule", _yearly(birthday))
                yield event

    def _lunar_days(self, birthday: Birthday) -> Iterator[date]:
        day = self.context.today
        for _year in range(_LUNAR_YEARS):
            found = next_after(birthday, day)
            if found is None:
                return
            yield found
            day = found + timedelta(days=1)

    def _event(self, sort: str, key: str, day: date, title: str, about: str) -> Event:
        """A whole day's event that leaves the day free. `key` tells it among those of its sort."""
        event = Event()
        event.add("uid", f"{sort}-{uuid5(NAMESPACE_URL, f'vault-tools:{sort}:{key}')}@vault-tools")
        event.add("dtstamp", self.stamp)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", title)
        if about:
            event.add("description", about)
        event.add("categories", [self.sentences.words.pgettext("calendar", sort)])
        event.add("transp", "TRANSPARENT")
        return event

    def _said(self, sentence: str, **values: str) -> str:
        return self.sentences.words.gettext(sentence) % values


def _yearly(birthday: Birthday) -> dict[str, object]:
    """Each year on that day; 29 February on the 28th in common years, by counting from the month's end."""
    if (birthday.month, birthday.day) == (2, 29):
        return {"freq": "yearly", "bymonth": 2, "bymonthday": -1}
    return {"freq": "yearly"}
