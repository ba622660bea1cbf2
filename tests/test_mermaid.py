"""Every diagram parses with Mermaid itself, in the versions of Obsidian's present and previous release."""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

from tests.helpers import ROOT
from vault_tools.config import Config
from vault_tools.diagrams import flow_diagram
from vault_tools.digests.landscape import IndustryMap, Position
from vault_tools.language import catalogue
from vault_tools.sentences import Sentences

HERE = ROOT / "tests/mermaid"
INSTALLED = HERE / "node_modules/.package-lock.json"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (shutil.which("node") and shutil.which("npm")), reason="node and npm are not installed"),
]

HOSTILE = [
    '"', "`code`", "1. first", "- item", "* * *", "+1", "# head", "a;b", "#35;", "#quot;", "%% comment", "%%{init: {}}%%",
    "<b>bold</b>", "</script>", "&amp;", "-->", "--- x", "==>", "~~~", "end", "graph", "subgraph x", "click n0", "class n0 y",
    "(10)", "[x]", "{y}", "[[Li Wei]]", "((o))", "a|b", "$$x^2$$", "_a_ __b__", "~b~", "\\", "\\n", "🀄 emoji", "原材料（一级）",
    "“引号”", "café", "النقل", "a\u200bb", "a:::b", "@{ shape: circle }", "---\ntitle: x\n---", "style n0 fill:#f00", "x" * 300,
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    """Install both versions once; the folder is ignored by git."""
    with (HERE / "package-lock.json").open() as lock:
        flock(lock, LOCK_EX)  # other workers wait
        if INSTALLED.exists() and INSTALLED.stat().st_mtime >= (HERE / "package-lock.json").stat().st_mtime:
            return
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        pytest.skip(f"npm can't install Mermaid: {done.stderr[-300:]}")


def errors(diagrams: Sequence[str]) -> list[str]:
    """What the two Mermaids say against the diagrams."""
    command = ["node", "parse.mjs"]
    done = subprocess.run(
        command, cwd=HERE, input=json.dumps(diagrams), capture_output=True, text=True, timeout=120, check=True
    )
    found = json.loads(done.stdout)
    return [f"{one['version']}: {one['error']}\n{diagrams[one['diagram']]}" for one in found]


def diagrams_in(path: Path) -> list[str]:
    return re.findall(r"^```mermaid\n(.*?)^```$", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_the_check_finds_what_does_not_parse() -> None:
    found = errors(["flowchart LR\n    end[(10)]", 'flowchart LR\n    n0["fine"]'])
    assert [one.partition(":")[0] for one in found] == ["mermaid-previous", "mermaid-present"]


def test_every_diagram_of_the_example_vault_in_both_languages_parses() -> None:
    pages = [*(ROOT / "example-vault").rglob("*.md"), *(ROOT / "tests/golden").glob("*.md")]
    diagrams = [diagram for page in sorted(pages) for diagram in diagrams_in(page)]
    assert len(diagrams) > 10
    assert errors(diagrams) == []


def test_whatever_somebody_calls_a_position_the_diagram_parses() -> None:
    diagrams = []
    for name in HOSTILE:
        buyer, seller = Position(name, (), {}, ("农场",), (), ()), Position("农场", (), {}, (), (name,), ())
        one = IndustryMap("x", "x.md", (buyer, seller), ((name, "农场"),), ())
        diagrams.append(flow_diagram(one, Sentences(catalogue("zh"), Config())))
    assert errors(diagrams) == []
