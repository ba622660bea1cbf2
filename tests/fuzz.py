"""Mutated notes for the reader: `python -m tests.fuzz COUNT SEED` reads so many.

The seeds are the example vault's notes and a made vault's. No note may raise, nor take longer than its size allows.
"""

import random
import sys
import time
from collections.abc import Iterator, Sequence

from benchmarks.generate import notes
from tests.helpers import ROOT, record_of
from vault_tools.config import Config

SECONDS_PER_BYTE = 0.05 / 100_000
CONFIG = Config(links_are_touches=True)
"""With it the reader looks at most."""

LEAST_SECONDS = 0.01
"""Below this a clock and a garbage collection say more than the reader does."""

PIECES = [
    *(
        b"---\n",
        b"[[",
        b"]]",
        b"::",
        b"[signal:: ",
        b"- [ ] ",
        b"- [x] ",
        b"```\n",
        b"%%",
        b"<!--",
        b"-->",
        b"\r\n",
        b"\0",
    ),
    *(b"<!-- vault-tools: funnel -->\n", b"<!-- /vault-tools -->\n", b"## Log\n", b"- 2026-02-30 call", b"{{", b"<%"),
    *(
        b"&a ",
        b"*a",
        b"!!x ",
        b"? ",
        b": ",
        b"\t",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        "📅 2026-99-99".encode(),
        "农历".encode(),
    ),
    *(b"^vt-x", b"[owner:: ", b"9" * 40, b"with: [", b"date: ", b"\xe2\x80\xa8", b"\xef\xbb\xbf", "每月".encode()),
]
PATHS = [
    "People/x.md",
    "Meetings/2026-11-01 x.md",
    "Deals/x.md",
    "Industries/x.md",
    "Lessons/x.md",
    "Journal/2026-11-01.md",
]


class TooSlow(Exception):
    """A note took longer than its size allows."""


def seeds() -> list[bytes]:
    """Whole notes to begin with."""
    written = [path.read_bytes() for path in sorted((ROOT / "example-vault").rglob("*.md"))]
    return written + [text.encode() for _, text in notes(100, 100)]


def mutated(given: Sequence[bytes], chance: random.Random, pieces: Sequence[bytes] = PIECES) -> bytes:
    """A note with a few changes: bytes lost, swapped, doubled; pieces of markup put in; another's half joined on."""
    data = bytearray(chance.choice(given))
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.choice([1, 3, 20, 200]))
        match chance.randint(0, 6):
            case 0:
                del data[start:end]
            case 1:
                data[start:start] = chance.choice(pieces)
            case 2:
                data[start:start] = chance.choice(pieces) * chance.choice([2, 10, 100])
            case 3:
                data[start:start] = data[start:end] * chance.choice([2, 10, 100])
            case 4:
                data[start:end] = chance.randbytes(end - start)
            case 5:
                data[start:] = chance.choice(given)[start:]
            case 6:
                data[start:end] = data[start:end][::-1]
    return bytes(data)


def read(data: bytes, path: str, least: float | None = None) -> None:
    """Read a note. Raises TooSlow if it took too long three times, and whatever the reader should not have raised."""
    allowed = max(LEAST_SECONDS if least is None else least, SECONDS_PER_BYTE * len(data))
    if all(_seconds(data, path) > allowed for _ in range(3)):
        raise TooSlow(f"{path}: {len(data)} bytes: {data[:2000]!r}")


def _seconds(data: bytes, path: str) -> float:
    started = time.process_time()
    record_of(path, data, CONFIG)
    return time.process_time() - started


def random_notes(count: int, seed: int) -> Iterator[tuple[bytes, str]]:
    """So many mutated notes with their paths."""
    chance, given = random.Random(seed), seeds()
    for _ in range(count):
        yield mutated(given, chance), chance.choice(PATHS)


def main() -> None:
    """Read as the command line says."""
    for data, path in random_notes(int(sys.argv[1]), int(sys.argv[2])):
        read(data, path)


if __name__ == "__main__":
    main()
