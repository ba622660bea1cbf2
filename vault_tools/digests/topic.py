"""One topic (M5): all that was said about it, by half-year, with the deals about it and who needs or offers it."""

from datetime import date
from difflib import get_close_matches

import msgspec

from vault_tools.dates.periods import half_of, halves_back
from vault_tools.digests.context import Context
from vault_tools.digests.heard import Quote, Sayings
from vault_tools.network.topics import topic_key

HALVES = 6
"""So many half-years are counted, today's the last."""


class HalfCount(msgspec.Struct, frozen=True):
    """A half-year: how many people spoke of the topic, in how many signals; how often it was heard of second-hand."""

    half: str
    people: int
    mentions: int
    hearsay: int


class TopicDeal(msgspec.Struct, frozen=True):
    """A deal about the topic."""

    name: str
    path: str
    status: str
    started: date | None
    people: tuple[tuple[str, str], ...]


class TopicView(msgspec.Struct, frozen=True):
    """All about one topic. `spellings` are the ways in which signals write it; `needed` and `offered` by are the
    contacts, not closed, who have it among their `needs` and `offers`; `quotes` are latest first."""

    today: date
    topic: str
    spellings: tuple[str, ...]
    halves: tuple[HalfCount, ...]
    deals: tuple[TopicDeal, ...]
    needed: tuple[tuple[str, str], ...]
    offered: tuple[tuple[str, str], ...]
    quotes: tuple[Quote, ...]


def find_topic(sayings: Sayings, text: str) -> tuple[str | None, list[str]]:
    """The key of the topic that `text` means, by any spelling, a beginning or a part; where that is none or several,
    None and the topics it may be."""
    keys = sayings.keys
    key = sayings.topics.key(text)
    if key in keys:
        return key, []
    wanted = topic_key(text)
    forms = {form: key for key in keys for form in (key, *map(topic_key, sayings.spellings(key)))}
    for fits in (str.startswith, str.__contains__):
        found = dict.fromkeys(key for form, key in forms.items() if wanted and fits(form, wanted))
        if len(found) == 1:
            return next(iter(found)), []
        if found:
            return None, sorted(map(sayings.name, found))
    close = dict.fromkeys(forms[form] for form in get_close_matches(wanted, forms, n=5, cutoff=0.5))
    return None, [sayings.name(key) for key in close]


def topic(context: Context, key: str) -> TopicView:
    """The topic with this key, on the context's day."""
    sayings, contacts = context.sayings, context.network.contacts
    said = [one for one in sayings.all if one.topic == key]
    halves = []
    for half in halves_back(context.today, HALVES):
        inside = [one for one in said if half_of(one.day) == half]
        people = {person for one in inside for person in one.people}
        hearsay = sum(one.heard.hearsay for one in inside)
        halves.append(HalfCount(half, len(people), len(inside) - hearsay, hearsay))
    deals = [
        TopicDeal(
            deal.note.name,
            path,
            deal.note.status,
            deal.note.started,
            tuple((person, contacts[person].name) for person in deal.people),
        )
        for path, deal in context.network.deals.items()
        if deal.note.topic and sayings.topics.key(deal.note.topic) == key
    ]
    return TopicView(
        context.today,
        sayings.name(key),
        tuple(sayings.spellings(key)),
        tuple(halves),
        tuple(sorted(deals, key=lambda one: (one.started or date.max, one.path))),
        _having(context, key, "needs"),
        _having(context, key, "offers"),
        tuple(sayings.quote(one) for one in reversed(said)),
    )


def _having(context: Context, key: str, name: str) -> tuple[tuple[str, str], ...]:
    """Who has the topic in one of the two properties, strongest relationships first."""
    topics = context.sayings.topics
    found = [
        path
        for path, contact in context.network.contacts.items()
        if not contact.closed and any(topics.key(text) == key for text in getattr(contact.note, name))
    ]
    found.sort(key=lambda path: (-context.strengths[path].score, path))
    return tuple((path, context.network.called[path].name) for path in found)
