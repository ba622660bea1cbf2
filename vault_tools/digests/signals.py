"""The signals (M5): what people want more and less than half a year ago, what lands when, and who proved right."""

from datetime import date

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.credit import Credit
from vault_tools.digests.hindsight import Hindsight
from vault_tools.digests.landings import Agenda, agenda
from vault_tools.digests.near_topics import Near
from vault_tools.digests.parts import Given
from vault_tools.digests.spoken import DESCRIBED, SPOKEN, Rumour, TopicRow, spoken
from vault_tools.digests.trends import first_of_window


class SignalsView(msgspec.Struct, frozen=True):
    """All the digest says. `since` is the first day of this half-year; `heard_from` counts the people who gave a signal
    in it, `heard_before` those of the one before; `comparable`: there is one before to compare with."""

    today: date
    limit: int
    contacts: int
    signals: int
    since: date
    heard_from: int
    heard_before: int
    comparable: bool
    topics: tuple[TopicRow, ...]
    rumours: tuple[Rumour, ...]
    agenda: Agenda
    hindsight: Hindsight
    credits: tuple[Credit, ...]
    near: tuple[Near, ...]

    @property
    def spoken(self) -> tuple[TopicRow, ...]:
        """The topics that people spoke of in this half-year, in the order of their rank."""
        return tuple(row for row in self.topics if row.people or row.mentions)

    @property
    def risen(self) -> tuple[TopicRow, ...]:
        """Those that more people spoke of than before, the highest rise first."""
        rows = [row for row in self.topics if row.trend == "risen"] if self.comparable else []
        return tuple(sorted(rows, key=lambda row: row.before - row.people))

    @property
    def fallen(self) -> tuple[TopicRow, ...]:
        """Those that fewer people spoke of than before, the deepest fall first."""
        rows = [row for row in self.topics if row.trend == "fallen"] if self.comparable else []
        return tuple(sorted(rows, key=lambda row: (row.people - row.before, row.topic)))

    @property
    def proved(self) -> tuple[Credit, ...]:
        """Those of whose signals one came true at least."""
        return tuple(one for one in self.credits if one.true)

    @property
    def unproved(self) -> tuple[Credit, ...]:
        """Those of several of whose signals none came true."""
        return tuple(one for one in self.credits if not one.true and one.judged > 1)

    def as_json(self) -> dict[str, object]:
        """The documented JSON of `signals --json`."""
        hidden = {"limit", "contacts"}
        return {name: msgspec.to_builtins(getattr(self, name)) for name in self.__struct_fields__ if name not in hidden}


def signals(context: Context, limit: int = DESCRIBED) -> SignalsView:
    """The signals on the context's day; `limit` is how many topics the digest describes."""
    summary = context.part(SPOKEN) if limit == DESCRIBED else spoken(Given(context, SPOKEN), limit)
    return SignalsView(
        context.today,
        limit,
        len(context.network.contacts),
        summary.signals,
        first_of_window(context.today),
        summary.heard_from,
        summary.heard_before,
        summary.comparable,
        summary.topics,
        summary.rumours,
        agenda(context, summary.landings),
        summary.hindsight,
        summary.credits,
        summary.near,
    )
