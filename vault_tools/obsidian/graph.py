"""Colours for Obsidian's graph: people by the stage their note tells, everything else by its folder.

The first group that fits a note colours it, so groups of the user's own go before these.
"""

from typing import Any

from vault_tools.config import Config
from vault_tools.network.vocabulary import OUTLOOKS, STAGES, in_language
from vault_tools.obsidian.census import Census

_STAGES = (0x9ECAE1, 0x6BAED6, 0x3182BD, 0x08519C)
"""From the first stage to the last, one hue growing stronger."""

_KINDS = {
    "contact": 0xC6DBEF,
    "meeting": 0xE69F00,
    "deal": 0x009E73,
    "resource": 0xCC79A7,
    "lesson": 0xD55E00,
    "industry": 0xF0E442,
    "introduction": 0x56B4E9,
}
"""Told apart by colour-blind readers too (Okabe and Ito's palette)."""

_GREY = 0x999999


def colour_groups(census: Census, config: Config, lang: str) -> list[dict[str, Any]]:
    """The groups, in the order in which they count."""
    never = ["never", in_language(OUTLOOKS, "never", "zh")]
    groups = [_group(_query(census.named("contact", "outlook", lang), never), _GREY)]
    stages = config.stages
    for place in reversed(range(len(stages))):
        words = [stages[place].key, stages[place].label, *STAGES.get(stages[place].key, "").split()]
        shade = _STAGES[round(place * (len(_STAGES) - 1) / (len(stages) - 1))]
        groups.append(_group(_query(census.named("contact", "stage", lang), words), shade))
    folders = {kind: folder for kind, folder in config.folders.items() if folder}
    groups += [_group(f"path:{_quoted(folders[kind] + '/')}", _KINDS[kind]) for kind in folders]
    if digests := config.digest_folder.strip("/"):
        groups.append(_group(f"path:{_quoted(digests + '/')}", _GREY))
    return groups


def _query(names: list[str], words: list[str]) -> str:
    """Obsidian's search for notes that have one of the words under one of the names."""
    any_of = " OR ".join(_quoted(word) for word in dict.fromkeys(filter(None, words)))
    return " OR ".join(f"[{_quoted(name)}:{any_of}]" for name in names)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _group(query: str, colour: int) -> dict[str, Any]:
    return {"query": query, "color": {"a": 1, "rgb": colour}}
