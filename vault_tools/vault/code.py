"""What stands in back-ticks within a line: it is shown, and means nothing."""

import re
from collections.abc import Sequence

import msgspec

INLINE_CODE = re.compile(r"``[^\n]*?``|`[^`\n]+`")

_FIRST, _LAST = 0xF0000, 0xFFFFD
"""Private characters, each of which stands in for one code while a line's words are read."""
_STAND_IN = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
_BLANKS = re.compile(r" {2,}")


class Apart(msgspec.Struct, frozen=True):
    """A line to be read: in its `text` a character stands in for each of its `codes`."""

    text: str
    codes: Sequence[str] = ()

    def back(self, words: str) -> str:
        """Words of the line with their codes again."""
        return _STAND_IN.sub(lambda match: self.codes[ord(match[0]) - _FIRST], words) if self.codes else words

    def without(self, words: str) -> str:
        """Words of the line without any code."""
        return _BLANKS.sub(" ", _STAND_IN.sub("", words)).strip() if self.codes else words


def set_apart(words: str, blanked: str) -> Apart:
    """A line with its code set apart; `blanked` is the same one with its code blanked."""
    codes = INLINE_CODE.findall(words) if "`" in words else ()
    if not codes or len(codes) > _LAST - _FIRST or _STAND_IN.search(words):
        return Apart(blanked)
    places = map(chr, range(_FIRST, _LAST))
    return Apart(INLINE_CODE.sub(lambda _code: next(places), words), codes)
