"""Topics that may be one (M5): spelled nearly alike, found among those that share a word or two characters, never by
comparing all pairs; with the line for the config that joins them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from vault_tools.digests.heard import Sayings
from vault_tools.network.topics import is_han

if TYPE_CHECKING:  # the library that compares is imported where something is compared
    from vault_tools.digests.phrases import Phrase

ALIKE = 84
"""How alike the words of two topics must be, in alphabetical order: rapidfuzz's `ratio`, 0 to 100."""
ALIKE_HAN = 74
"""The same where there are Chinese characters, each of which says more: 经验传承, 经验的传承."""

CROWDED = 60
"""A word that more topics share says nothing about any two of them: they are found by their other words."""

_HEAD = 4


class Near(msgspec.Struct, frozen=True):
    """Two topics that may be one: the one that more signals are about, and how it would be joined: the config's line
    with the other and the synonyms it has already. `replaces`: the config has such a line, which this one replaces."""

    topic: str
    other: str
    mentions: int
    others: int
    line: str
    replaces: bool


def near_topics(
    sayings: Sayings, synonyms: Mapping[str, tuple[str, ...]], apart: Iterable[tuple[str, ...]]
) -> list[Near]:
    """Pairs of topics that are nearly equal, those with most signals first; no two that a set of `apart` holds."""
    from vault_tools.digests.phrases import Phrasebook

    book = Phrasebook(synonyms)
    phrases = {key: book.read(key) for key in sayings.keys}
    texts = {key: phrase.text for key, phrase in phrases.items()}
    separate = [frozenset(map(sayings.topics.key, group)) for group in apart]
    pairs = {
        pair
        for keys in _blocks(phrases)
        for pair in _alike(keys, texts)
        if not any(group.issuperset(pair) for group in separate)
    }
    rows = [_near(sayings, synonyms, *pair) for pair in pairs]
    return sorted(rows, key=lambda row: (-row.mentions - row.others, row.topic, row.other))


def _blocks(phrases: "Mapping[str, Phrase]") -> Iterable[list[str]]:
    """The topics in groups that have a word's beginning or two Chinese characters in common."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for key, phrase in phrases.items():
        for part in dict.fromkeys(part for word in phrase.words for part in _parts(word)):
            blocks[part].append(key)
    return [keys for keys in blocks.values() if 1 < len(keys) <= CROWDED]


def _parts(word: str) -> list[str]:
    if is_han(word[0]):
        return [word[start : start + 2] for start in range(max(1, len(word) - 1))]
    return [word[:_HEAD]]


def _alike(keys: list[str], texts: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    from rapidfuzz import fuzz, process

    least = min(ALIKE, ALIKE_HAN)
    for place, key in enumerate(keys[:-1]):
        rest = keys[place + 1 :]
        others = [texts[other] for other in rest]
        found = process.extract(texts[key], others, scorer=fuzz.ratio, processor=None, score_cutoff=least, limit=None)
        for _, score, number in found:
            other = rest[number]
            if score >= _least(key, other) and _figures(key) == _figures(other):
                yield min(key, other), max(key, other)


def _least(one: str, other: str) -> int:
    return ALIKE_HAN if is_han(one[-1]) and is_han(other[-1]) else ALIKE


def _figures(key: str) -> str:
    """The figures in a topic: ISO 9001 is not ISO 9002."""
    return "".join(filter(str.isdigit, key))


def _near(sayings: Sayings, synonyms: Mapping[str, tuple[str, ...]], one: str, other: str) -> Near:
    known = {sayings.topics.key(topic): topic for topic in synonyms}
    kept, joined = sorted((one, other), key=lambda key: (key not in known, -sayings.count(key), key))
    name = sayings.name(kept)
    listed = dict.fromkeys((*synonyms.get(name, ()), *synonyms.get(sayings.name(joined), ()), sayings.name(joined)))
    line = f"{_toml(name)} = [{', '.join(map(_toml, listed))}]"
    return Near(name, sayings.name(joined), sayings.count(kept), sayings.count(joined), line, kept in known)


def _toml(text: str) -> str:
    """A text as TOML's basic string, which is as JSON has it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
