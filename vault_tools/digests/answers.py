"""Answers (M4): how many tries are answered, by what and whom; what they lead to; whom to write to next."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from math import ceil
from typing import Literal, TypeVar

import msgspec

from vault_tools.dates.periods import months_back
from vault_tools.digests.context import DUE, GROUP, Context
from vault_tools.digests.each import EachOf
from vault_tools.digests.statistics import Share, median, wilson
from vault_tools.digests.tries import AT_A_DISTANCE, IN_PERSON, Key, Tally, Tries, find_tries
from vault_tools.network.agenda import Group
from vault_tools.network.records import ContactNote

ENOUGH = 10
"""Fewer tries than this say nothing about a rate."""

LED_ENOUGH = 3
"""Fewer meetings than this say nothing about how many tries make one."""

NUMBERS = 4
"""Tries are told apart by their number up to this one, which holds all after it."""

K = TypeVar("K", bound=Hashable)


class Rate(msgspec.Struct, frozen=True):
    """Tries of one sort and what came of them; `share`, the part answered, is None while there are too few."""

    name: str
    tries: int
    answered: int
    declined: int
    silent: int
    share: Share | None


class Introducer(msgspec.Struct, frozen=True):
    """Tries with those whom one contact led to."""

    contact: str
    path: str
    rate: Rate


class Price(msgspec.Struct, frozen=True):
    """How many tries make one coffee, meal or visit: the point, and what the 95% interval allows."""

    tries: int
    least: int
    most: int


class Next(msgspec.Struct, frozen=True):
    """Somebody to write to: how many tries are without an answer, the last by what channel and when, and the channel
    of those not tried since that usually does best and by which they can be reached; empty for none."""

    contact: str
    path: str
    row_id: str
    group: Group
    org: str
    role: str
    attempts: int
    last_try: date | None
    last_channel: str
    declined: bool
    met: date | None
    advice: str


class Silent(msgspec.Struct, frozen=True):
    """Somebody who has not answered yet, and when the next try is due."""

    contact: str
    path: str
    attempts: int
    last_try: date
    due: date


class AnswersView(msgspec.Struct, frozen=True):
    """All the digest says. `by_number` tells first, second … tries since the last answer apart; `warm` and `cold` are
    tries with those a contact led to, and all others; `mean_tries` and `median_tries` are what an answer took."""

    today: date
    contacts: int
    limit: int
    all: Rate
    channels: tuple[Rate, ...]
    stages: tuple[Rate, ...]
    months: tuple[Rate, ...]
    by_number: tuple[Rate, ...]
    warm: Rate
    cold: Rate
    introducers: tuple[Introducer, ...]
    answers: int
    mean_tries: float | None
    median_tries: float | None
    settled: int
    led: int
    price: Price | None
    next: Sequence[Next]
    silent: tuple[Silent, ...]

    @property
    def later(self) -> Rate:
        """The tries after a first one that was not answered, all together."""
        return _rate("", _sum(Tally(one.answered, one.declined, one.silent) for one in self.by_number[1:]))

    @property
    def best(self) -> Rate | None:
        """The channel whose share is highest by the lower end of its interval; None where there is only one."""
        sure = [one for one in self.channels if one.share and one.name != IN_PERSON]
        return max(sure, key=lambda one: one.share.low if one.share else 0.0) if len(sure) > 1 else None

    @property
    def warmth(self) -> Literal["early", "warmer", "colder", "alike"]:
        """Whether those whom a contact led to answer more often: `alike` where the two intervals meet, `early` where
        there are too few of either."""
        if self.warm.share is None or self.cold.share is None:
            return "early"
        if self.warm.share.low > self.cold.share.high:
            return "warmer"
        return "colder" if self.warm.share.high < self.cold.share.low else "alike"

    def as_json(self) -> dict[str, object]:
        """The documented JSON of `answers --json`."""
        shown = [name for name in self.__struct_fields__ if name not in ("contacts", "limit")]
        found = {name: msgspec.to_builtins(getattr(self, name), enc_hook=list) for name in shown}
        return {**found, "warmth": self.warmth}


def answers(context: Context, months: int = 12, limit: int = 10) -> AnswersView:
    """The answers up to the context's day; `months` to look back by month, `limit` of those to write to are listed."""
    found = find_tries(context)
    channels = _rates(found, lambda key: key.channel, order=lambda one: (one.name == IN_PERSON, -one.tries, one.name))
    stages = _grouped(found, lambda key: key.stage)
    by_month = _grouped(found, lambda key: key.month)
    by_number = _grouped(found, lambda key: min(key.number, NUMBERS))
    by_warmth = _grouped(found, lambda key: key.warm)
    return AnswersView(
        context.today,
        len(context.network.contacts),
        limit,
        _rate("", _sum(by_warmth.values())),
        channels,
        tuple(_rate(stage.key, stages[rank]) for rank, stage in enumerate(context.config.stages) if rank in stages),
        tuple(_rate(month, by_month.get(month, Tally())) for month in months_back(context.today, months)),
        tuple(_rate(str(number), by_number[number]) for number in sorted(by_number)),
        _rate("", by_warmth.get(True, Tally())),
        _rate("", by_warmth.get(False, Tally())),
        _introducers(context, found),
        len(found.runs),
        sum(found.runs) / len(found.runs) if len(found.runs) >= ENOUGH else None,
        median(found.runs) if len(found.runs) >= ENOUGH else None,
        found.settled,
        found.led,
        _price(found),
        _next(context, [one for one in channels if one.share and one.name in AT_A_DISTANCE]),
        tuple(_silent(context)),
    )


def _grouped(found: Tries, of: Callable[[Key], K]) -> dict[K, Tally]:
    tallies: dict[K, Tally] = {}
    for key, count in found.counts.items():
        tallies.setdefault(of(key), Tally()).add(key.outcome, count)
    return tallies


def _rates(found: Tries, of: Callable[[Key], str], order: Callable[[Rate], tuple[object, ...]]) -> tuple[Rate, ...]:
    rates = [_rate(name, tally) for name, tally in _grouped(found, of).items()]
    return tuple(sorted(rates, key=order))


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for one in tallies:
        total.answered += one.answered
        total.declined += one.declined
        total.silent += one.silent
    return total


def _rate(name: str, tally: Tally) -> Rate:
    """A tally with its share, where there is enough to tell one. Invitations have none: of those that were answered
    only the meetings are noted."""
    told = tally.tries >= ENOUGH and name != IN_PERSON
    return Rate(name, tally.tries, tally.answered, tally.declined, tally.silent, tally.share if told else None)


def _introducers(context: Context, found: Tries) -> tuple[Introducer, ...]:
    """Those who led to enough people to tell, the most tries first."""
    contacts = context.network.contacts
    told = [(path, tally) for path, tally in found.by_source.items() if tally.tries >= ENOUGH]
    told.sort(key=lambda pair: (-pair[1].tries, pair[0]))
    return tuple(Introducer(contacts[path].name, path, _rate("", tally)) for path, tally in told)


def _price(found: Tries) -> Price | None:
    share = wilson(found.led, found.settled)
    if share is None or found.settled < ENOUGH or found.led < LED_ENOUGH:
        return None
    return Price(ceil(1 / share.rate), ceil(1 / share.high), ceil(1 / share.low))


def _next(context: Context, channels: list[Rate]) -> Sequence[Next]:
    """Those due whom no answer was had from since, fewest tries first, then those never written to; within these in the
    order in which they fell due."""
    dues = context.each(DUE)
    best = sorted(channels, key=lambda one: -(one.share.low if one.share else 0.0))
    found = []
    for path, group in context.each(GROUP).items():
        one = dues[path]
        if group != "upcoming" and (one.attempts or one.never_tried):
            found.append((not one.attempts, one.attempts, one.due or date.min, path, group))
    return EachOf(sorted(found), lambda turn: _to_write(context, turn[3], turn[4], best))


def _to_write(context: Context, path: str, group: Group, best: list[Rate]) -> Next:
    contact, standing = context.network.contacts[path], context.standings[path]
    attempt = standing.last_attempt if standing.attempts else None
    since = standing.last_touch.day if standing.last_touch else date.min
    tried = {one.channel for one in contact.interactions if since < one.day <= context.today and not one.answered}
    advice = next((one.name for one in best if one.name not in tried and _reachable(contact.note, one.name)), "")
    return Next(
        contact.name,
        path,
        context.contact_rows[path],
        group,
        contact.note.org,
        contact.role,
        standing.attempts,
        attempt.day if attempt else None,
        attempt.channel if attempt else "",
        attempt.declined if attempt else False,
        context.progress[path].entered[0],
        advice,
    )


def _reachable(note: ContactNote, channel: str) -> bool:
    """Whether the note says how to reach them by that channel."""
    ways = {"email": note.email, "call": note.phone, "message": note.wechat or note.linkedin or note.phone}
    return bool(ways.get(channel))


def _silent(context: Context) -> list[Silent]:
    """Those who have not answered and whose next try lies ahead, the nearest first."""
    rows = []
    for path, one in context.each(DUE).items():
        if one.attempts and one.attempt and one.due and one.due > context.today and one.planned is None:
            rows.append(Silent(context.network.called[path].name, path, one.attempts, one.attempt, one.due))
    return sorted(rows, key=lambda row: (row.due, row.path))
