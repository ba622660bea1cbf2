"""What no program of this kind can beat: asking git, walking, reading, parsing, each as a process of its own."""

import sys
from pathlib import Path

from benchmarks.measure import Scenario

GIT_STATUS = "git status"

_WALK = """
import os, sys
def walk(folder):
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    yield from walk(entry.path)
            elif entry.name.endswith(".md"):
                yield entry.path, entry.stat(follow_symlinks=False).st_size
found = list(walk(sys.argv[1]))
"""
_READ = f"""{_WALK}
def read(path, size):
    handle = os.open(path, os.O_RDONLY)
    try:
        return os.read(handle, size)
    finally:
        os.close(handle)
texts = [read(path, size) for path, size in found]
"""
_PARSE = f"""{_READ}
import yaml12
for text in texts:
    if text.startswith(b"---\\n"):
        yaml12.parse_yaml(text[4:text.index(b"\\n---", 3) + 1].decode())
"""


def floors(vault: Path) -> list[Scenario]:
    """For a vault in git, clean: `git status` first."""
    return [
        Scenario(GIT_STATUS, lambda: ["git", "-C", str(vault), "status", "--porcelain"]),
        *(
            Scenario(f"floor: {name}", lambda script=script: [sys.executable, "-c", script, str(vault)])  # type: ignore[misc]
            for name, script in (
                ("walk with stat", _WALK),
                ("read all bytes", _READ),
                ("parse all frontmatter", _PARSE),
            )
        ),
    ]
