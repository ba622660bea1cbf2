"""The strength of a relationship, 0–100, from dated evidence: what was done together, how it grew, how alive it is.

Five parts, each a number of points; docs/semantics.md has the same table:

- work, 40: 40 · (1 − ½ⁿ) for n deals done, an active one counted as half: one is 20, two are 30, four are 37.5;
- growth, 15: 15 · log₂(last size ÷ first size) ÷ 3, from 0 to 15: eight times the first deal is all of it;
- recency, 20: 20 · ½^(days since the last touch ÷ 180);
- reciprocity, 15: 15 · the lower end of the 95% Wilson interval of the share of interactions that they began or
  answered, so that one friendly evening proves little;
- years known, 10: 2 a year, up to five years.

Whoever was part of a deal that ended as `cheated` has nothing for work and growth. Nothing after the day counts.
"""

from datetime import date
from math import log2
from typing import Literal

import msgspec

from vault_tools.digests.statistics import wilson
from vault_tools.network.model import Contact, Deal

Level = Literal["acquaintance", "in-touch", "worked-together", "proven"]
LEVELS: tuple[Level, ...] = ("acquaintance", "in-touch", "worked-together", "proven")

State = Literal["done", "active", "cheated"]

WORK, GROWTH, RECENCY, RECIPROCITY, YEARS = 40, 15, 20, 15, 10
"""The most points that each part can give."""

HALF_LIFE_DAYS = 180
FULL_GROWTH = 8
FULL_YEARS = 5
IN_TOUCH_DAYS = 365
IN_TOUCH_TOUCHES = 2
PROVEN_DEALS = 2
_YEAR = 365.25


class Strength(msgspec.Struct, frozen=True):
    """How strong one relationship is: the score, the level, the points of each part, and the facts behind them.

    `answered` of `interactions` were begun or answered by them; `last_touch` None: there was none; `years` since the
    first fact, None where nothing is dated; `first_size` and `last_size` of the deals worked on that have a size.
    """

    score: int
    level: Level
    work: float
    growth: float
    recency: float
    reciprocity: float
    known: float
    done: int
    active: int
    cheated: int
    interactions: int
    answered: int
    last_touch: date | None
    years: float | None
    first_size: float | None
    last_size: float | None

    @property
    def weeks(self) -> float:
        """How long one has known them, in weeks."""
        return (self.years or 0.0) * _YEAR / 7


class _Touches(msgspec.Struct):
    """What the interactions up to a day amount to."""

    interactions: int = 0
    answered: int = 0
    touches: int = 0
    last: date | None = None


class Bond(msgspec.Struct, frozen=True, array_like=True):
    """What the strength of one relationship rests on, as the notes have it up to a day: the parts of `Strength` that
    time does not wear, and the days from which it does."""

    since: date | None
    last_touch: date | None
    touches: int
    interactions: int
    answered: int
    work: float
    growth: float
    reciprocity: float
    done: int
    active: int
    cheated: int
    first_size: float | None
    last_size: float | None

    def on(self, today: date) -> Strength:
        """The strength on a day."""
        years = (today - self.since).days / _YEAR if self.since and self.since <= today else None
        return Strength(
            self.score_on(today),
            self.level_on(today),
            self.work,
            self.growth,
            self._recency(today),
            self.reciprocity,
            self._known(today),
            self.done,
            self.active,
            self.cheated,
            self.interactions,
            self.answered,
            self.last_touch,
            years,
            self.first_size,
            self.last_size,
        )

    def score_on(self, today: date) -> int:
        """The score on a day."""
        return round(self.work + self.growth + self._recency(today) + self.reciprocity + self._known(today))

    def level_on(self, today: date) -> Level:
        """The level on a day."""
        return _level(self.done, self.active, self.cheated, self.touches, self.last_touch, today)

    def _recency(self, today: date) -> float:
        return RECENCY * 0.5 ** ((today - self.last_touch).days / HALF_LIFE_DAYS) if self.last_touch else 0.0

    def _known(self, today: date) -> float:
        if self.since is None or self.since > today:
            return 0.0
        return YEARS * min(1.0, (today - self.since).days / _YEAR / FULL_YEARS)


def _level(done: int, active: int, cheated: int, touches: int, last_touch: date | None, day: date) -> Level:
    if done >= PROVEN_DEALS and not cheated:
        return "proven"
    if done or active:
        return "worked-together"
    lately = last_touch is not None and (day - last_touch).days < IN_TOUCH_DAYS
    return "in-touch" if lately and touches >= IN_TOUCH_TOUCHES else "acquaintance"


def state_on(deal: Deal, day: date) -> State | None:
    """What a deal was on `day`: done or cheated from its end, active from its start, None before that and for deals
    never worked on. One without dates is what its status says."""
    note = deal.note
    if note.status not in ("active", "done", "cheated"):
        return None
    if note.started is not None and note.started > day:
        return None
    ended = note.ended or note.started
    if note.status == "active" or (ended is not None and ended > day):
        return "active"
    return "done" if note.status == "done" else "cheated"


def bond(contact: Contact, since: date | None, day: date) -> Bond:
    """What the relationship with `contact` rests on up to `day`; `since` is the first day it is known from."""
    touches = _touches(contact, day)
    done, active, cheated, first, last = _deals(contact, day)
    solid = not cheated
    share = wilson(touches.answered, touches.interactions)
    return Bond(
        since,
        touches.last,
        touches.touches,
        touches.interactions,
        touches.answered,
        WORK * (1 - 0.5 ** (done + active / 2)) if solid else 0.0,
        GROWTH * min(1.0, log2(max(1.0, last / first)) / log2(FULL_GROWTH)) if solid and first and last else 0.0,
        RECIPROCITY * share.low if share else 0.0,
        done,
        active,
        cheated,
        first,
        last,
    )


def strength(contact: Contact, since: date | None, day: date) -> Strength:
    """The strength of the relationship with `contact` on `day`; `since` is the first day it is known from."""
    return bond(contact, since, day).on(day)


def level_on(contact: Contact, day: date) -> Level:
    """The level that the relationship with `contact` had on `day`."""
    touches = _touches(contact, day)
    done, active, cheated, _first, _last = _deals(contact, day)
    return _level(done, active, cheated, touches.touches, touches.last, day)


def _touches(contact: Contact, day: date) -> _Touches:
    found = _Touches()
    interactions = answered = touches = 0
    for one in contact.interactions:  # oldest first
        if one.day > day:
            break
        interactions += 1
        if one.answered:
            touches += 1
            answered += 1
            found.last = one.day
        else:
            answered += one.initiated == "them"
    found.interactions, found.answered, found.touches = interactions, answered, touches
    return found


def _deals(contact: Contact, day: date) -> tuple[int, int, int, float | None, float | None]:
    """How many deals were done, active and cheated on `day`; the sizes of the first and the last of the former two."""
    if not contact.deals:
        return 0, 0, 0, None, None
    states = {deal.path: state_on(deal, day) for deal in contact.deals}
    count = list(states.values()).count
    sized = [
        (deal.note.started or deal.note.ended or date.min, deal.path, deal.note.size)
        for deal in contact.deals
        if deal.note.size and states[deal.path] in ("done", "active")
    ]
    sized.sort()
    first, last = (sized[0][2], sized[-1][2]) if sized else (None, None)
    return count("done"), count("active"), count("cheated"), first, last
