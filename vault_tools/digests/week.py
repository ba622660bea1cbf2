"""The weekly page: what happened, how it compares, the streak, and the one leak to work on."""

from datetime import date, timedelta
from itertools import chain

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.funnel import Leak, funnel
from vault_tools.digests.happened import Week, newcomers, week_of
from vault_tools.digests.span import TOUCHED, Span, touched_within

FRIDAY = 4
"""From this weekday on, the week looked back on is the present one; before, the last whole one."""

DAYS = 7


class WeekView(msgspec.Struct, frozen=True):
    """All the digest says. `week` is the one looked back on, `so_far` the present one where that is another;
    `touched_before`, `met_before` are those of the week before `week`; `streak` counts the weeks in a row with a touch,
    `longest` those of the longest row ever; `try_first` are (path, name)."""

    today: date
    contacts: int
    week: Week
    so_far: Week | None
    touched_before: int
    met_before: int
    streak: int
    longest: int
    leak: Leak | None
    planned_rate: float | None
    try_first: tuple[tuple[str, str], ...]

    @property
    def whole(self) -> bool:
        """Whether the week looked back on is over."""
        return self.week.end < self.today

    def as_json(self) -> dict[str, object]:
        """The documented JSON of `week --json`."""
        return {name: msgspec.to_builtins(getattr(self, name)) for name in self.__struct_fields__}


def week(context: Context) -> WeekView:
    """The week to look back on at the context's day."""
    today, flow = context.today, context.once(funnel)
    monday = today - timedelta(days=today.weekday())
    present = Span(monday, monday + timedelta(days=DAYS - 1))
    chosen = present if today.weekday() >= FRIDAY else _earlier(present)
    before = _earlier(chosen)
    streak, longest = _streak(context)
    leak = flow.leak
    rates = {row.key: row.planned_rate for row in flow.stages}
    judging = leak is not None and leak.stage == flow.stages[0].key and flow.unjudged
    return WeekView(
        today,
        len(context.network.contacts),
        week_of(context, chosen),
        None if chosen == present else week_of(context, present),
        touched_within(context, before),
        len(newcomers(context, before)),
        streak,
        longest,
        leak,
        rates[leak.stage] if leak else None,
        (flow.unjudged if judging else leak.candidates) if leak else (),
    )


def _earlier(span: Span) -> Span:
    return Span(span.start - timedelta(days=DAYS), span.start - timedelta(days=1))


def _streak(context: Context) -> tuple[int, int]:
    """Weeks in a row with a touch, up to the present one, which breaks nothing while it lasts; and the most ever."""
    days = set(chain.from_iterable(context.each(TOUCHED).values()))
    weeks = {_number(day) for day in days if day <= context.today}
    longest = 0
    for week in weeks:
        if week - 1 not in weeks:
            end = week
            while end in weeks:
                end += 1
            longest = max(longest, end - week)
    last = _number(context.today)
    last -= last not in weeks
    first = last
    while first in weeks:
        first -= 1
    return last - first, longest


def _number(day: date) -> int:
    """The number of a day's week: 1 January of the year 1 was a Monday."""
    return (day.toordinal() - 1) // DAYS
