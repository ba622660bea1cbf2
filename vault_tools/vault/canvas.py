"""A canvas (JSON Canvas 1.0) that is drawn anew without a hand's work on it being lost.

Cards of ours are told by their ids, which begin with `vt-`. Where they stand, how large they are and which colour they
have is the user's from then on; so is everything else on the canvas. The ids of texts and groups end in a hash of their
words: words that somebody changed are told by it and kept.
"""

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

import msgspec

PREFIX = "vt-"
CARD_HERE = b'"id":"vt-'
"""What a canvas with our cards on it holds, as Obsidian and we write it."""
GAP = 40
"""Room between cards, in the canvas's pixels."""

_HASH = 8
_FAMILY = len(PREFIX) + _HASH
"""So long is the beginning of an id that the cards of one group share."""

_SHOWS = {"file": "file", "text": "text", "group": "label"}
_LINK = re.compile(r"\[\[.*?\]\]|\[[^\]]*\]\([^)]*\)")

Node = dict[str, Any]


class NotOurs(Exception):
    """A canvas that is not ours to draw on: it can't be read, or holds nothing but the user's cards."""


class Card(msgspec.Struct, frozen=True):
    """What is to stand on the canvas: the path, the text or the label it `shows`; its size and colour when it is new.

    A new one stands below the card `under`, or `offset` from the corner of the group it belongs to, as near to that as
    there is room; `key` is its id, for texts and groups without the hash."""

    key: str
    kind: Literal["file", "text", "group"]
    shows: str
    size: tuple[int, int]
    offset: tuple[int, int] = (0, 0)
    under: str = ""
    colour: str = ""

    @property
    def id(self) -> str:
        """The card's id on the canvas."""
        return self.key if self.kind == "file" else f"{self.key}-{_hash(self.shows)}"


class Arrow(msgspec.Struct, frozen=True):
    """An arrow between two cards, named by their keys; the sides are `left`, `right`, `top` and `bottom`."""

    id: str
    start: str
    end: str
    sides: tuple[str, str]


class Sheet:
    """A canvas as it is, to be drawn on. Raises NotOurs."""

    def __init__(self, data: bytes | None) -> None:
        self._document = _read(data)
        self._nodes: list[Any] = self._document["nodes"]
        self._edges: list[Any] = self._document["edges"]
        self._ours: dict[str, Node] = {node["id"]: node for node in self._nodes if _is_ours(node)}
        if self._nodes and not self._ours:
            raise NotOurs
        self._by_stem: dict[str, list[str]] = {}
        self._by_note: dict[tuple[str, str], list[str]] = {}
        for key, node in self._ours.items():
            self._by_stem.setdefault(key[:-_HASH], []).append(key)
            self._by_note.setdefault((key[:_FAMILY], str(node.get("file"))), []).append(key)
        self._ids: dict[str, str] = {}
        self._renamed: dict[str, str] = {}

    def key_of(self, prefix: str, path: str) -> str:
        """The key of the card that shows the note at `path`, among those with the prefix: it stays when the note is
        renamed. One that is not there yet has a key made from the path."""
        for key in self._by_stem.get(prefix, ()):
            if self._ours[key].get("file") == path:
                return key
        salt = ""
        while (key := prefix + key_part(path + salt)) in self._ours:  # of a note that had this name before
            salt += "+"
        return key

    def shown(self, prefix: str) -> set[str]:
        """The paths that cards with the prefix show now."""
        return {str(self._ours[key].get("file")) for key in self._by_stem.get(prefix, ())}

    def draw(self, groups: Sequence[Sequence[Card]], arrows: Collection[Arrow]) -> None:
        """Make the canvas hold the cards, each group led by its frame, and the arrows; what of ours is not wanted any
        more goes, unless the user changed its words or tied an arrow of their own to it."""
        present = {card.key: self._present(card) for cards in groups for card in cards}
        wanted = {id(node) for node in present.values()}
        for node in self._ours.values():
            if id(node) not in wanted and _changed(node):
                self._rename(node, f"my-{key_part(node['id'] + _words(node))}")
        for cards in groups:
            self._settle(cards, present)
        self._edges[:] = [self._led(edge) for edge in self._edges]
        tied = {end for edge in self._edges if not _is_our_edge(edge) for end in _ends(edge).values()}
        self._nodes[:] = [one for one in self._nodes if not _is_ours(one) or id(one) in wanted or one["id"] in tied]
        for cards in groups:
            self._place(cards, present)
        self._connect(arrows)

    def data(self) -> bytes:
        """The canvas's bytes, in the form that Obsidian gives them."""
        parts = []
        for key, value in self._document.items():
            shown = _json(value)
            if key in ("nodes", "edges") and value:
                shown = "[\n" + ",\n".join("\t\t" + _json(one) for one in value) + "\n\t]"
            parts.append(f"\t{_json(key)}:{shown}")
        return ("{\n" + ",\n".join(parts) + "\n}").encode()

    def _present(self, card: Card) -> Node | None:
        """The card's node, if there is one; a text that was changed is the user's, a frame that they named stays."""
        if card.kind == "file":
            return self._ours.get(card.key)
        found = [self._ours[key] for key in self._by_stem.get(f"{card.key}-", ())]
        return next((node for node in found if card.kind == "group" or not _changed(node)), None)

    def _settle(self, cards: Sequence[Card], present: Mapping[str, Node | None]) -> None:
        """Give the nodes that are there the words and ids they are to have."""
        for card in cards:
            node = present[card.key]
            self._ids[card.key] = card.id
            if node is not None and _changed(node):
                self._ids[card.key] = node["id"]  # a frame that the user named
            elif node is not None:
                node[_SHOWS[card.kind]] = card.shows
                self._rename(node, card.id)
            elif card.kind == "file":  # the note may have had a card elsewhere in its group: the user's arrows follow
                elsewhere = self._by_note.get((card.key[:_FAMILY], card.shows), ())
                self._renamed |= {key: card.id for key in elsewhere if key not in present}

    def _rename(self, node: Node, new: str) -> None:
        if node["id"] != new:
            self._renamed[node["id"]] = new
            node["id"] = new

    def _led(self, edge: Any) -> Any:
        """An arrow with its ends where their cards are now."""
        for end, there in _ends(edge).items():
            edge[end] = self._renamed.get(there, there)
        return edge

    def _place(self, cards: Sequence[Card], present: dict[str, Node | None]) -> None:
        """Put the new cards of a group where there is room, and let its frame grow around them."""
        frame = present[cards[0].key]
        if frame is None:
            corner = (0, max((bottom for *_, bottom in map(_box, self._nodes)), default=-2 * GAP) + 2 * GAP)
            frame = present[cards[0].key] = self._add(cards[0], corner)
        left, top, *_ = _box(frame)
        family = cards[0].key[:_FAMILY]
        near = [one for one in self._nodes if not _is_ours(one) or one["id"].startswith(family)]
        taken = [_box(one) for one in near if isinstance(one, dict) and one.get("type") != "group"]
        for card in cards[1:]:
            if present[card.key] is not None:
                continue
            above = present.get(card.under)
            at = (left + card.offset[0], top + card.offset[1])
            if above is not None:
                at = (_box(above)[0], _box(above)[3] + GAP)
            node = present[card.key] = self._add(card, _free(at, card, taken))
            taken.append(_box(node))
            _grow(frame, _box(node))

    def _add(self, card: Card, at: tuple[int, int]) -> Node:
        node: Node = {"id": self._ids[card.key], "type": card.kind, _SHOWS[card.kind]: card.shows}
        node |= {"x": at[0], "y": at[1], "width": card.size[0], "height": card.size[1]}
        if card.colour:
            node["color"] = card.colour
        self._nodes.append(node)
        return node

    def _connect(self, arrows: Collection[Arrow]) -> None:
        """Lead our arrows from card to card; those no longer wanted go."""
        wanted = {one.id: one for one in arrows}
        self._edges[:] = [edge for edge in self._edges if not _is_our_edge(edge) or edge["id"] in wanted]
        there = {edge["id"]: edge for edge in self._edges if _is_ours(edge)}
        for one in wanted.values():
            ends = {"fromNode": self._ids[one.start], "toNode": self._ids[one.end]}
            if one.id in there:
                there[one.id].update(ends)
            else:
                self._edges.append({"id": one.id, **ends, "fromSide": one.sides[0], "toSide": one.sides[1]})


def same_canvas(one: bytes, other: bytes) -> bool:
    """Whether two canvases say the same, however they are laid out as text."""
    try:
        return bool(json.loads(one) == json.loads(other))
    except (ValueError, RecursionError):
        return False


def key_part(name: str) -> str:
    """A name as part of a key."""
    return hashlib.blake2b(name.encode(errors="replace"), digest_size=_HASH // 2).hexdigest()


def _read(data: bytes | None) -> dict[str, Any]:
    try:
        document = json.loads(data.decode("utf-8-sig")) if data and data.strip() else {}
        _json(document).encode()  # neither a lone surrogate nor an endless number can be written again
    except (ValueError, RecursionError) as error:
        raise NotOurs from error
    if not isinstance(document, dict):
        raise NotOurs
    for key in ("nodes", "edges"):
        if not isinstance(document.setdefault(key, []), list):
            raise NotOurs
    return document


def _is_ours(one: Any) -> bool:
    return isinstance(one, dict) and isinstance(one.get("id"), str) and one["id"].startswith(PREFIX)


def _is_our_edge(edge: Any) -> bool:
    """Whether an arrow is ours and nothing was written on it."""
    return _is_ours(edge) and not edge.get("label")


def _ends(edge: Any) -> dict[str, str]:
    """The ids that an arrow leads from and to."""
    ends = {end: edge.get(end) for end in ("fromNode", "toNode")} if isinstance(edge, dict) else {}
    return {end: there for end, there in ends.items() if isinstance(there, str)}


def _words(node: Node) -> str:
    return str(node.get(_SHOWS.get(str(node.get("type")), "text"), ""))


def _changed(node: Node) -> bool:
    """Whether the words of a text or a group are no longer those that we gave it."""
    return node.get("type") != "file" and _hash(_words(node)) != node["id"][-_HASH:]


def _box(node: Any) -> tuple[int, int, int, int]:
    """The left, top, right and bottom of a node; of nothing at all where it has none."""
    sides = [node.get(name) if isinstance(node, dict) else None for name in ("x", "y", "width", "height")]
    x, y, width, height = (round(side) if isinstance(side, int | float) else 0 for side in sides)
    return x, y, x + width, y + height


def _free(at: tuple[int, int], card: Card, taken: Sequence[tuple[int, int, int, int]]) -> tuple[int, int]:
    """The nearest place with room: further down for what stands below another card, else further to the right."""
    (x, y), (width, height) = at, card.size
    while True:
        hit = next(
            (box for box in taken if x < box[2] and box[0] < x + width and y < box[3] and box[1] < y + height), None
        )
        if hit is None:
            return x, y
        if card.under:
            y = hit[3] + GAP
        else:
            x = hit[2] + GAP


def _grow(frame: Node, box: tuple[int, int, int, int]) -> None:
    """Let a frame reach around a box, with a little room."""
    left, top, right, bottom = _box(frame)
    x, y = min(left, box[0] - GAP), min(top, box[1] - GAP)
    wider, higher = max(right, box[2] + GAP) - x, max(bottom, box[3] + GAP) - y
    if (x, y, x + wider, y + higher) != (left, top, right, bottom):
        frame.update({"x": x, "y": y, "width": wider, "height": higher})


def _hash(text: str) -> str:
    """The hash of words; links in them count as links, wherever they lead: they follow when a note is renamed."""
    return key_part(_LINK.sub("[]", text))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
