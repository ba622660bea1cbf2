"""A judgement as it is typed behind somebody's name: `4 3 1 later` is fit, future, interest and outlook."""

import re
import unicodedata

import msgspec

from vault_tools.network.vocabulary import OUTLOOKS, lookup, normal

MARKS = ("fit", "future", "interest")
"""The marks in the order in which they are typed."""

HIGHEST = 5

_BETWEEN = re.compile(r"[\s,，、;；/]+")
_NUMBER = re.compile(r"[0-9](?:\.[0-9]+)?")
_LEFT_OUT = frozenset("-–—?")


class BadJudgement(ValueError):
    """A text that is no judgement; `word` is the part that can't be read."""

    def __init__(self, word: str) -> None:
        super().__init__(f"can't read {word!r} as a mark or an outlook")
        self.word = word


class Judgement(msgspec.Struct, frozen=True):
    """Marks from 0 to 5 by property, those left out missing, and the outlook; empty for none."""

    marks: dict[str, float] = {}
    outlook: str = ""


def read_judgement(text: str) -> Judgement:
    """Up to three marks in the order of `MARKS`, a dash for one left out, and an outlook in any of its words, anywhere.
    Raises BadJudgement for anything else, also for a fourth mark or a second outlook."""
    marks: dict[str, float] = {}
    outlook, place = "", 0
    outlooks = lookup(OUTLOOKS)
    for word in filter(None, _BETWEEN.split(unicodedata.normalize("NFKC", text))):
        is_mark = _NUMBER.fullmatch(word) and float(word) <= HIGHEST
        if (is_mark or word in _LEFT_OUT) and place < len(MARKS):
            marks |= {MARKS[place]: float(word)} if is_mark else {}
            place += 1
        elif not outlook and normal(word) in outlooks:
            outlook = outlooks[normal(word)]
        else:
            raise BadJudgement(word)
    return Judgement(marks, outlook)
