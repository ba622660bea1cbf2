"""Screening (M2): whom to judge, with what is known of them; whom one chases and neglects; how judgements came out."""

from collections.abc import Mapping
from datetime import date

import msgspec

from vault_tools.digests.balance import Chased, Neglected, all_chased, all_neglected
from vault_tools.digests.calibration import CALIBRATION, Calibration
from vault_tools.digests.context import Context
from vault_tools.digests.marks import MARKED
from vault_tools.digests.pits import PitWarning
from vault_tools.digests.quadrant import QUADRANT, Quadrant
from vault_tools.digests.unjudged import UNJUDGED
from vault_tools.digests.wary import warnings_for
from vault_tools.network.model import Contact, Interaction
from vault_tools.network.topics import Topics, topic_key

TOPICS = 3
"""So many of the topics that somebody spoke of are told."""


class Waiting(msgspec.Struct, frozen=True):
    """Somebody to judge, with what is known of them.

    `touches` past contacts that came about, `begun` of them begun by them, `attempts` those without an answer since;
    the last of them as date, channel, words and note; `planned` the day of what is in the diary. `topics` they spoke
    of, the latest first; `helped` are own resources that fit their needs, as (path, name, need).
    """

    contact: str
    path: str
    row_id: str
    met: date | None
    source: tuple[str, str] | None
    source_text: str
    role: str
    org: str
    industry: str
    position: str
    city: str
    circles: tuple[str, ...]
    earns: str
    offers: tuple[str, ...]
    needs: tuple[str, ...]
    outlook: str
    touches: int
    begun: int
    attempts: int
    last_touch: date | None
    last_channel: str
    last_text: str
    last_path: str
    planned: date | None
    topics: tuple[str, ...]
    helped: tuple[tuple[str, str, str], ...]
    warnings: tuple[PitWarning, ...]


class PutOff(msgspec.Struct, frozen=True):
    """Somebody whose judging waits until a day."""

    contact: str
    path: str
    until: date


class ScreeningView(msgspec.Struct, frozen=True):
    """All the digest says. `waiting` are how many are to be judged, `rows` the first of them; `judged` all who are.
    `row_ids` are those of the rows of whom one chases or neglects, by path."""

    today: date
    contacts: int
    judged: int
    waiting: int
    rows: tuple[Waiting, ...]
    put_off: tuple[PutOff, ...]
    chased: tuple[Chased, ...]
    neglected: tuple[Neglected, ...]
    row_ids: dict[str, str]
    quadrant: Quadrant
    calibration: Calibration

    def as_json(self) -> dict[str, object]:
        """The documented JSON of `screening --json`."""
        shown = [name for name in self.__struct_fields__ if name not in ("contacts", "row_ids")]
        found = {name: msgspec.to_builtins(getattr(self, name)) for name in shown}
        return {**found, "calibration": {**found["calibration"], "verdict": self.calibration.verdict}}


def screening(context: Context, limit: int = 10) -> ScreeningView:
    """The screening on the context's day; `limit` is how many of those to judge are described."""
    contacts = context.network.contacts
    queue = context.part(UNJUDGED)
    first = [contacts[path] for path in queue.waiting[:limit]]
    helped = _helped(context, first)
    ids = context.contact_rows
    chased, neglected = all_chased(context), all_neglected(context)
    return ScreeningView(
        context.today,
        len(contacts),
        sum(one.fit is not None for one in context.each(MARKED).values()),
        len(queue.waiting),
        tuple(_waiting(context, contact, helped.get(contact.path, ())) for contact in first),
        tuple(PutOff(contacts[path].name, path, day) for day, path in queue.put_off),
        tuple(chased),
        tuple(neglected),
        {path: ids[path] for path in [*(one.path for one in chased), *(one.path for one in neglected)]},
        context.part(QUADRANT),
        context.part(CALIBRATION),
    )


def _waiting(context: Context, contact: Contact, helped: tuple[tuple[str, str, str], ...]) -> Waiting:
    note, standing = contact.note, context.standings[contact.path]
    past = [one for one in contact.interactions if one.day <= context.today]
    source = context.network.contacts.get(contact.source or "")
    touch = standing.last_touch
    return Waiting(
        contact.name,
        contact.path,
        context.judging_row(contact.path),
        context.progress[contact.path].entered[0],
        (source.path, source.name) if source else None,
        note.source.name if note.source and not source else "",
        contact.role,
        note.org,
        note.industry,
        contact.position,
        note.city,
        tuple(note.circles),
        note.earns,
        tuple(note.offers),
        tuple(note.needs),
        note.outlook,
        sum(one.answered for one in past),
        sum(one.initiated == "them" for one in past),
        standing.attempts,
        touch.day if touch else None,
        touch.channel if touch else "",
        touch.text if touch else "",
        touch.path if touch else "",
        standing.planned.day if standing.planned else None,
        _topics(context, contact, past),
        helped,
        warnings_for(context, [contact.path]),
    )


def _topics(context: Context, contact: Contact, past: list[Interaction]) -> tuple[str, ...]:
    """What they spoke of, in their log and in the meetings they were in, the latest first, each once."""
    dated = [(one.date or date.min, one.topic) for one in contact.note.signals if not one.source]
    for one in past:
        if one.path in context.network.meetings:
            dated += [(one.day, signal.topic) for signal in context.network.meetings[one.path].signals]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    topics = Topics(context.config.signals.synonyms)
    found: dict[str, str] = {}
    for _, topic in dated:
        found.setdefault(topics.key(topic), topic)
    return tuple(found.values())[:TOPICS]


def _helped(context: Context, people: list[Contact]) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """By contact's path, the own resources that fit one of their needs."""
    own: dict[str, list[tuple[str, str]]] = {}
    for path, resource in context.network.resources.items():
        for offer in resource.note.offers if resource.note.through is None else ():
            own.setdefault(topic_key(offer), []).append((path, resource.note.name))
    if not own:
        return {}
    matches = context.market.matched
    if matches is None:  # of these few it is told sooner than of all
        from vault_tools.digests.matching import Matcher

        needs = {topic_key(need) for contact in people for need in contact.note.needs}
        matches = Matcher(context.config.signals.synonyms).matches(needs - {""}, own.keys() - {""})
    found = {}
    for contact in people:
        fitting: dict[str, tuple[str, str, str]] = {}
        for need in contact.note.needs:
            fits = matches.get(topic_key(need), {})
            for offer in sorted(own.keys() & fits.keys(), key=lambda offer: (-fits[offer].score, offer)):
                for path, name in own[offer]:
                    fitting.setdefault(path, (path, name, need))
        found[contact.path] = tuple(fitting.values())
    return found
