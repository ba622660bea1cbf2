"""Needs × offers at any size: an index over the words of distinct phrases instead of all pairs, and a memory of what
was matched, so that after a change only new phrases are looked up."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from vault_tools.digests.phrases import Match, Phrase, Phrasebook, alike, is_han
from vault_tools.network.tables import Table
from vault_tools.vault.shelf import Value


class Matched(msgspec.Struct, array_like=True):
    """What a matcher remembers: the needs and offers it was asked for under these synonyms, and which of them fit, each
    as bytes until somebody looks at it. `name` is another one for other needs, offers or synonyms."""

    name: bytes
    synonyms: dict[str, tuple[str, ...]]
    needs: msgspec.Raw
    offers: msgspec.Raw
    found: dict[str, msgspec.Raw]


_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(Matched)
_decode_keys = msgspec.msgpack.Decoder(frozenset[str]).decode
_decode_fitting = msgspec.msgpack.Decoder(dict[str, Match]).decode


class Matcher:
    """Matches phrases under one vault's synonyms. Whoever keeps it gets the same answers, only sooner: `changed` tells
    whether it learned anything since it was made, `name` is another one whenever what it was asked for is."""

    def __init__(self, synonyms: Mapping[str, tuple[str, ...]], remembered: Value | None = None) -> None:
        """`remembered` is what `to_bytes` gave; what it is of no use for, or no such bytes, counts as nothing."""
        self.synonyms = dict(synonyms)
        self.changed = False
        self.name = b""
        self._book = Phrasebook(synonyms)
        self._phrases: dict[str, Phrase] = {}
        self._asked: tuple[frozenset[str], frozenset[str]] | None = frozenset(), frozenset()
        self._kept: Matched | None = None
        self._found: Table[dict[str, Match]] = Table({})
        if remembered is not None:
            self._recall(remembered)

    @property
    def asked(self) -> tuple[frozenset[str], frozenset[str]]:
        """The needs and the offers it was last asked for, as topic keys."""
        if self._asked is None:
            assert self._kept is not None  # what is not known here is remembered
            self._asked = _decode_keys(self._kept.needs), _decode_keys(self._kept.offers)
        return self._asked

    @property
    def found(self) -> Mapping[str, Mapping[str, Match]]:
        """By need, the matches by offer, in no order, of what it was last asked for. Needs without one are left out."""
        return self._found

    def learn(self, remembered: bytes) -> None:
        """Take in what another one for the same synonyms remembers."""
        self._recall(remembered)
        self.changed = True

    def to_bytes(self) -> bytes:
        """What it remembers, for another one."""
        needs, offers = (msgspec.Raw(_encode(sorted(keys))) for keys in self.asked)
        return _encode((self.name, self.synonyms, needs, offers, self._found.raw(lambda _need, fitting: fitting)))

    def fit(self, one: str, other: str) -> bool:
        """Whether two phrases mean the same thing."""
        return self._book.compare(self._book.read(one), self._book.read(other)) is not None

    def matches(self, needs: Iterable[str], offers: Iterable[str]) -> Mapping[str, Mapping[str, Match]]:
        """What is `found` for these needs and offers, which are topic keys."""
        wanted, offered = frozenset(needs), frozenset(offers)
        asked_needs, asked_offers = self.asked
        if (wanted, offered) == self.asked:
            return self.found
        self.changed = True
        new_needs, new_offers = wanted - asked_needs, offered - asked_offers
        self._forget(wanted, offered)
        if new_needs:
            self._add(self._pairs(new_needs, offered))
        if new_offers and (old_needs := wanted - new_needs):
            self._add((need, offer) for offer, need in self._pairs(new_offers, old_needs))
        self._asked = wanted, offered
        self.name = _name_of(self.synonyms, wanted, offered)
        return self.found

    def _recall(self, remembered: Value) -> None:
        try:
            kept = _decoder.decode(remembered)
        except msgspec.MsgspecError:
            return  # nothing that it can use: matched anew
        if kept.synonyms == self.synonyms:
            self._asked, self._kept, self.name = None, kept, kept.name
            self._found = Table(kept.found, lambda _need, fitting: _decode_fitting(fitting))

    def _forget(self, needs: frozenset[str], offers: frozenset[str]) -> None:
        self._phrases = {key: one for key, one in self._phrases.items() if key in needs or key in offers}
        kept = {
            need: {offer: match for offer, match in found.items() if offer in offers}
            for need, found in self._found.items()
            if need in needs
        }
        self._found = Table({need: found for need, found in kept.items() if found})

    def _read(self, keys: Iterable[str]) -> list[Phrase]:
        for key in keys:
            if key not in self._phrases:
                self._phrases[key] = self._book.read_key(key)
        return [self._phrases[key] for key in sorted(keys)]

    def _pairs(self, keys: Iterable[str], among: Iterable[str]) -> set[tuple[str, str]]:
        """The pairs of a phrase of `keys` and one of `among` of which one holds all words of the other."""
        one, other = self._read(keys), self._read(among)
        pairs = {(part.key, whole) for part, whole in _held(one, other)}
        return pairs | {(whole, part.key) for part, whole in _held(other, one)}

    def _add(self, pairs: Iterable[tuple[str, str]]) -> None:
        for need, offer in pairs:
            match = self._book.compare(self._phrases[need], self._phrases[offer], held=True)
            if match:
                if need not in self._found:
                    self._found[need] = {}
                self._found[need][offer] = match


def _name_of(synonyms: Mapping[str, tuple[str, ...]], needs: Iterable[str], offers: Iterable[str]) -> bytes:
    return hashlib.blake2b(_encode((sorted(synonyms.items()), sorted(needs), sorted(offers))), digest_size=12).digest()


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
