"""The benchmarks' vault is the same each time, and a vault without a fault."""

from pathlib import Path

from benchmarks.generate import TODAY, generate
from vault_tools.workspace import Workspace


def test_the_same_bytes_each_time_and_no_findings(tmp_path: Path) -> None:
    for name in ("a", "b"):
        generate(tmp_path / name, 60, 120)
    first, second = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.md")}
        for name in ("a", "b")
    )
    assert first == second
    workspace = Workspace(tmp_path / "a", today=TODAY)
    assert workspace.counts() == {"contact": 60, "deal": 1, "meeting": 120}
    assert workspace.findings() == []
    workspace.close()
