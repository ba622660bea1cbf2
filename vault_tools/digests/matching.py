"""Needs × offers at any size: an index over the words of distinct phrases instead of all pairs, and a memory of what
was matched, so that after a change only new phrases are looked up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from vault_tools.digests.phrases import Match, Phrase, Phrasebook, alike, is_han


class Matched(msgspec.Struct):
    """What a matcher remembers: the needs and offers it was asked for under these synonyms, and which of them fit."""

    synonyms: dict[str, tuple[str, ...]] = {}
    needs: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    found: dict[str, dict[str, Match]] = {}


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Matched)


class Matcher:
    """Matches phrases under one vault's synonyms. Whoever keeps it gets the same answers, only sooner: `changed` tells
    whether it learned anything since it was made."""

    def __init__(self, synonyms: Mapping[str, tuple[str, ...]], remembered: bytes | None = None) -> None:
        """`remembered` is what `to_bytes` gave; what it is of no use for, or no such bytes, counts as nothing."""
        self.synonyms = dict(synonyms)
        self.changed = False
        self._book = Phrasebook(synonyms)
        self._phrases: dict[str, Phrase] = {}
        known = Matched()
        if remembered is not None:
            try:
                known = _decoder.decode(remembered)
            except msgspec.MsgspecError:
                known = Matched()  # a damaged cache: matched anew
        if known.synonyms != self.synonyms:
            known = Matched()
        self._needs, self._offers, self._found = known.needs, known.offers, known.found

    def learn(self, remembered: bytes) -> None:
        """Take in what another one for the same synonyms remembers."""
        known = _decoder.decode(remembered)
        self._needs, self._offers, self._found = known.needs, known.offers, known.found
        self.changed = True

    def to_bytes(self) -> bytes:
        """What it remembers, for another one."""
        return _encoder.encode(Matched(self.synonyms, self._needs, self._offers, self._found))

    def fit(self, one: str, other: str) -> bool:
        """Whether two phrases mean the same thing."""
        return self._book.compare(self._book.read(one), self._book.read(other)) is not None

    def matches(self, needs: Iterable[str], offers: Iterable[str]) -> Mapping[str, Mapping[str, Match]]:
        """By need, the matches by offer, in no order; both are topic keys. Needs without a match are left out."""
        wanted, offered = frozenset(needs), frozenset(offers)
        if (wanted, offered) == (self._needs, self._offers):
            return self._found
        self.changed = True
        new_needs, new_offers = wanted - self._needs, offered - self._offers
        self._forget(wanted, offered)
        if new_needs:
            self._add(self._pairs(new_needs, offered))
        if new_offers and (old_needs := wanted - new_needs):
            self._add((need, offer) for offer, need in self._pairs(new_offers, old_needs))
        self._needs, self._offers = wanted, offered
        return self._found

    def _forget(self, needs: frozenset[str], offers: frozenset[str]) -> None:
        self._phrases = {key: one for key, one in self._phrases.items() if key in needs or key in offers}
        kept = {
            need: {offer: match for offer, match in found.items() if offer in offers}
            for need, found in self._found.items()
            if need in needs
        }
        self._found = {need: found for need, found in kept.items() if found}

    def _read(self, keys: Iterable[str]) -> list[Phrase]:
        for key in keys:
            if key not in self._phrases:
                self._phrases[key] = self._book.read(key)
        return [self._phrases[key] for key in sorted(keys)]

    def _pairs(self, keys: Iterable[str], among: Iterable[str]) -> set[tuple[str, str]]:
        """The pairs of a phrase of `keys` and one of `among` of which one holds all words of the other."""
        one, other = self._read(keys), self._read(among)
        pairs = {(part.key, whole) for part, whole in _held(one, other)}
        return pairs | {(whole, part.key) for part, whole in _held(other, one)}

    def _add(self, pairs: Iterable[tuple[str, str]]) -> None:
        for need, offer in pairs:
            match = self._book.compare(self._phrases[need], self._phrases[offer])
            if match:
                self._found.setdefault(need, {})[offer] = match


def _held(parts: Iterable[Phrase], wholes: Iterable[Phrase]) -> Iterator[tuple[Phrase, str]]:
    """Each of `parts` with each key of `wholes` that holds all its words."""
    index = _Index(wholes)
    for part in parts:
        for whole in index.holding(part):
            yield part, whole


class _Index:
    """Phrases by their words, to find those in which all words of a given one are found."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._holding: dict[str, set[str]] = defaultdict(set)
        for phrase in phrases:
            for word in phrase.words:
                self._holding[word].add(phrase.key)
        self._starting: dict[str, list[str]] = defaultdict(list)
        self._with_pair: dict[str, set[str]] = defaultdict(set)
        for word in self._holding:
            self._starting[word[:2]].append(word)
            if is_han(word):
                for pair in _pairs_in(word):
                    self._with_pair[pair].add(word)
        self._found: dict[str, set[str]] = {}

    def holding(self, phrase: Phrase) -> set[str]:
        """The keys of the phrases in which every word of `phrase` is found."""
        sets = sorted(map(self._with_word, phrase.words), key=len)
        found = sets[0]
        for one in sets[1:]:
            found = found & one
        return found

    def _with_word(self, word: str) -> set[str]:
        """The keys of the phrases in which one word is found."""
        known = self._found.get(word)
        if known is None:
            words = {word, *alike(word, self._starting.get(word[:2], ())), *self._longer(word)}
            known = self._found[word] = set().union(*(self._holding.get(other, ()) for other in words))
        return known

    def _longer(self, word: str) -> list[str]:
        """The words of the index that a Chinese word is a part of."""
        if len(word) < 2 or not is_han(word):
            return []
        with_pairs = (self._with_pair.get(pair, set()) for pair in _pairs_in(word))
        return [other for other in min(with_pairs, key=len) if word in other]


def _pairs_in(word: str) -> list[str]:
    """Each two neighbouring characters of a word."""
    return [word[start : start + 2] for start in range(len(word) - 1)]
