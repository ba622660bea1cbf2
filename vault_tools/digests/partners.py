"""The partners (M8, M11): who is proven and why, how deals grew, what depends on whom, which first deal is large."""

from collections import Counter
from datetime import date, timedelta
from itertools import islice

import msgspec

from vault_tools.dates.periods import first_day, quarter_of
from vault_tools.digests.context import BOND, WORKED, Context
from vault_tools.digests.demand import CLOSED
from vault_tools.digests.figures import Derived, Figure, of_day
from vault_tools.digests.ladders import LargeFirst, Rung, large_firsts, rungs
from vault_tools.digests.marks import MARKED
from vault_tools.digests.revenue import Revenue, RevenueShare, revenue
from vault_tools.digests.rows import offer_row
from vault_tools.digests.strength import LEVELS, Bond, Level, Strength, level_on, strength
from vault_tools.digests.wary import warnings_for
from vault_tools.network.model import Contact, deals_with

QUIET_CADENCES = 2
"""Quiet is who was last touched more than so many cadences ago."""

GOOD_FIT = 3


class PartnerRow(msgspec.Struct, frozen=True):
    """Somebody worked with. `before` is the score on the last day of the quarter before; `begun_by_me`, `begun_by_them`
    count interactions of which it is known; `revenue` is theirs in the config's currency, `share` that of all."""

    contact: str
    path: str
    org: str
    closed: bool
    strength: Strength
    before: int
    begun_by_me: int
    begun_by_them: int
    revenue: float
    share: float | None
    rungs: tuple[Rung, ...]


class Close(msgspec.Struct, frozen=True):
    """Somebody in touch and judged a good fit, with whom there was never a deal."""

    contact: str
    path: str
    strength: Strength
    fit: float
    needs: tuple[str, ...]

    @property
    def row_id(self) -> str:
        """The id of the row that asks for a first piece of work."""
        return offer_row(self.path)


class Quiet(msgspec.Struct, frozen=True):
    """A partner last touched more than two cadences ago."""

    contact: str
    path: str
    level: Level
    last_touch: date
    days: int
    cadence: str


class Move(msgspec.Struct, frozen=True):
    """A contact whose level is not what it was when the quarter began."""

    contact: str
    path: str
    before: Level
    now: Level

    @property
    def up(self) -> bool:
        """Whether the relationship grew stronger."""
        return LEVELS.index(self.now) > LEVELS.index(self.before)


class PartnersView(msgspec.Struct, frozen=True):
    """All the digest says. `partners` are all worked with, strongest first; `quarter` is today's; `row_ids` are
    those of the rows of the quiet ones, by path."""

    today: date
    limit: int
    contacts: int
    quarter: str
    levels: dict[Level, int]
    partners: tuple[PartnerRow, ...]
    revenue: Revenue
    large_firsts: tuple[LargeFirst, ...]
    first_limit: float | None
    by_config: bool
    quiet: tuple[Quiet, ...]
    row_ids: dict[str, str]
    close: tuple[Close, ...]
    moves: tuple[Move, ...]

    @property
    def open_firsts(self) -> tuple[LargeFirst, ...]:
        """The large first deals that can still be made smaller."""
        return tuple(one for one in self.large_firsts if one.open)

    @property
    def past_firsts(self) -> tuple[LargeFirst, ...]:
        """Those that ended, to judge the rule by."""
        return tuple(one for one in self.large_firsts if not one.open)

    @property
    def datable(self) -> bool:
        """Whether any deal can be drawn along time."""
        return any(rung.day and rung.size for row in self.partners for rung in row.rungs)

    @property
    def one_sided(self) -> tuple[PartnerRow, ...]:
        """The partners with whom I began at least four of five contacts, of five or more."""
        return tuple(
            row
            for row in self.partners
            if not row.closed and row.begun_by_me + row.begun_by_them >= 5 and row.begun_by_me >= 4 * row.begun_by_them
        )

    def as_json(self) -> dict[str, object]:
        """The documented JSON of `partners --json`."""
        hidden = {"limit", "contacts", "row_ids"}
        return {name: msgspec.to_builtins(getattr(self, name)) for name in self.__struct_fields__ if name not in hidden}


def partners(context: Context, limit: int = 10) -> PartnersView:
    """The partners on the context's day; `limit` is how many the digest describes."""
    start = first_day(quarter_of(context.today))
    contacts, earned = context.network.contacts, revenue(context)
    firsts, bound = large_firsts(context)
    shares = {one.path: one for one in earned.shares}
    rows = [_partner(context, contacts[path], shares.get(path), start) for path in context.each(WORKED)]
    rows.sort(key=lambda row: (-row.strength.score, row.contact, row.path))
    quiet = tuple(_quiet(context, rows))
    return PartnersView(
        context.today,
        limit,
        len(contacts),
        quarter_of(context.today),
        _levels(context),
        tuple(rows),
        earned,
        tuple(firsts),
        bound,
        context.config.deals.first_limit is not None,
        quiet,
        {one.path: context.contact_rows[one.path] for one in quiet},
        tuple(_close(context)),
        tuple(_moves(context)),
    )


def _levels(context: Context) -> dict[Level, int]:
    """How many contacts who are not closed have each level."""
    closed, levels = context.each(CLOSED), context.each(LEVEL)
    counts = Counter(levels.values())
    counts.subtract(levels[path] for path in closed if path in levels)
    counts["acquaintance"] = len(context.network.contacts) - len(closed) - counts.total()
    return {level: counts[level] for level in reversed(LEVELS)}


def _partner(context: Context, contact: Contact, share: RevenueShare | None, start: date) -> PartnerRow:
    before = start - timedelta(days=1)
    begun = [one.initiated for one in contact.interactions if one.day <= context.today]
    return PartnerRow(
        contact.name,
        contact.path,
        contact.note.org,
        contact.closed,
        context.strengths[contact.path],
        strength(contact, context.progress[contact.path].entered[0], before).score,
        begun.count("me"),
        begun.count("them"),
        share.amount if share else 0.0,
        share.share if share else None,
        tuple(rungs(contact, context.today)),
    )


def _quiet(context: Context, rows: list[PartnerRow]) -> list[Quiet]:
    """The partners one lost sight of: overdue, nothing planned, and two cadences since the last touch. A snooze holds
    here as in the follow-ups."""
    found = []
    for row in rows:
        standing = context.standings[row.path]
        touch, cadence, due = standing.last_touch, standing.cadence, standing.due
        if touch is None or cadence is None or due is None or due > context.today or standing.planned:
            continue
        days = (context.today - touch.day).days
        if days > QUIET_CADENCES * cadence.days_from(touch.day):
            found.append(Quiet(row.contact, row.path, row.strength.level, touch.day, days, str(cadence)))
    return sorted(found, key=lambda one: (-LEVELS.index(one.level), -one.days, one.path))


def _close(context: Context, count: int = 5) -> list[Close]:
    """The strongest relationships without any deal, where fit is good and no lesson warns: for a small first one."""
    marked, levels, closed, scores = context.each(MARKED), context.each(LEVEL), context.each(CLOSED), context.scores
    dealt = deals_with(context.network.deals.values())
    fits = {path: marks.fit for path, marks in marked.items() if marks.fit is not None and marks.fit >= GOOD_FIT}
    near = [path for path in fits if levels.get(path) == "in-touch" and path not in dealt and path not in closed]
    near.sort(key=lambda path: (-scores[path], -fits[path], path))
    safe = islice((path for path in near if not warnings_for(context, [path])), count)
    called, contacts, strengths = context.network.called, context.network.contacts, context.strengths
    return [
        Close(called[path].name, path, strengths[path], fits[path], tuple(contacts[path].note.needs)) for path in safe
    ]


def _moves(context: Context) -> list[Move]:
    """Whose level changed since the day before the quarter began: the highest levels first, up before down."""
    called, levels, before = context.network.called, context.each(LEVEL), context.each(LEVEL_BEFORE)
    others = {path for path, _ in levels.items() ^ before.items()}
    moves = [
        Move(called[path].name, path, before.get(path, "acquaintance"), levels.get(path, "acquaintance"))
        for path in others
    ]
    reach = {level: rank for rank, level in enumerate(LEVELS)}
    return sorted(moves, key=lambda one: (-max(reach[one.before], reach[one.now]), not one.up, one.contact, one.path))


def _above_lowest(level: Level) -> Level | None:
    return None if level == "acquaintance" else level


def _level_before(context: Context, contact: Contact) -> Level | None:
    """The level on the day before the present quarter began."""
    return _above_lowest(level_on(contact, first_day(quarter_of(context.today)) - timedelta(days=1)))


LEVEL: Derived[Bond, Level] = Derived(
    "level",
    Level,  # type: ignore[arg-type]
    BOND,
    lambda context, bond: _above_lowest(bond.level_on(context.today)),
    of_day,
)
"""The levels above the lowest that contacts have on the day."""

LEVEL_BEFORE: Figure[Level] = Figure("level-before", Level, _level_before, turns=quarter_of)  # type: ignore[arg-type]
"""The levels above the lowest that contacts had before the quarter."""
