"""Tries: what one wrote and called, and what came of it. docs/semantics.md has the definitions."""

from collections import Counter
from datetime import date
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

    counts: Counter[Key]
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
    return Tries(
        Counter({Key(*key): count for key, count in found.counts.items()}),
        found.by_source,
        found.runs,
        found.settled,
        found.led,
    )


class _Finder:
    """Goes through the contacts. Counts are kept by plain tuples: there are tens of thousands of interactions."""

    def __init__(self, context: Context) -> None:
        self.today = context.today
        self.engaging = canonical_channels(context.config.follow_ups.engaging)
        self.in_person = self.engaging | {"event"}
        self.counts: dict[tuple[str, int, int, str, bool, Outcome], int] = {}
        self.by_source: dict[str, Tally] = {}
        self.runs: list[int] = []
        self.settled = self.led = 0
        self._months: dict[tuple[int, int], str] = {}

    def add(self, contact: Contact, entered: tuple[date | None, ...]) -> None:
        """Count the tries with one contact."""
        waiting, last = 0, None
        today, source = self.today.toordinal(), contact.source
        for one in contact.interactions:  # oldest first
            if one.day > self.today:
                break
            begun_by_them = one.initiated == "them"
            if not begun_by_them and self._is_try(one):
                waiting += 1
                outcome: Outcome = "answered" if one.answered else "declined" if one.declined else "silent"
                channel = IN_PERSON if one.channel in self.in_person else one.channel
                key = channel, _stage_before(one.day, entered), waiting, self._month(one.day), bool(source), outcome
                self.counts[key] = self.counts.get(key, 0) + 1
                if source:
                    self.by_source.setdefault(source, Tally()).add(outcome, 1)
                if channel != IN_PERSON:
                    last = one.day.toordinal()
                    self.settled += today - last >= LEADS_DAYS
            if waiting and (one.answered or begun_by_them):
                self.runs.append(waiting)
                waiting = 0
            if last is not None and one.answered and one.channel in self.engaging:
                in_time, settled = one.day.toordinal() - last <= LEADS_DAYS, today - last >= LEADS_DAYS
                self.led += in_time and settled
                last = None  # one meeting is the fruit of one try

    def _is_try(self, one: Interaction) -> bool:
        """Whether it is one, if they did not begin it."""
        if not one.answered or one.channel in AT_A_DISTANCE:
            return True
        return one.initiated == "me" and one.channel not in self.in_person and one.channel != "video"

    def _month(self, day: date) -> str:
        key = day.year, day.month
        return self._months.get(key) or self._months.setdefault(key, f"{day:%Y-%m}")


def _stage_before(day: date, entered: tuple[date | None, ...]) -> int:
    """The stage somebody had reached before that day, as far as it is dated; at least the first."""
    return max((rank for rank, since in enumerate(entered) if since is not None and since < day), default=0)
