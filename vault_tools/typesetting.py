"""Blanks in Chinese text: one between Chinese and Latin, none between Chinese words or beside Chinese punctuation."""

import re
from collections.abc import Mapping

from vault_tools.vault.links import first_link

_HAN = r"[\u3400-\u9fff\uf900-\ufaff]"
_FIELD = re.compile(rf"(?P<before>(?<={_HAN}) ?)?%\((?P<name>\w+)\)[sd](?P<after> ?(?={_HAN}))?")
_LINK = r"\[\[[^\[\]\n]*\]\]|\[(?:\\.|[^\[\]\\\n])*\]\([^()\n]*\)"
_GAP = re.compile(rf"({_LINK}|`[^`\n]*`)|(?<=[。；，、：！？）]) +(?=[^\s|—·])|(?<=[^\s|-]) +(?=（)")
_BESIDE = re.compile(rf"(?<={_HAN}) (?P<link>{_LINK})")
_FIRST, _LAST = re.compile(_LINK), re.compile(rf"(?:{_LINK})$")
_LETTER = re.compile(r"[^\W_]")


def without_wide_gaps(text: str) -> str:
    """Markdown without the blanks beside Chinese punctuation, which brings its own space: templates put blanks between
    sentences. Links and code stay as they are, since a blank in them is part of a name."""
    text = _GAP.sub(lambda match: match[1] or "", text)
    return _BESIDE.sub(lambda match: _blank(_edge(match["link"], 0), " ") + match["link"], text)


def spaced(message: str, texts: Mapping[str, str]) -> str:
    """A Chinese message whose blanks beside its fields suit the Markdown that will fill them: `和%(person)s的` and
    `和 %(person)s 的` both become the one for 丁浩 and the other for Tom. A field that no Chinese
    character stands beside stays as it is."""

    def suited(match: re.Match[str]) -> str:
        before, after = match["before"], match["after"]
        text = texts[match["name"]]
        left = before if before is None else _blank(_edge(text, 0), before)
        right = after if after is None else _blank(_edge(text, -1), after)
        return f"{left or ''}{_bare(match[0])}{right or ''}"

    return _FIELD.sub(suited, message) if "%(" in message else message


def is_han(character: str) -> bool:
    """Whether it is a Chinese character."""
    return re.fullmatch(_HAN, character) is not None


def _bare(field: str) -> str:
    return field.strip(" ")


def _edge(text: str, at: int) -> str:
    """The first or last character that a reader sees of some Markdown."""
    link = _FIRST.match(text) if at == 0 else _LAST.search(text)
    found = first_link(link[0]) if link else None
    if found is not None:
        text = found.text or found.target
    return text[at] if text else ""


def _blank(edge: str, given: str) -> str:
    """The blank between a Chinese character and this one; what the message has, where the other is no letter."""
    if is_han(edge):
        return ""
    return " " if _LETTER.fullmatch(edge) else given
