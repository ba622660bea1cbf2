"""Whose word proved right (M5): of what each contact said would be wanted, how much was then worked on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from vault_tools.dates.periods import last_day
from vault_tools.digests.context import Context
from vault_tools.digests.heard import Saying, Sayings
from vault_tools.digests.hindsight import begun_between, begun_deals
from vault_tools.network.model import Deal

YEAR = 365
"""Days within which a signal without a horizon has to come true: plans are filed up to twelve months ahead."""

ENOUGH = 3
"""Of fewer judged signals no rate is told."""


class Credit(msgspec.Struct, frozen=True):
    """A contact's word: how many signals they gave, a topic and a horizon counted once; how many of those in which
    something is wanted can be judged, and how many of these came true."""

    contact: str
    path: str
    signals: int
    judged: int
    true: int

    @property
    def rate(self) -> float | None:
        """The share that came true; None where there are too few to tell."""
        return self.true / self.judged if self.judged >= ENOUGH else None


def whose_word(sayings: Sayings, deals: Mapping[str, Deal]) -> list[Credit]:
    """Those who said something first-hand: most came true first, then fewest that did not."""
    begun = begun_deals(sayings, deals)
    verdicts = {id(one): came_true(one, begun.get(one.topic, ()), sayings.today) for one in sayings.all}
    rows = [
        _credit(sayings, path, [(one, verdicts[id(one)]) for one in said]) for path, said in sayings.of_person.items()
    ]
    return sorted(rows, key=lambda row: (-row.true, row.judged, -row.signals, row.contact, row.path))


def credit_of(context: Context, path: str) -> Credit | None:
    """How far the word of one contact proved right; None if they said nothing."""
    sayings = context.sayings
    begun = begun_deals(sayings, context.network.deals)
    said = [(one, came_true(one, begun.get(one.topic, ()), sayings.today)) for one in sayings.all if path in one.people]
    return _credit(sayings, path, said) if said else None


def _credit(sayings: Sayings, path: str, said: Iterable[tuple[Saying, bool | None]]) -> Credit:
    """The credit of somebody who `said` that; of each whether it came true."""
    told: dict[tuple[str, str], bool | None] = {}
    for one, verdict in said:
        key = one.topic, one.heard.signal.horizon
        if not told.get(key):  # what is said again is no second word; but it may come true later
            told[key] = told.get(key) if verdict is None else verdict
    verdicts = list(told.values())
    true = verdicts.count(True)
    return Credit(sayings.called[path].name, path, len(verdicts), true + verdicts.count(False), true)


def came_true(saying: Saying, deals: Sequence[tuple[date, str]], today: date) -> bool | None:
    """Whether a deal about its topic began since, by the end of its horizon, without one within a year. None: its
    time is not over, or nobody says in it that they want something."""
    if not saying.wanted:
        return None
    horizon = saying.heard.signal.horizon
    end = last_day(horizon) if horizon else saying.day + timedelta(days=YEAR)
    if begun_between(deals, saying.day, end):
        return True
    return False if end < today else None
