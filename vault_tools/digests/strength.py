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

from datetime import date, timedelta
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


def strength(contact: Contact, since: date | None, today: date) -> Strength:
    """The strength of the relationship with `contact` on `today`; `since` is the first day it is known from."""
    touches = _touches(contact, today)
    done, active, cheated, first, last = _deals(contact, today)
    solid = not cheated
    work = WORK * (1 - 0.5 ** (done + active / 2)) if solid else 0.0
    growth = GROWTH * min(1.0, log2(max(1.0, last / first)) / log2(FULL_GROWTH)) if solid and first and last else 0.0
    recency = RECENCY * 0.5 ** ((today - touches.last).days / HALF_LIFE_DAYS) if touches.last else 0.0
    share = wilson(touches.answered, touches.interactions)
    reciprocity = RECIPROCITY * share.low if share else 0.0
    years = (today - since).days / _YEAR if since and since <= today else None
    known = YEARS * min(1.0, (years or 0.0) / FULL_YEARS)
    return Strength(
        round(work + growth + recency + reciprocity + known),
        _level(touches, done, active, cheated, today),
        work,
        growth,
        recency,
        reciprocity,
        known,
        done,
        active,
        cheated,
        touches.interactions,
        touches.answered,
        touches.last,
        years,
        first,
        last,
    )


def level_on(contact: Contact, day: date) -> Level:
    """The level that the relationship with `contact` had on `day`."""
    done, active, cheated, _, _ = _deals(contact, day)
    return _level(_touches(contact, day), done, active, cheated, day)


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


def _level(touches: _Touches, done: int, active: int, cheated: int, day: date) -> Level:
    if done >= PROVEN_DEALS and not cheated:
        return "proven"
    if done or active:
        return "worked-together"
    lately = touches.last is not None and touches.last > day - timedelta(days=IN_TOUCH_DAYS)
    return "in-touch" if lately and touches.touches >= IN_TOUCH_TOUCHES else "acquaintance"
