"""Diagrams as Mermaid text, where a graph has to find its own layout; docs/decisions/0005 says why.

Only syntax that the Mermaid of Obsidian's present and its previous version parse: labels are quoted, every character
that could mean something in them is written as its number. What a diagram shows stands in the digest's text too.
"""

import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from vault_tools.digests.circles import CircleRow
from vault_tools.digests.landscape import IndustryMap, Position
from vault_tools.language import mark as _
from vault_tools.sentences import Sentences

_MEANT = re.compile(r"[\x00-\x1f!-'*+\--/:-@\[-`{-\x9f]")
"""All that is no letter, digit, blank, comma or bracket, up to where other scripts begin."""
_TWINS = str.maketrans("$\\", "＄＼")
"""What Mermaid would take for a formula or a line's end, number or not."""
_NAMES = 2
"""So many people are named in a position's box."""
_GUESTS = 24
"""So many people are drawn in one circle."""


class Box(NamedTuple):
    """A node: its lines, whether it is drawn as missing, and whether its one line is the name of a note."""

    lines: Sequence[str]
    missing: bool = False
    note: bool = False


def flow_diagram(one: IndustryMap, sentences: Sentences) -> str:
    """Who pays whom in an industry, upstream at the top, with the first people known at each position; empty if that
    is not known."""
    drawn = [each for each in one.positions if each.pays or each.paid_by]
    ids = {each.position: number for number, each in enumerate(drawn)}
    arrows = [(ids[buyer], ids[seller]) for buyer, seller in one.flows]
    return _flowchart("BT", [_box(each, sentences) for each in drawn], arrows) if arrows else ""


def _box(one: Position, sentences: Sentences) -> Box:
    if one.blank:
        return Box([one.position, sentences.text(_("nobody yet"))], missing=True)
    names = sentences.text(_(", ")).join(person.contact for person in one.people[:_NAMES])
    more = len(one.people) - _NAMES
    return Box([one.position, names + (f" +{more}" if more > 0 else "")])


def led_diagram(row: CircleRow, _sentences: Sentences) -> str:
    """Who led whom into a circle, those outside dashed; empty if nobody did."""
    pairs = list(islice(((led, guest) for led in row.led for guest in led.people), _GUESTS))
    people = {path: name for led, guest in pairs for path, name in ((led.path, led.contact), guest)}
    ids = {path: number for number, path in enumerate(people)}
    outside = {led.path for led in row.led if not led.inside}
    boxes = [Box([name], path in outside, path.endswith(f"/{name}.md")) for path, name in people.items()]
    return _flowchart("LR", boxes, [(ids[led.path], ids[path]) for led, (path, _name) in pairs]) if pairs else ""


def _flowchart(direction: str, boxes: Sequence[Box], arrows: Sequence[tuple[int, int]]) -> str:
    lines = [f"flowchart {direction}"]
    lines += [f'    n{number}["{"<br>".join(map(_label, box.lines))}"]' for number, box in enumerate(boxes)]
    lines += [f"    n{start} --> n{end}" for start, end in arrows]
    missing = [f"n{number}" for number, box in enumerate(boxes) if box.missing]
    if missing:
        lines += [
            "    classDef missing stroke-dasharray:5 5,fill-opacity:0.2",
            f"    class {','.join(missing)} missing",
        ]
    notes = [f"n{number}" for number, box in enumerate(boxes) if box.note]
    if notes:
        lines.append(f"    class {','.join(notes)} internal-link")  # Obsidian follows the label of such a node
    return "\n".join(lines)


def _label(text: str) -> str:
    """A text as part of a quoted label: whatever it holds means nothing to Mermaid, nor to the Markdown in it."""
    shown = "".join(char if char.isprintable() else " " for char in " ".join(text.split()))
    shown = shown.translate(_TWINS)
    return _MEANT.sub(lambda match: f"#{ord(match[0])};", shown)


DIAGRAMS: dict[str, Callable[[Any, Sentences], str]] = {"flow": flow_diagram, "led": led_diagram}
