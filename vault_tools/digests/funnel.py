"""The funnel (M1, M12): how many reached each stage, how fast, where it leaks, what the targets ask for."""

from collections.abc import Sequence
from datetime import date
from math import ceil

import msgspec

from vault_tools.dates.periods import last_day, month_of, months_back, quarter_of
from vault_tools.digests.context import PROGRESS, Context
from vault_tools.digests.marks import MARKED, UNMARKED, Marks
from vault_tools.digests.pace import entering, needed_per_week
from vault_tools.digests.parts import Given, Part
from vault_tools.digests.statistics import Share, median, quantile, wilson
from vault_tools.digests.unjudged import unjudged
from vault_tools.network.stages import Progress

PACE_WEEKS = (4, 13, 52)
ENOUGH = 10
"""Fewer than this many people or stays say nothing about a rate."""


class StageRow(msgspec.Struct, frozen=True):
    """One stage. `open` and `closed` are those who came no further: still in play, or closed. Days are calendar days.

    `conversion` is the share of those who ever reached this stage that reached the next. `undated` have reached it
    on no known date: they are in `reached` and in no duration or pace.
    """

    key: str
    label: str
    now: int
    reached: int
    target: int | None
    by: date | None
    open: int
    closed: int
    conversion: Share | None
    planned_rate: float | None
    median_days: float | None
    open_median_days: float | None
    undated: int
    per_week: dict[str, float]
    weeks_to_target: float | None
    needed_per_week: float | None

    @property
    def went_on(self) -> Share | None:
        """The conversion, where enough people reached this stage to tell it."""
        return self.conversion if self.reached >= ENOUGH else None


class Cohort(msgspec.Struct, frozen=True):
    """Those first met in one quarter. By stage key: how many reached it, and whether it is too early to tell."""

    quarter: str
    size: int
    reached: dict[str, int]
    share: dict[str, float]
    too_young: dict[str, bool]

    @property
    def enough(self) -> bool:
        """Whether so many were met that shares of them say something."""
        return self.size >= ENOUGH


class Stuck(msgspec.Struct, frozen=True):
    """Somebody in a stage for longer than its stays usually last."""

    contact: str
    path: str
    stage: str
    days: int


class Leak(msgspec.Struct, frozen=True):
    """The step that loses most against the plan, with the contacts to try first: best fit, longest waiting."""

    stage: str
    following: str
    rate: float
    waiting: int
    candidates: tuple[tuple[str, str], ...]


class FunnelView(msgspec.Struct, frozen=True):
    """All the digest says. `stated` have reached the last stage by their `stage:` alone, where others did by what is
    noted of them. `months` × `entries` are the people entering each stage, by month."""

    today: date
    contacts: int
    stages: tuple[StageRow, ...]
    closed: int
    stated: tuple[tuple[str, str], ...]
    cohorts: tuple[Cohort, ...]
    stuck: tuple[Stuck, ...]
    own_ratio_needed: int | None
    leak: Leak | None
    unjudged: tuple[tuple[str, str], ...]
    unjudged_count: int
    months: tuple[str, ...]
    entries: dict[str, tuple[int, ...]]

    @property
    def early(self) -> bool:
        """Whether too few people were met for any share, pace or median to say something."""
        return self.stages[0].reached < ENOUGH

    def as_json(self) -> dict[str, object]:
        """The documented JSON of `funnel --json`."""
        shown = {"today", "stages", "closed", "cohorts", "stuck", "own_ratio_needed"}
        document = {name: msgspec.to_builtins(getattr(self, name)) for name in self.__struct_fields__ if name in shown}
        return {**document, "months": list(self.months), "entries": msgspec.to_builtins(self.entries)}


MONTHS = 12
"""The entries by month go so far back, unless another number is asked for."""


def funnel(context: Context, months: int = MONTHS) -> FunnelView:
    """The funnel on the context's day; `months` is how far back the entries by month go."""
    return context.part(FUNNEL) if months == MONTHS else _funnel(Given(context, FUNNEL), months)


def _funnel(given: Given, months: int = MONTHS) -> FunnelView:
    progress = given.progress
    labels = [stage.key for stage in given.config.stages]
    rows = tuple(_row(given, rank) for rank in range(len(labels)))
    names = months_back(given.today, months)
    return FunnelView(
        given.today,
        len(progress),
        rows,
        sum(one.closed for one in progress.values()),
        _stated(given),
        _cohorts(given),
        _stuck(given),
        _own_ratio(rows),
        _leak(given, rows),
        *_unjudged(given),
        tuple(names),
        {key: _entries(given, rank, names) for rank, key in enumerate(labels)},
    )


FUNNEL = Part("funnel", FunnelView, _funnel, (PROGRESS, MARKED))
"""The funnel with the usual months."""


def _row(given: Given, rank: int) -> StageRow:
    stage = given.config.stages[rank]
    here = given.reached[rank].values()
    further = sum(one.reached > rank for one in here)
    stopped = [one for one in here if one.reached == rank]
    days = [one.entered[rank] for one in here]
    dated = [day for day in days if day is not None]
    pace = {str(weeks): entering(dated, given.today, weeks) / weeks for weeks in PACE_WEEKS}
    last = rank == len(given.config.stages) - 1
    return StageRow(
        stage.key,
        stage.label,
        sum(one.now == rank and not one.closed for one in here),
        len(here),
        stage.target,
        stage.by,
        sum(not one.closed for one in stopped),
        sum(one.closed for one in stopped),
        None if last else wilson(further, len(here)),
        None if last else _planned_rate(given, rank),
        None if last else median(_stays(given, rank)),
        median([(given.today - since).days for since in _open_since(given, rank).values()]),
        len(days) - len(dated),
        pace,
        weeks_to(stage.target, len(here), pace["13"]),
        needed_per_week(stage.target, len(here), stage.by, given.today),
    )


def _stated(given: Given) -> tuple[tuple[str, str], ...]:
    """Who is in the last stage, as nothing but their note says; nobody where nothing noted ever tells that stage."""
    last = len(given.config.stages) - 1
    told = [path for path, one in given.reached[last].items() if one.evidence < last]
    if len(told) == len(given.reached[last]):
        return ()
    return tuple((path, given.called[path].name) for path in told if given.progress[path].now == last)


def _planned_rate(given: Given, rank: int) -> float | None:
    """The conversion that the targets themselves ask for."""
    target, following = (given.config.stages[rank + step].target for step in (0, 1))
    return following / target if target and following else None


def _stays(given: Given, rank: int) -> list[int]:
    """The lengths in days of the completed stays in a stage: from entering it to entering the next."""
    stays = []
    for one in given.reached[rank + 1].values():
        start, end = one.entered[rank], one.entered[rank + 1]
        if start is not None and end is not None:
            stays.append((end - start).days)
    return stays


def _open_since(given: Given, rank: int) -> dict[str, date]:
    """Since when those now in a stage are in it, where known. Who was set back is left out: nobody knows when."""
    return {
        path: since
        for path, one in given.reached[rank].items()
        if one.now == one.reached == rank and not one.closed and (since := one.entered[rank]) is not None
    }


def weeks_to(target: int | None, reached: int, per_week: float) -> float | None:
    """How many weeks the target is away at that pace: 0 when reached, None without a target or a pace."""
    if target is None:
        return None
    if reached >= target:
        return 0.0
    return (target - reached) / per_week if per_week else None


def _cohorts(given: Given) -> tuple[Cohort, ...]:
    """The cohorts by the quarter in which the first stage was entered, oldest first."""
    keys = [stage.key for stage in given.config.stages]
    members: dict[str, list[Progress]] = {}
    for one in given.progress.values():
        if one.entered[0] is not None:
            members.setdefault(quarter_of(one.entered[0]), []).append(one)
    usual = {rank: _usual_way(given, rank) for rank in range(1, len(keys))}
    cohorts = []
    for quarter, group in sorted(members.items()):
        age = (given.today - last_day(quarter)).days
        reached = {keys[rank]: sum(one.reached >= rank for one in group) for rank in usual}
        young = {keys[rank]: age < (365 if way is None else way) for rank, way in usual.items()}
        shares = {key: count / len(group) for key, count in reached.items()}
        cohorts.append(Cohort(quarter, len(group), reached, shares, young))
    return tuple(cohorts)


def _usual_way(given: Given, rank: int) -> float | None:
    """The median days from first meeting to a stage, over all who reached it."""
    ways = []
    for one in given.reached[rank].values():
        if one.entered[0] is not None and (there := one.entered[rank]) is not None:
            ways.append((there - one.entered[0]).days)
    return median(ways)


def _stuck(given: Given) -> tuple[Stuck, ...]:
    """Who is in a stage for longer than nine in ten stays lasted; with few stays, than the config allows."""
    found = []
    for rank, stage in enumerate(given.config.stages[:-1]):
        stays = _stays(given, rank)
        usual = quantile(stays, 0.9) if len(stays) >= ENOUGH else None
        for path, since in _open_since(given, rank).items():
            days = (given.today - since).days
            limit = usual if usual is not None else _configured_limit(given, since)
            if limit is not None and days > limit:
                found.append(Stuck(given.called[path].name, path, stage.key, days))
    return tuple(sorted(found, key=lambda one: (-one.days, one.contact, one.path)))


def _configured_limit(given: Given, since: date) -> int | None:
    stuck = given.config.funnel.stuck
    return stuck.days_from(since) if stuck else None


def _own_ratio(rows: Sequence[StageRow]) -> int | None:
    """How many must be met for the last target at one's own conversions. Their product is last ÷ first reached."""
    first, last = rows[0], rows[-1]
    if last.target is None or not last.reached:
        return None
    return ceil(last.target * first.reached / last.reached)


def _leak(given: Given, rows: Sequence[StageRow]) -> Leak | None:
    """The step furthest below what the targets ask; without targets, the narrowest. None while too few reached it."""
    steps = [
        (row.conversion.rate / (row.planned_rate or 1.0), rank)
        for rank, row in enumerate(rows)
        if row.conversion is not None and row.reached >= ENOUGH
    ]
    if not steps:
        return None
    _, rank = min(steps)
    row = rows[rank]
    assert row.conversion is not None  # the list above holds only such rows
    waiting = [path for path, one in given.reached[rank].items() if one.now == one.reached == rank and not one.closed]
    marks = given.each(MARKED)
    first = sorted(waiting, key=lambda path: (*_promise_of(marks.get(path, UNMARKED)), path))[:3]
    people = tuple((path, given.called[path].name) for path in first)
    return Leak(row.key, rows[rank + 1].key, row.conversion.rate, len(waiting), people)


def _promise_of(marks: Marks) -> tuple[float, float]:
    """Best fit first, then future; never interest."""
    return -(marks.fit or 0), -(marks.future or 0)


def _unjudged(given: Given) -> tuple[tuple[tuple[str, str], ...], int]:
    """The first few of those met and never judged, longest known first, and how many they are."""
    waiting = unjudged(given).waiting
    return tuple((path, given.called[path].name) for path in waiting[:3]), len(waiting)


def _entries(given: Given, rank: int, months: Sequence[str]) -> tuple[int, ...]:
    counts = dict.fromkeys(months, 0)
    for one in given.reached[rank].values():
        if (day := one.entered[rank]) is not None and (month := month_of(day)) in counts:
            counts[month] += 1
    return tuple(counts.values())
