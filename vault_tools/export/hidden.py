"""What digests are made from, without the private properties; and what views tell of these all the same, taken out."""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from typing import Any, TypeVar

import msgspec

from vault_tools.digests.context import BOND, DUE, PROGRESS, Context
from vault_tools.digests.each import Each, EachOf
from vault_tools.export.choice import Choice
from vault_tools.network.agenda import Standing
from vault_tools.network.model import Contact, Interaction
from vault_tools.network.tables import Table

T = TypeVar("T")

_KINDS = ("contacts", "deals", "resources", "lessons", "introductions")
_BARE_KINDS = ("meetings", "industries")
"""Kinds whose notes stand in the network as they are."""

_AS_GOOD_AS = {"met": ("met", "years"), "cadence": ("cadence",), "size": ("first_size", "last_size")}
"""Fields of views by the property that they are told by."""


def without_private(context: Context, choice: Choice) -> Context:
    """The same day without the private properties. Stages, what is due and strengths stay as they are: they are worked
    out from all that is known, as everywhere."""
    if not choice.private:
        return context
    network = context.network
    hidden: dict[str, Any] = {}
    for kind in _KINDS:
        notes: dict[str, Any] = getattr(network, kind)
        hidden[kind] = {
            path: msgspec.structs.replace(one, note=_blank(one.note, choice.private)) for path, one in notes.items()
        }
    meetings = _Meetings(network.meetings, choice)
    for one in hidden["contacts"].values():
        one.role = one.role if choice.shows("role") else ""
        one.position = one.position if choice.shows("position") else ""
        one.deals = [hidden["deals"][deal.path] for deal in one.deals]
        one.interactions = meetings.told(one)
    for kind in _BARE_KINDS:
        hidden[kind] = {path: _blank(note, choice.private) for path, note in getattr(network, kind).items()}
    seen = copy(network)
    vars(seen).update(hidden | {kind: Table(hidden[kind]) for kind in ("contacts", "meetings")})
    if not choice.shows("signals"):
        seen.heard_in = Table({})
    shown = Context(seen, context.today, context.config, figures=context.figures.shared(context, PROGRESS, DUE, BOND))
    standings = Each(context.standings, lambda path: meetings.standing(context.standings[path]))
    vars(shown).update(standings=standings, strengths=context.strengths)
    return shown


def view_without_private(view: T, choice: Choice) -> T:
    """A view without what is worked out from a private property and as good as that: since when somebody is known, how
    often one wants to be in touch, of what size deals were."""
    blanks = {field for name, fields in _AS_GOOD_AS.items() if not choice.shows(name) for field in fields}
    taken_out: T = _taken_out(view, blanks) if blanks else view
    return taken_out


def _blank(note: Any, private: frozenset[str]) -> Any:
    """A record without its private properties, as if its note had none."""
    empty = type(note)()
    return msgspec.structs.replace(note, **{name: getattr(empty, name) for name in private if hasattr(note, name)})


class _Meetings:
    """What of the meetings' private properties has gone into the interactions of those who were there."""

    def __init__(self, meetings: Mapping[str, Any], choice: Choice) -> None:
        self.paths = meetings.keys()
        self.blank = {"channel": ""} if not choice.shows("channel") else {}

    def told(self, contact: Contact) -> list[Interaction]:
        return [self._one(one) for one in contact.interactions] if self.blank else contact.interactions

    def standing(self, standing: Standing) -> Standing:
        if not self.blank:
            return standing
        names = ("last_touch", "last_attempt", "last", "planned")
        return msgspec.structs.replace(standing, **{name: self._one(getattr(standing, name)) for name in names})

    def _one(self, interaction: Any) -> Any:
        if interaction is None or interaction.path not in self.paths:
            return interaction
        return msgspec.structs.replace(interaction, **self.blank)


def _taken_out(value: Any, blanks: set[str]) -> Any:
    match value:
        case msgspec.Struct():
            fields = {name: getattr(value, name) for name in value.__struct_fields__}
            told = {name: _nothing(one) if name in blanks else _taken_out(one, blanks) for name, one in fields.items()}
            changed = {name: one for name, one in told.items() if one is not fields[name]}
            return msgspec.structs.replace(value, **changed) if changed else value
        case tuple() | list():
            made = [_taken_out(one, blanks) for one in value]
            same = all(one is other for one, other in zip(made, value, strict=True))
            return value if same else made if isinstance(value, list) else _tuple(value, made)
        case str() | bytes():
            return value
        case Sequence():  # the others are made when somebody looks
            return EachOf(value, lambda one: _taken_out(one, blanks))
        case dict():
            return {key: _taken_out(one, blanks) for key, one in value.items()}
        case Mapping():
            return Each(value, lambda key: _taken_out(value[key], blanks))
    return value


def _nothing(value: Any) -> Any:
    """What stands for a day, a size or a rhythm that is not told; a count stays."""
    match value:
        case str():
            return ""
        case date() | float():
            return None
    return value


def _tuple(like: tuple[Any, ...], items: list[Any]) -> tuple[Any, ...]:
    return type(like)(*items) if hasattr(like, "_fields") else tuple(items)
