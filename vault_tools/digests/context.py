"""What every digest is made from."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from vault_tools.config import Config
from vault_tools.digests.each import Each
from vault_tools.digests.figures import Derived, Figure, Figures, of_day
from vault_tools.digests.heard import Sayings
from vault_tools.digests.market import Market
from vault_tools.digests.parts import Part, Parts
from vault_tools.digests.pits import Pits, find_pits
from vault_tools.digests.rows import CONTACT, JUDGING, contact_row, introduction_rows, judging_row, promise_rows
from vault_tools.digests.strength import Bond, Strength, bond
from vault_tools.network.agenda import Due, Group, Standing, standing
from vault_tools.network.model import Contact, Network, PromiseMade
from vault_tools.network.stages import Ladder, Progress

if TYPE_CHECKING:
    from vault_tools.digests.matching import Matcher

_NO_ROWS: Mapping[str, Mapping[str, str]] = MappingProxyType({})
V = TypeVar("V")
T = TypeVar("T")


class Context:
    """The network on a day, under a config; what several digests need is worked out once.

    `rows` gives, by kind of row and contact's path, the row ids that digests have now (see rows.py); `matcher` may give
    one that was used before, for the same synonyms: it remembers what it matched. `figures` are those known of contacts
    for the same day and config; what is missing is worked out and added.
    """

    def __init__(
        self,
        network: Network,
        today: date,
        config: Config,
        *,
        rows: Mapping[str, Mapping[str, str]] = _NO_ROWS,
        matcher: "Callable[[], Matcher] | None" = None,
        figures: Figures | None = None,
    ) -> None:
        self.network = network
        self.today = today
        self.config = config
        self._rows = rows
        self._matcher = matcher
        self.figures = figures or Figures(today)
        self._views: dict[Callable[..., Any], Any] = {}
        self._each: dict[str, Mapping[str, Any]] = {}
        self.parts = Parts(self)

    def once(self, view: Callable[["Context"], V]) -> V:
        """A digest's view without options, made once: Home and the weekly page say something of most of them."""
        if view not in self._views:
            self._views[view] = view(self)
        made: V = self._views[view]
        return made

    def each(self, figure: Figure[T]) -> Mapping[str, T]:
        """A figure of every contact of whom there is something to say, by path, in the order of the paths."""
        if figure.name not in self._each:
            self._each[figure.name] = self.figures.of(figure, self)
        found: Mapping[str, T] = self._each[figure.name]
        return found

    def part(self, part: Part[T]) -> T:
        """A part of digests, kept where nothing that it is made of has changed."""
        return self.parts.get(part)

    @cached_property
    def ladder(self) -> Ladder:
        """The stages that contacts come through."""
        return Ladder(self.config)

    @property
    def progress(self) -> Mapping[str, Progress]:
        """How far each contact has come, by path."""
        return self.each(PROGRESS)

    @cached_property
    def reached(self) -> list[dict[str, Progress]]:
        """By stage, those who ever reached it: of ten thousand met, few are in the later ones."""
        lists = [dict(self.progress)]
        for rank in range(1, len(self.config.stages)):
            lists.append({path: one for path, one in lists[-1].items() if one.reached >= rank})
        return lists

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Where contact with each one stands, by path."""
        contacts, progress = self.network.contacts, self.progress
        return Each(contacts, lambda path: standing(contacts[path], progress[path], self.config, self.today))

    @cached_property
    def strengths(self) -> Mapping[str, Strength]:
        """How strong the relationship with each one is, by path."""
        contacts, bonds = self.network.contacts, self.each(BOND)
        return Each(contacts, lambda path: bonds[path].on(self.today))

    @property
    def scores(self) -> Mapping[str, int]:
        """How strong each relationship is, from 0 to 100, by path."""
        return self.each(SCORE)

    def rank(self, path: str) -> tuple[int, str, str]:
        """By what contacts are ordered, the strongest relationship first."""
        return -self.scores[path], self.network.called[path].name, path

    @cached_property
    def matcher(self) -> "Matcher":
        """Tells which needs and offers fit."""
        if self._matcher:
            return self._matcher()
        from vault_tools.digests.matching import Matcher

        return Matcher(self.config.signals.synonyms)

    @cached_property
    def market(self) -> Market:
        """What is needed and offered, and what of it fits."""
        return Market(self)

    @cached_property
    def pits(self) -> Pits:
        """What the lessons warn of."""
        return find_pits(self.network, self.today)

    @cached_property
    def sayings(self) -> Sayings:
        """The signals heard by today, by topic."""
        return Sayings(self.network, self.today, self.config)

    @cached_property
    def contact_rows(self) -> Mapping[str, str]:
        """The id of each contact's row in a digest, by path."""
        contacts, dues, present = self.network.contacts, self.each(DUE), self._rows.get(CONTACT, {})
        return Each(contacts, lambda path: contact_row(contacts[path], dues[path].touch, present.get(path)))

    def judging_row(self, path: str) -> str:
        """The id of the row that asks to judge a contact."""
        return judging_row(path, self._rows.get(JUDGING, {}))

    @cached_property
    def promises(self) -> list[PromiseMade]:
        """All promises, by note and line."""
        return self.network.promises

    @cached_property
    def promises_with(self) -> Mapping[str, list[PromiseMade]]:
        """The promises, open or not, that concern each contact, by path."""
        found: dict[str, list[PromiseMade]] = {}
        for made in self.promises:
            for path in made.people:
                found.setdefault(path, []).append(made)
        return found

    @cached_property
    def promise_rows(self) -> Mapping[tuple[str, int], str]:
        """The id of each promise's row, by the note's path and the line."""
        return promise_rows(self.promises)

    @cached_property
    def introduction_rows(self) -> Mapping[str, str]:
        """The id of each introduction's row, by path."""
        return introduction_rows(self.network.introductions)


PROGRESS = Figure("progress", Progress, lambda context, contact: context.ladder.progress(contact, context.today))
"""How far a contact has come."""


def _bond(context: Context, contact: Contact) -> Bond:
    return bond(contact, context.progress[contact.path].entered[0], context.today)


BOND = Figure("bond", Bond, _bond, few=True)
"""What the strength of a relationship rests on."""

SCORE = Derived("score", int, BOND, lambda context, bond: bond.score_on(context.today), of_day)
"""How strong a relationship is on the day."""

WORKED = Derived("worked", bool, BOND, lambda _context, bond: bool(bond.done or bond.active) or None)
"""Those with whom a deal is active or done."""


def _due(context: Context, contact: Contact) -> Due:
    return standing(contact, context.progress[contact.path], context.config, context.today).brief


DUE = Figure("due", Due, _due)
"""When a contact is due, and why."""


def _group(context: Context, due: Due) -> Group | None:
    return due.group(context.today, len(context.config.follow_ups.retry))


GROUP: Derived[Due, Group] = Derived("group", Group, DUE, _group, of_day)  # type: ignore[arg-type]
"""The group in the follow-ups of those who are in one on the day."""
