"""Tries: what one wrote and called, and what came of it. docs/semantics.md has the definitions."""

from datetime import date, timedelta
from typing import Literal

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.figures import Figure
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


class Try(msgspec.Struct, frozen=True, array_like=True):
    """One try: the day, the channel, the stage at the time, its number since they last answered, and what came of it.
    `led` tells whether one sat down with them soon after, None: there was nothing to arrange."""

    day: date
    channel: str
    stage: int
    number: int
    outcome: Outcome
    led: bool | None


class Tried(msgspec.Struct, frozen=True, array_like=True):
    """All tries with one contact, oldest first; who led to them; and how many tries each answer took."""

    tries: tuple[Try, ...]
    source: str | None
    runs: tuple[int, ...]


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
    settled_by = context.today - timedelta(days=LEADS_DAYS)
    counts: dict[tuple[str, int, int, int, int, bool, Outcome], int] = {}
    by_source: dict[str, Tally] = {}
    runs: list[int] = []
    settled = led = 0
    for tried in context.each(TRIED).values():
        runs += tried.runs
        source = tried.source
        tally = by_source.setdefault(source, Tally()) if source and tried.tries else None
        for one in tried.tries:
            key = one.channel, one.stage, one.number, one.day.year, one.day.month, source is not None, one.outcome
            counts[key] = counts.get(key, 0) + 1
            if tally:
                tally.add(one.outcome, 1)
            if one.led is not None and one.day <= settled_by:
                settled += 1
                led += one.led
    keys = {
        Key(channel, stage, number, f"{year:04}-{month:02}", warm, outcome): count
        for (channel, stage, number, year, month, warm, outcome), count in counts.items()
    }
    return Tries(keys, by_source, runs, settled, led)


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


def _tried(context: Context, contact: Contact) -> Tried | None:
    """The tries with one contact up to the context's day, and the runs of tries that an answer ended."""
    engaging, in_person = context.ladder.engaging, channels_in_person(context)
    entered = context.progress[contact.path].entered
    tries: list[Try] = []
    runs: list[int] = []
    waiting, last = 0, None  # `last`: the place of the last try at a distance that led to nothing yet
    for one in contact.interactions:  # oldest first
        if one.day > context.today:
            break
        if is_try(one, in_person):
            waiting += 1
            outcome: Outcome = "answered" if one.answered else "declined" if one.declined else "silent"
            channel = IN_PERSON if one.channel in in_person else one.channel
            stage = _stage_before(one.day, entered) if len(entered) > 1 else 0
            if channel != IN_PERSON:
                last = len(tries)
            tries.append(Try(one.day, channel, stage, waiting, outcome, None if channel == IN_PERSON else False))
        if waiting and (one.answered or one.initiated == "them"):
            runs.append(waiting)
            waiting = 0
        if last is not None and one.answered and one.channel in engaging:
            soon = (one.day - tries[last].day).days <= LEADS_DAYS
            tries[last] = msgspec.structs.replace(tries[last], led=soon)
            last = None  # one meeting is the fruit of one try
    return Tried(tuple(tries), contact.source, tuple(runs)) if tries else None


TRIED = Figure("tried", Tried, _tried)
"""The tries with those with whom there were any."""


def _stage_before(day: date, entered: tuple[date | None, ...]) -> int:
    """The stage somebody had reached before that day, as far as it is dated; at least the first."""
    return max((rank for rank, since in enumerate(entered) if since is not None and since < day), default=0)
