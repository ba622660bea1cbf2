"""Small numbers as people write them: digits, Chinese numerals below a hundred, English words up to twelve."""

import re

_ONES = {char: number for number, char in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_ENGLISH = "one two three four five six seven eight nine ten eleven twelve"
WORDS = {word: number for number, word in enumerate(_ENGLISH.split(), 1)} | {"a": 1, "an": 1}
"""The English words for numbers."""

_TENS = re.compile(r"([一二三四五六七八九]?)(十|廿)([一二三四五六七八九]?)\Z")


def count_of(text: str) -> int | None:
    """The number: `12`, `两`, `十五`, `廿三`, `a`, `three`. None if it is none of these."""
    if text.isascii():
        return int(text) if text.isdigit() else WORDS.get(text)
    if text in _ONES:
        return _ONES[text]
    match = _TENS.match(text)
    if not match or (match[1] and match[2] == "廿"):
        return None
    tens = 2 if match[2] == "廿" else _ONES.get(match[1], 1)
    return tens * 10 + _ONES.get(match[3], 0)
