"""What users install: the wheel, in an environment of its own, outside the checkout."""

import subprocess
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path

from tests.helpers import ROOT

CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:e-1\r\nDTSTART;VALUE=DATE-TIME:{day}T120000Z\r\n"
    "SUMMARY:Lunch\r\nATTENDEE;CN=Bob Stone:mailto:bob@x.example\r\nATTENDEE:mailto:me@x.example\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
).format(day=f"{date.today() - timedelta(days=3):%Y%m%d}")


def test_the_wheel_carries_everything_and_runs_outside_the_checkout(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(tmp_path), str(ROOT)], check=True)
    wheel = next(tmp_path.glob("vault_tools-*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "templates/blocks/funnel.md.j2",
        "templates/vault/zh/vault-tools.toml",
        "vault_tools.mo",
        "help.mo",
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
    assert "已生成 Digests/Funnel.md" in vault_tools("digest", "--vault", "vault")
    assert "李伟" in vault_tools("follow-ups", "--vault", "vault")
    assert "认识" in vault_tools("funnel", "--vault", "vault")

    (tmp_path / "cards.vcf").write_text("BEGIN:VCARD\nFN:Ann Lee\nTEL:+43 660 123\nEND:VCARD\n", encoding="utf-8")
    (tmp_path / "Connections.csv").write_text("First Name,Last Name,URL\nAnn,Lee,\n张,三,\n", encoding="utf-8")
    (tmp_path / "calendar.ics").write_text(CALENDAR, encoding="utf-8")
    vault_tools("import", "cards.vcf", "--yes", "--vault", "vault")
    vault_tools("import", "Connections.csv", "--yes", "--doubles", "same", "--vault", "vault")
    vault_tools("import", "calendar.ics", "--yes", "--people", "--me", "me@x.example", "--vault", "vault")
    assert "Bob Stone" in vault_tools("contacts", "--vault", "vault")
    for form in ("vcard", "csv", "ics", "json", "sqlite", "html"):
        vault_tools("export", form, "-o", f"out.{form}", "--vault", "vault")
        assert (tmp_path / f"out.{form}").stat().st_size > 100
    assert '"$defs"' in vault_tools("export", "json", "--schema")
    assert "<style" in (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "[" in vault_tools("duplicates", "--json", "--vault", "vault")
    vault_tools("obsidian", "--yes", "--vault", "vault")
    for made in ("types.json", "snippets/vault-tools.css"):
        assert (tmp_path / "vault/.obsidian" / made).stat().st_size > 100
    assert list((tmp_path / "vault").rglob("*.base"))
