"""Links in a canvas: the notes it shows, and the links in its cards. JSON is edited as text, so that every other byte
stays as Obsidian wrote it."""

import json
import re
from collections.abc import Mapping

from vault_tools.vault.edit.lines import EditRefused
from vault_tools.vault.edit.links import Retarget, links_on

_VALUE = re.compile(r'"(file|text)"\s*:\s*"((?:[^"\\]|\\.)*)"')


def relink_canvas(data: bytes, moved: Mapping[str, str], retarget: Retarget) -> bytes:
    """The canvas with the files shown and the links in its cards led to where they are now: `moved` gives a file's
    new path by its old one. One that is no JSON stays as it is. Raises EditRefused."""
    try:
        text = data.decode()
        json.loads(text)
    except ValueError:
        return data

    def value(match: re.Match[str]) -> str:
        inner = match[2]
        new = _relinked(inner, retarget) if match[1] == "text" else _moved(inner, moved)
        return match[0][: match.start(2) - match.start()] + new + '"'

    new = _VALUE.sub(value, text)
    if new != text and _shape(new) != _shape(text):
        raise EditRefused("edit-reaches-further", 1)
    return new.encode()


def _moved(inner: str, moved: Mapping[str, str]) -> str:
    path = json.loads(f'"{inner}"')
    return _inner(moved[path]) if path in moved else inner


def _relinked(inner: str, retarget: Retarget) -> str:
    for found in sorted(links_on(inner, 0, in_yaml=False), key=lambda one: one.start, reverse=True):
        new = retarget(found)
        if new is not None and new != found.target:
            inner = inner[: found.start] + _inner(new) + inner[found.stop :]
    return inner


def _inner(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _shape(text: str) -> object:
    """What the canvas says besides the values that may change."""
    return json.loads(text, object_hook=_unlinked)


def _unlinked(node: dict[str, object]) -> dict[str, object]:
    return {key: None if key in ("file", "text") and isinstance(value, str) else value for key, value in node.items()}
