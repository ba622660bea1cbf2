"""Phrases in which people say what they need and offer: when two of them mean the same thing.

Two phrases fit if they are the same topic, or synonyms, or if every word of the one is found in the other and the two
are at least `LEAST` alike. A word is found where it is spelled alike; one of Chinese characters also where it is a part
of a longer one, since Chinese has no blanks between words.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import Literal

import msgspec

from vault_tools.network.topics import Topics, topic_key
from vault_tools.network.topics import is_han as is_han_character

LEAST = 50
"""How alike the words of two phrases must be, in alphabetical order: rapidfuzz's `ratio`, 0 to 100. At 50 the shorter
one has a third of the other's letters: “AI” alone is no match for “AI training for receptionists”."""

ALIKE = 90
"""rapidfuzz's `ratio` from which two words of letters are one: `developer`, `devloper`."""
ALIKE_HAN = 80
"""The same for words of Chinese characters, each of which says more: 会计培训, 会计助理培训."""
LEAST_LETTERS, LEAST_HAN = 5, 4
"""Words shorter than this must be equal."""

_HAN = "\u2e80-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
_FIGURE = re.compile(r"\d")
_SMALL = frozenset("a an and at by for from in into my of on or our the their to who with".split())

Kind = Literal["same", "synonym", "alike"]


class Match(msgspec.Struct, frozen=True, array_like=True):
    """A need and an offer that fit, as topic keys. `score` is from 0 to 100; `words` are those that matched: the
    synonyms' topic, else the shorter phrase."""

    need: str
    offer: str
    kind: Kind
    score: int
    words: str


class Phrase(msgspec.Struct, frozen=True):
    """A phrase as it is compared: its topic key; its words, synonyms being one; the topics of the synonyms in it, each
    with its spelling there; and as one `text` the words in alphabetical order."""

    key: str
    words: tuple[str, ...]
    topics: Mapping[str, str]
    text: str

    @property
    def length(self) -> tuple[int, int, str]:
        """How long it is; no two phrases are of the same length."""
        return len(self.words), len(self.key), self.key


class Phrasebook:
    """Reads and compares phrases under one vault's synonyms."""

    def __init__(self, synonyms: Mapping[str, tuple[str, ...]]) -> None:
        self._topics = Topics(synonyms)
        forms = {topic_key(form) for topic, others in synonyms.items() for form in (topic, *others)}
        longest = sorted(filter(None, forms), key=lambda form: (-len(form), form))
        self._forms = re.compile("|".join(map(_bounded, longest))) if longest else None

    def read(self, text: str) -> Phrase:
        """A phrase as it is compared."""
        return self.read_key(topic_key(text))

    def read_key(self, key: str) -> Phrase:
        """The phrase with that topic key."""
        topics: dict[str, str] = {}

        def named(found: re.Match[str]) -> str:
            topic = self._topics.key(found[0])
            topics.setdefault(topic, found[0])
            return f" {topic} "

        text = self._forms.sub(named, key) if self._forms else key
        words = tuple(dict.fromkeys(map(_singular, _words().findall(text)))) or (key,)
        words = tuple(word for word in words if word not in _SMALL) or words
        return Phrase(key, words, topics, " ".join(sorted(words)))

    def compare(self, need: Phrase, offer: Phrase, *, held: bool = False) -> Match | None:
        """Whether a need and an offer fit, and how. The other way round it is the same answer. `held`: it is known that
        one holds the other."""
        if need.key == offer.key:
            return Match(need.key, offer.key, "same", 100, need.key)
        by_synonym = _by_synonym(need, offer) if need.topics else None
        if by_synonym and need.words == offer.words:
            return Match(need.key, offer.key, "synonym", 100, self._named(by_synonym))
        if not (held or holds(need, offer) or holds(offer, need)):
            return None
        score = round(_ratio()(need.text, offer.text))
        if score < LEAST:
            return None
        words = self._named(by_synonym) if by_synonym else min(need, offer, key=attrgetter("length")).key
        return Match(need.key, offer.key, "alike", score, words)

    def _named(self, topic: str) -> str:
        return self._topics.name(topic) or topic


def _by_synonym(need: Phrase, offer: Phrase) -> str | None:
    """The topic that both name, and each by another word."""
    return next((topic for topic, form in need.topics.items() if offer.topics.get(topic, form) != form), None)


@cache
def _ratio() -> Callable[[str, str], float]:
    """How alike two texts are, 0 to 100. The library takes a while to import, and mostly all is matched already."""
    from rapidfuzz import fuzz

    return fuzz.ratio


def holds(whole: Phrase, part: Phrase) -> bool:
    """Whether every word of `part` is found in `whole`."""
    return all(word in whole.words or any(found_in(word, other) for other in whole.words) for word in part.words)


def found_in(word: str, other: str) -> bool:
    """Whether a word is found in another one: it is the same, or spelled alike, or Chinese and a part of it."""
    return word == other or (len(word) > 1 and is_han(word) and word in other) or bool(alike(word, [other]))


def alike(word: str, others: Sequence[str]) -> list[str]:
    """Those of `others` that are spelled like `word`: neither is short or has a figure in it, both begin with the same
    two letters, and nearly all letters are the same."""
    least, cutoff = (LEAST_HAN, ALIKE_HAN) if is_han(word) else (LEAST_LETTERS, ALIKE)
    if len(word) < least or not others or _FIGURE.search(word):
        return []
    from rapidfuzz import fuzz, process  # as above

    found = process.extract(word, others, scorer=fuzz.ratio, processor=None, score_cutoff=cutoff, limit=None)
    return [other for other, _, _ in found if len(other) >= least and other[:2] == word[:2]]


def is_han(word: str) -> bool:
    """Whether a word is one of Chinese characters."""
    return is_han_character(word[:1])


@cache
def _words() -> re.Pattern[str]:
    """What is a word; where all is matched already, nobody needs to wait for this to be compiled."""
    return re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")


@lru_cache(maxsize=8192)
def _singular(word: str) -> str:
    """An English word without the ending of its plural."""
    if len(word) < 4 or not word.isascii() or word[-1] != "s" or word[-2] in "suis":
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


def _bounded(form: str) -> str:
    """A pattern for a spelling of a topic: letters begin and end at words, Chinese characters anywhere."""
    before = r"(?<![^\W_])" if form[0].isascii() else ""
    after = r"(?![^\W_])" if form[-1].isascii() else ""
    return before + re.escape(form) + after
