"""One writer's random edits to a vault, as editors, sync programs, git and a hand on a digest make them.

`soak.py VAULT SECONDS SEED`; the writer with seed 0 is the one that switches git's branches. It prints how many edits of
each kind it made.
"""

import json
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

TEXTS = [
    "---\nmet: 2020-01-01\n---\n",
    "---\nfit: 4\nscreened: 2024-01-01\nneeds: AI training\n---\n## Log\n- 2026-01-01 coffee — x\n",
    "---\nbroken: [\n---\n## Log\n- 2025-01-01 call [response:: none]\n",
    '---\nwith: ["[[P1]]", "[[P2]]", Nobody]\ndate: 2026-02-02\nchannel: meal\n---\n- [ ] send 📅 2026-03-03\n',
    "---\noffers: AI training\n---\n- [ ] a list [due:: 2026-05-05] [signal:: robots]\n",
    "",
]
FOLDERS = ["People", "Meetings", "People/Sub"]
BROKEN = b"broken: ["

_OPEN_ROW = re.compile(r"^- \[ \](?= \[\[.*\^vt-)", re.MULTILINE)


def edit(vault: Path, chance: random.Random, *, branches: bool) -> str:
    """One edit, and its kind; empty if there was nothing to do. Others edit at the same time: what was to be changed may
    be gone."""
    match chance.randint(0, 14):
        case 0 if branches:
            return switch(vault, chance.choice(["before", "after"]))
        case 1 | 2:
            return tick(vault / f"Digests/{chance.choice(['Follow-ups', 'Introductions'])}.md", chance)
        case 3:
            return append(chance.choice(sorted((vault / "People").glob("*.md"))))
        case 4:
            return rename(vault, chance)
        case _:
            return edit_files(vault, chance)


def edit_files(vault: Path, chance: random.Random) -> str:
    """Write, rename, move or delete one note or sixty."""
    folder = vault / chance.choice(FOLDERS)
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / f"P{chance.randint(1, 40)}.md"
    match chance.randint(0, 9):
        case 0 | 1 | 2 | 3:
            note.write_text(chance.choice(TEXTS), encoding="utf-8")
            return "writes"
        case 4 | 5:
            by_rename(note, chance.choice(TEXTS), chance)
            return "writes"
        case 6:
            note.unlink(missing_ok=True)
            return "removals"
        case 7:
            note.rename(vault / chance.choice(FOLDERS) / f"P{chance.randint(1, 40)}.md")
            return "renames"
        case 8:
            for number in range(60):
                (folder / f"P{number}.md").write_text(chance.choice(TEXTS), encoding="utf-8")
            return "sixty notes at once"
    shutil.rmtree(vault / "People/Sub", ignore_errors=True)
    return "removals"


def rename(vault: Path, chance: random.Random) -> str:
    """Give somebody of the thousands another name, or put them into another folder."""
    note = chance.choice(sorted((vault / "People").glob("*.md")))
    note.rename(vault / chance.choice(FOLDERS[::2]) / f"{note.stem.removesuffix(' jr')}{chance.choice(['', ' jr'])}.md")
    return "renames"


def by_rename(path: Path, text: str, chance: random.Random) -> None:
    """Save as most editors do; two writers' temporary files are not the same."""
    temporary = path.with_name(f".{path.name}.{chance.randrange(10**9)}.swp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def append(path: Path) -> str:
    """Add a line of a log."""
    with path.open("a", encoding="utf-8") as file:
        file.write("\n- 2026-10-10 call — one more line\n")
    return "writes"


def tick(digest: Path, chance: random.Random) -> str:
    """Mark a row of a digest as done by hand: the mark that means something on every row."""
    text = digest.read_text(encoding="utf-8")
    rows = list(_OPEN_ROW.finditer(text))
    if not rows:
        return ""
    row = chance.choice(rows)
    by_rename(digest, f"{text[: row.start()]}- [x]{text[row.end() :]}", chance)
    return "ticks"


def switch(vault: Path, branch: str) -> str:
    """Check out the other branch over whatever was edited. May fail where others write: then it was no switch."""
    command = ["git", "-C", str(vault), "checkout", "-qf", branch]
    return "" if subprocess.run(command, check=False, capture_output=True).returncode else "branch switches"


def main() -> None:
    """Edit until the time is over."""
    vault, seconds, seed = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(seed)
    end = time.monotonic() + seconds
    done: Counter[str] = Counter()
    while time.monotonic() < end:
        try:
            done[edit(vault, chance, branches=seed == 0)] += 1
        except FileNotFoundError:  # another writer was quicker
            continue
        time.sleep(chance.random() * 0.3)
    print(json.dumps(done))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
