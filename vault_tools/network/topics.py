"""Topics: when two spellings mean one, and under which name it is shown."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from vault_tools.vault.links import WIKILINK, parse_link

_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=65536)
def topic_key(text: str) -> str:
    """A topic as it is compared: without case, width and `[[ ]]`; blanks count once, and not at all beside Chinese."""
    text = WIKILINK.sub(lambda match: parse_link(match[2]).target.rpartition("/")[2], text)
    for _ in range(2):  # folding the case can undo a normal form, and the other way round
        text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFKC", text).replace("[[", "").replace("]]", "")
    return _without_blanks_beside_han(_SPACE.sub(" ", text).strip())


def is_han(char: str) -> bool:
    """Whether a character is one of Chinese writing, or of the syllables that Japanese has between them."""
    return "\u2e80" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def _without_blanks_beside_han(text: str) -> str:
    if text.isascii():
        return text
    first, *others = text.split(" ")
    parts = [first]
    for before, word in zip([first, *others], others, strict=False):
        parts += [word] if is_han(before[-1]) or is_han(word[0]) else [" ", word]
    return "".join(parts)


class Topics:
    """A vault's topics, those that the config calls synonyms being one."""

    def __init__(self, synonyms: Mapping[str, tuple[str, ...]]) -> None:
        self._above: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for topic, others in synonyms.items():
            self._names.setdefault(topic_key(topic), topic)
            for other in others:
                key, root = self.key(other), self.key(topic)
                if key != root:
                    self._above[key] = root

    def key(self, text: str) -> str:
        """What all spellings of a topic have in common; empty for no topic."""
        return self.joined(topic_key(text))

    def joined(self, key: str) -> str:
        """The key of the topic that the one with this key is a spelling of; itself as a rule."""
        while key in self._above:
            key = self._above[key]
        return key

    def name(self, key: str) -> str | None:
        """The config's own spelling of the topic with this key, if it has one."""
        return self._names.get(key)
