"""The figures that moved most in four weeks: each for today, and by the same functions for the day 28 days ago."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import log, sqrt

import msgspec

from vault_tools.digests.context import WORKED, Context
from vault_tools.digests.funnel import ENOUGH, weeks_to
from vault_tools.digests.marks import MARKED, UNMARKED
from vault_tools.digests.pace import entering
from vault_tools.digests.span import Span, kept_share, touched_within
from vault_tools.digests.strength import strength
from vault_tools.digests.tries import TRIED

BACK = timedelta(weeks=4)
LONG = timedelta(weeks=13)
ENOUGH_PROMISES = 5


class Movement(msgspec.Struct, frozen=True):
    """A figure now and four weeks ago.

    `figure`: met, stage, pace, touched, answers, promises, strength or unjudged; `stage` the key of the stage it is
    about. A share has its whole in `of` and `before_of`, the strength how many people it is the mean of; a pace is in
    weeks to the target, None where that is out of reach. `weight` says how much the change matters, `digest` which one
    says more.
    """

    figure: str
    now: float | None
    before: float | None
    better: bool
    weight: float
    digest: str
    stage: str = ""
    of: int = 0
    before_of: int = 0
    target: int = 0


def movements(context: Context, count: int = 3) -> tuple[Movement, ...] | None:
    """The `count` figures whose change matters most, those that did not change left out; None while the network is
    known for less than eight weeks: then there is nothing to compare with."""
    early = context.today - 2 * BACK
    if not any(one.entered[0] is not None and one.entered[0] <= early for one in context.progress.values()):
        return None
    found = [*_stages(context), *_contacts(context), *_promises(context), *_strength(context), *_unjudged(context)]
    moved = [one for one in found if one.now != one.before or one.of != one.before_of]
    return tuple(sorted(moved, key=lambda one: (-one.weight, one.figure, one.stage))[:count])


def _counts(now: float, before: float) -> float:
    """How much a count changed, in what chance alone would change it by (Poisson)."""
    return abs(now - before) / sqrt(now + before) if now or before else 0.0


def _shares(now: int, of: int, before: int, before_of: int) -> float:
    """How much a share changed, in standard errors of the two taken together."""
    pooled = (now + before) / (of + before_of)
    error = sqrt(pooled * (1 - pooled) * (1 / of + 1 / before_of))
    return abs(now / of - before / before_of) / error if error else 0.0


def _stages(context: Context) -> Iterator[Movement]:
    """New people; how many ever reached the stage with the most news, where somebody in a later stage counts twice as
    much; how far the last stage's target is away."""
    today, before = context.today, context.today - BACK
    stages = context.config.stages
    dated = [[day for one in here.values() if (day := one.entered[rank])] for rank, here in enumerate(context.reached)]
    new, old = entering(dated[0], today, 4), entering(dated[0], before, 4)
    yield Movement("met", new, old, new > old, _counts(new, old), "funnel", stages[0].key)
    news = [
        (2**rank * sqrt(lately), rank, lately)
        for rank in range(1, len(stages))
        if (lately := entering(dated[rank], today, 4))
    ]
    for weight, rank, lately in [max(news)] if news else ():
        reached = len(context.reached[rank])
        yield Movement("stage", reached, reached - lately, True, weight, "funnel", stages[rank].key)
    last, target = len(stages) - 1, stages[-1].target
    reached = len(context.reached[last])
    then = reached - entering(dated[last], today, 4)
    now = weeks_to(target, reached, entering(dated[last], today, 13) / 13)
    ago = weeks_to(target, then, entering(dated[last], before, 13) / 13)
    if target and now != 0 and (now or ago):
        weight = 2 * abs(log(now / ago)) if now and ago else 2.0
        better = now is not None and (ago is None or now < ago)
        yield Movement("pace", now, ago, better, weight, "funnel", stages[last].key, target=target)


def _contacts(context: Context) -> Iterator[Movement]:
    """How many people were touched, and how many tries were answered, counted as in Answers."""
    now, ago = (_lately(context, end) for end in (context.today, context.today - BACK))
    touched, touched_before = now.touched, ago.touched
    yield Movement(
        "touched", touched, touched_before, touched > touched_before, _counts(touched, touched_before), "week"
    )
    if min(now.tries, ago.tries) >= ENOUGH:
        answered, of = now.answered, now.tries
        then, then_of = ago.answered, ago.tries
        better = answered / of > then / then_of
        weight = _shares(answered, of, then, then_of)
        yield Movement("answers", answered, then, better, weight, "answers", of=of, before_of=then_of)


class _Lately(msgspec.Struct):
    """The contacts touched in the four weeks up to a day; the tries of 13 weeks, and how many were answered."""

    touched: int = 0
    tries: int = 0
    answered: int = 0


def _lately(context: Context, end: date) -> _Lately:
    first = end - LONG
    tries = [
        one.outcome
        for tried in context.each(TRIED).values()
        if tried.tries[-1].day > first
        for one in tried.tries
        if first < one.day <= end
    ]
    touched = touched_within(context, Span(end - BACK + timedelta(days=1), end))
    return _Lately(touched, len(tries), tries.count("answered"))


def _promises(context: Context) -> Iterator[Movement]:
    """Of my promises due within 13 weeks, how many were kept."""
    spans = [Span(end - LONG + timedelta(days=1), end) for end in _ends(context.today)]
    (kept, due), (kept_before, due_before) = (kept_share(context, span) for span in spans)
    if min(due, due_before) >= ENOUGH_PROMISES:
        weight = _shares(kept, due, kept_before, due_before)
        better = kept / due > kept_before / due_before
        yield Movement("promises", kept, kept_before, better, weight, "follow-ups", of=due, before_of=due_before)


def _ends(today: date) -> Sequence[date]:
    """The last days of the promises' spans: what is due today can still be kept."""
    return today - timedelta(days=1), today - timedelta(days=1) - BACK


def _strength(context: Context) -> Iterator[Movement]:
    """The mean strength of those worked with, the same people on both days."""
    before = context.today - BACK
    scores = []
    for path in context.each(WORKED):
        then = strength(context.network.contacts[path], context.progress[path].entered[0], before)
        if then.done + then.active:
            scores.append((context.scores[path], then.score))
    if scores:
        now, ago = (round(sum(column) / len(scores)) for column in zip(*scores, strict=True))
        yield Movement(
            "strength", now, ago, now > ago, abs(now - ago) / 2, "partners", of=len(scores), before_of=len(scores)
        )


def _unjudged(context: Context) -> Iterator[Movement]:
    """How many were met and wait to be judged; whoever is closed or put off now is left out on both days."""
    now, ago = (_waiting(context, day) for day in (context.today, context.today - BACK))
    yield Movement("unjudged", now, ago, now < ago, 0.75 * _counts(now, ago), "screening")


def _waiting(context: Context, day: date) -> int:
    waiting, marks = 0, context.each(MARKED)
    for path, one in context.progress.items():
        if not one.closed and (one.entered[0] is None or one.entered[0] <= day):
            own = marks.get(path, UNMARKED)
            put_off = own.fit is None and own.next is not None and own.next > context.today
            waiting += not put_off and (own.fit is None or (own.screened is not None and own.screened > day))
    return waiting
