"""What users install: the wheel, in an environment of its own, outside the checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.helpers import ROOT


def test_the_wheel_carries_everything_and_runs_outside_the_checkout(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(tmp_path), str(ROOT)], check=True)
    wheel = next(tmp_path.glob("vault_tools-*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "templates/blocks/funnel.md.j2",
        "templates/vault/zh/vault-tools.toml",
        "vault_tools.mo",
        "py.typed",
    ):
        assert any(name.startswith("vault_tools/") and name.endswith(wanted) for name in names), wanted
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True)
    python = tmp_path / "env/bin/python"
    subprocess.run([str(python), *pip[1:], "install", str(wheel)], check=True)
    tool = str(tmp_path / "env/bin/vault-tools")

    def vault_tools(*arguments: str) -> str:
        done = subprocess.run([tool, *arguments], capture_output=True, text=True, check=True, cwd=tmp_path)
        return done.stdout

    vault_tools("init", "vault", "--lang", "zh")
    (tmp_path / "vault/People/李伟.md").write_text("---\n认识日期: 2020-01-01\n---\n", encoding="utf-8")
    assert "rendered Digests/Funnel.md" in vault_tools("digest", "--vault", "vault")
    assert "李伟" in vault_tools("follow-ups", "--vault", "vault")
    assert "认识" in vault_tools("funnel", "--vault", "vault")
