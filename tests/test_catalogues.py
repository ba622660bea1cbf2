"""The Chinese catalogue is complete, fits the sources, and keeps every placeholder."""

import re
from collections import Counter

from tests.catalogues import chinese, extracted

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def test_every_message_is_translated_and_none_is_left_over() -> None:
    wanted = {(message.context, message.id) for message in extracted() if message.id}
    present = {(message.context, message.id) for message in chinese() if message.id}
    assert wanted == present
    empty = [message.id for message in chinese() if message.id and not all(_texts(message.string))]
    assert empty == []
    assert [message.id for message in chinese() if message.id and message.fuzzy] == []  # gettext leaves fuzzy ones out


def test_placeholders_and_code_survive_translation() -> None:
    wrong = []
    for message in chinese():
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
