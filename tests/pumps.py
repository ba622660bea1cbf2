"""Notes that have one or two pieces of markup over and over, where each is read otherwise: what is quadratic shows.

A pattern that tries a place again from every other one needs no luck to be found, only enough of the same.
"""

from collections.abc import Iterator
from itertools import permutations

SIZE = 12_000
"""Bytes: enough for a quadratic pattern to take ten times what is allowed, few enough to try tens of thousands."""

PIECES = [
    *(" ", "\t", "\u3000", "\u2028", "a", "1", "\n", "*", '"', ":", "：", ",", "，"),
    *("[", "[[", "]]", "]", "(", ")", "(b)", "[[x]]", "[a](", "[a](b.md)", ".md#"),
    *("::", "a::", "[a:: ", "(a:: ", "[signal:: ", "[signal:: a] ", "[for:: 2027] "),
    *("`", "``", "```\n", "~~~\n", "%%", "<!--", "-->", "{{", "<% "),
    *("<!-- vault-tools: a -->", "<!-- vault-tools: ", "<!-- /vault-tools -->\n"),
    *("# ", "#", "- ", "- [ ] ", "- [x] ", "> ", "## Log\n", "2026-01-01 ", "- 2026-01-01 call\n"),
    *("📅 2026-01-01 ", "📅", "✅ 2026-01-01", "🔁", " ^a", " ^vt-a"),
]

MEETING = "Meetings/2026-01-01 x.md"
LOG = "---\nmet: 2024-01-01\n---\n## Log\n- 2026-01-01 call "
PLACES = {
    "behind a log line's signal": ("People/x.md", f"{LOG}[signal:: x] "),
    "in an open field of a log line": ("People/x.md", f"{LOG}[signal:: "),
    "in an open round field of a log line": ("People/x.md", f"{LOG}(signal:: "),
    "in a task": (MEETING, "---\nwith: A\n---\n- [ ] "),
    "behind a meeting's signal": (MEETING, "---\nwith: A\n---\n- [signal:: x] "),
    "in a field alone on its line": (MEETING, "---\nwith: A\n---\nsignal:: "),
    "in a list of needs": ("People/x.md", "needs:: "),
    "in a list of people": (MEETING, "with:: "),
    "in a word of a choice": (MEETING, "channel:: "),
    "in a text of frontmatter": (MEETING, "---\nsignals: |\n  "),
    "in a list of frontmatter": ("Industries/x.md", "---\npays: [a"),
    "in a daily note": ("2026-01-01.md", ""),
}


def of_one_piece(place: str) -> Iterator[tuple[bytes, str]]:
    """Notes with each piece over and over at a place, with and without an end that fits nothing."""
    for piece in PIECES:
        yield _note(place, piece, "")
        yield _note(place, piece, "x")


def of_two_pieces(place: str) -> Iterator[tuple[bytes, str]]:
    """Notes with each two pieces in turn."""
    for one, other in permutations(PIECES, 2):
        yield _note(place, one + other, "x")


def _note(place: str, piece: str, end: str) -> tuple[bytes, str]:
    path, before = PLACES[place]
    text = before + piece * (SIZE // len(piece.encode()) + 1) + end + "\n---\n"
    return text.encode(), path
