"""A second program that saves the vault's notes at random, in place and by renaming: `… editor VAULT SEED`.

It is a careful one: it saves only over what it has read, as editors do that ask before they overwrite; what its rename
replaced all the same, it puts back. Each save adds a line to a note; they are told on standard output. Ends when its
standard input does.
"""

import os
import random
import select
import sys
import time
from pathlib import Path

from vault_tools.vault.exchange import swap


def in_place(note: Path, line: bytes, pause: float) -> bool:
    """Empty the file and write it anew; False if somebody else was faster."""
    with note.open("r+b") as opened:
        data = opened.read()
        if not note.exists() or not note.samefile(f"/proc/self/fd/{opened.fileno()}"):
            return False
        opened.seek(0)
        opened.truncate()
        opened.flush()
        time.sleep(pause)
        opened.write(data + line)
        return True


def by_rename(note: Path, line: bytes, pause: float) -> bool:
    """Write another file and put it in the note's place."""
    base = note.read_bytes()
    other = note.with_name(f".{note.name}.editor")
    other.write_bytes(base + line)
    time.sleep(pause)
    if note.read_bytes() != base:
        other.unlink()
        return False
    swap(other, note)
    out = other.read_bytes()
    other.unlink()
    lost = [one for one in out.splitlines(keepends=True) if one not in base.splitlines(keepends=True)]
    while lost and not in_place(note, b"".join(lost), 0):
        pass
    for one in lost:
        print("again", one.decode().strip(), flush=True)  # noqa: T201
    return True


def main() -> None:
    """Save until told to stop."""
    vault, chance = Path(sys.argv[1]), random.Random(int(sys.argv[2]))
    count = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        note = chance.choice(sorted((vault / "People").glob("*.md")))
        line = f"- saved e{count}\n".encode()
        save = chance.choice([in_place, by_rename])
        if save(note, line, chance.choice([0, 0, 0.0005, 0.002])):
            print("saved", f"e{count}", save.__name__, flush=True)  # noqa: T201
            count += 1
        time.sleep(chance.choice([0, 0, 0.001, 0.003]))
    os._exit(0)


if __name__ == "__main__":
    main()
