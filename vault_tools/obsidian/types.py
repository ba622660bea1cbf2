"""The types of our properties in Obsidian's `types.json`. A type belongs to a name in the whole vault, so it must do
for every note that has the name."""

from vault_tools.config import Config
from vault_tools.network.vocabulary import PROPERTIES
from vault_tools.obsidian.census import Census, Shapes

TYPES = {
    "date": "met screened next imported last_contact date started ended".split(),
    "number": "fit future interest size revenue".split(),
    "multitext": "aliases circles offers needs red_flags with signals between chain pays".split(),
    "text": "birthday phone wechat cadence".split(),
}
"""The properties whose values tell their type wrongly or not at all: birthdays mostly lack a year, phones are no
numbers. All others are text, which Obsidian takes them for by itself."""

_BUILT_IN = frozenset({"aliases", "tags", "cssclasses"})
"""Names to which Obsidian itself gives a type."""


def property_types(census: Census, config: Config, lang: str) -> dict[str, str]:
    """The type of each name that our properties have in this vault, or would have in a new note; names with values of
    several types have none."""
    meanings: dict[str, set[str]] = {}
    for kind, table in PROPERTIES.items():
        for name in table:
            for own in [*census.named(kind, name, lang), *config.properties.get(name, ())]:
                if own not in _BUILT_IN:
                    meanings.setdefault(own, set()).add(_type_of(name))
    types = {own: _fitting(meant, census.shapes.get(own, Shapes())) for own, meant in sorted(meanings.items())}
    return {own: kind for own, kind in types.items() if kind}


def _type_of(name: str) -> str:
    return next((kind for kind, names in TYPES.items() if name in names), "")


def _fitting(meant: set[str], shapes: Shapes) -> str:
    """The one type that fits what a name stands for and every value it has; none if that is left to Obsidian."""
    if "multitext" in meant:
        return "multitext"
    if shapes.lists or len(meant) > 1:
        return ""
    only = next(iter(meant))
    return "text" if (only == "date" and not shapes.days) or (only == "number" and not shapes.numbers) else only
