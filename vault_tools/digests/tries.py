"""Tries: what one wrote and called, and what came of it. docs/semantics.md has the definitions."""

from datetime import date, timedelta
from typing import Literal

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.statistics import Share, wilson
from vault_tools.network.model import Contact, Interaction
from vault_tools.network.vocabulary import canonical_channels

AT_A_DISTANCE = frozenset(("message", "email", "call"))
"""The channels by which one tries; whatever came about by another was arranged before."""

IN_PERSON = "in-person"
"""Stands for the engaging channels and for events: there an invitation without an answer is a try."""

LEADS_DAYS = 60
"""A try leads to somebody if one sits down with them within so many days."""

Outcome = Literal["answered", "declined", "silent"]


class Key(msgspec.Struct, frozen=True):
    """What is known of a try, as far as it is counted: the channel, the stage at the time, its number since they last
    answered, the month, and whether a contact had brought us together."""

    channel: str
    stage: int
    number: int
    month: str
    warm: bool
    outcome: Outcome


class Tally(msgspec.Struct):
    """Counts of tries by what came of them."""

    answered: int = 0
    declined: int = 0
    silent: int = 0

    @property
    def tries(self) -> int:
        """All of them."""
        return self.answered + self.declined + self.silent

    @property
    def share(self) -> Share | None:
        """The share answered other than with a no; None of nothing."""
        return wilson(self.answered, self.tries)

    def add(self, outcome: Outcome, count: int) -> None:
        """Count so many more."""
        setattr(self, outcome, getattr(self, outcome) + count)


class Tries(msgspec.Struct):
    """All tries up to a day: how many of each `Key`; by introducer's path how each of theirs came out; how many tries
    each answer took; and of the tries old enough to tell (`settled`), how many `led` to sitting down together."""

    counts: dict[Key, int]
    by_source: dict[str, Tally]
    runs: list[int]
    settled: int
    led: int


def find_tries(context: Context) -> Tries:
    """The tries with all contacts, closed ones included, up to the context's day."""
    found = _Finder(context)
    for path, contact in context.network.contacts.items():
        if contact.interactions:
            found.add(contact, context.progress[path].entered)
    counts = {
        Key(channel, stage, number, f"{month // 12:04}-{month % 12 + 1:02}", warm, outcome): count
        for (channel, stage, number, month, warm, outcome), count in found.counts.items()
    }
    by_source: dict[str, Tally] = {}
    for (source, outcome), count in found.by_source.items():
        by_source.setdefault(source, Tally()).add(outcome, count)
    return Tries(counts, by_source, found.runs, found.settled, found.led)


def channels_in_person(context: Context) -> frozenset[str]:
    """The channels by which one sits together: the config's engaging ones, and events."""
    return frozenset(canonical_channels(context.config.follow_ups.engaging) | {"event"})


def is_try(one: Interaction, in_person: frozenset[str]) -> bool:
    """Whether an interaction is a try of mine, `in_person` being `channels_in_person`. Home, Review and Answers count
    by this one rule."""
    if one.initiated == "them":
        return False
    if not one.answered or one.channel in AT_A_DISTANCE:
        return True
    return one.initiated == "me" and one.channel not in in_person and one.channel != "video"


class _Finder:
    """Goes through the contacts. Counts are kept by plain tuples: there are tens of thousands of interactions."""

    def __init__(self, context: Context) -> None:
        self.today = context.today
        self.settled_by = context.today - timedelta(days=LEADS_DAYS)
        self.engaging = canonical_channels(context.config.follow_ups.engaging)
        self.in_person = channels_in_person(context)
        self.counts: dict[tuple[str, int, int, int, bool, Outcome], int] = {}
        self.by_source: dict[tuple[str, Outcome], int] = {}
        self.runs: list[int] = []
        self.settled = self.led = 0

    def add(self, contact: Contact, entered: tuple[date | None, ...]) -> None:
        """Count the tries with one contact."""
        waiting, last, source = 0, None, contact.source
        for one in contact.interactions:  # oldest first
            day = one.day
            if day > self.today:
                break
            if is_try(one, self.in_person):
                waiting += 1
                outcome: Outcome = "answered" if one.answered else "declined" if one.declined else "silent"
                channel = IN_PERSON if one.channel in self.in_person else one.channel
                stage = _stage_before(day, entered) if len(entered) > 1 else 0
                key = channel, stage, waiting, day.year * 12 + day.month - 1, source is not None, outcome
                self.counts[key] = self.counts.get(key, 0) + 1
                if source:
                    self.by_source[source, outcome] = self.by_source.get((source, outcome), 0) + 1
                if channel != IN_PERSON:
                    last = day
                    self.settled += day <= self.settled_by
            if waiting and (one.answered or one.initiated == "them"):
                self.runs.append(waiting)
                waiting = 0
            if last is not None and one.answered and one.channel in self.engaging:
                self.led += last <= self.settled_by and (day - last).days <= LEADS_DAYS
                last = None  # one meeting is the fruit of one try


def _stage_before(day: date, entered: tuple[date | None, ...]) -> int:
    """The stage somebody had reached before that day, as far as it is dated; at least the first."""
    return max((rank for rank, since in enumerate(entered) if since is not None and since < day), default=0)
