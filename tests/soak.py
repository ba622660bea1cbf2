"""Random edits to a vault for so many seconds, as editors, sync programs and git make them: `soak.py VAULT SECONDS`."""

import random
import shutil
import sys
import time
from pathlib import Path

TEXTS = [
    "---\nmet: 2020-01-01\n---\n",
    "---\nfit: 4\nscreened: 2024-01-01\n---\n## Log\n- 2026-01-01 coffee — x\n",
    "---\nbroken: [\n---\n## Log\n- 2025-01-01 call [response:: none]\n",
    '---\nwith: ["[[P1]]", "[[P2]]", Nobody]\ndate: 2026-02-02\nchannel: meal\n---\n- [ ] send 📅 2026-03-03\n',
    "",
]


def edit(vault: Path, chance: random.Random) -> None:
    """One edit."""
    folder = vault / chance.choice(["People", "Meetings", "People/Sub"])
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / f"P{chance.randint(1, 40)}.md"
    match chance.randint(0, 9):
        case 0 | 1 | 2 | 3:
            note.write_text(chance.choice(TEXTS), encoding="utf-8")
        case 4 | 5:
            temporary = note.with_name(f".{note.name}.swp")
            temporary.write_text(chance.choice(TEXTS), encoding="utf-8")
            temporary.replace(note)
        case 6:
            note.unlink(missing_ok=True)
        case 7 if note.exists():
            note.rename(folder / f"P{chance.randint(1, 40)}.md")
        case 8:
            for number in range(60):
                (folder / f"P{number}.md").write_text(chance.choice(TEXTS), encoding="utf-8")
        case 9:
            shutil.rmtree(vault / "People/Sub", ignore_errors=True)


def main() -> None:
    """Edit until the time is over."""
    vault, seconds = Path(sys.argv[1]), float(sys.argv[2])
    chance = random.Random(7)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        edit(vault, chance)
        time.sleep(chance.random() * 0.2)


if __name__ == "__main__":
    main()
