"""The Chinese catalogue is complete, fits the sources, and keeps every placeholder."""

import re
from collections import Counter

import pytest
from markdown_it import MarkdownIt

from tests.catalogues import chinese, extracted
from vault_tools.language import DOMAIN, HELP

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+(?:!r)?\}")


@pytest.mark.parametrize("domain", [DOMAIN, HELP])
def test_every_message_is_translated_and_none_is_left_over(domain: str) -> None:
    wanted = {(message.context, message.id) for message in extracted(domain) if message.id}
    present = {(message.context, message.id) for message in chinese(domain) if message.id}
    assert wanted == present
    empty = [message.id for message in chinese(domain) if message.id and not all(_texts(message.string))]
    assert empty == []
    fuzzy = [message.id for message in chinese(domain) if message.id and message.fuzzy]
    assert fuzzy == []  # gettext leaves fuzzy ones out


@pytest.mark.parametrize("domain", [DOMAIN, HELP])
def test_placeholders_and_code_survive_translation(domain: str) -> None:
    wrong = []
    for message in chinese(domain):
        if not message.id:
            continue
        originals, translated = _texts(message.id), _texts(message.string)[0]
        allowed = [Counter(_PLACEHOLDER.findall(text)) for text in originals]
        found = Counter(_PLACEHOLDER.findall(translated))
        if not any(found == one or (len(originals) > 1 and found >= one) for one in allowed):
            wrong.append(message.id)
    assert wrong == []


def _texts(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    if value is None:
        return [""]
    return [value] if isinstance(value, str) else list(value)


def test_bold_ends_where_it_should_in_chinese() -> None:
    """`**一步：**有` is no bold: its end would have to stand before a blank or before more punctuation."""
    shown = [
        (text, MarkdownIt().renderInline(_PLACEHOLDER.sub("字", text)))
        for message in chinese()
        if message.id
        for text in _texts(message.string)
        if "**" in text
    ]
    assert [text for text, html in shown if "**" in html] == []


def test_no_half_width_brackets_in_chinese_but_in_code() -> None:
    both = (*chinese(), *chinese(HELP))
    texts = [text for message in both if message.id for text in _texts(message.string)]
    prose = [re.sub(r"`[^`]*`|%\(\w+\)[sd]|\]\([^)]*\)", "", text) for text in texts]
    assert [text for text in prose if re.search(r"[\u4e00-\u9fff]", text) and re.search(r"\((?!s?\))", text)] == []
