"""`import`: what it shows, asks and writes, and that it can be stopped anywhere."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.test_capture import DAY, Said, say
from tests.helpers import record_of, run, write_vault
from vault_tools.changes import undo
from vault_tools.cli.importing import FORMATS
from vault_tools.network.records import ContactNote
from vault_tools.transfer.sources import SOURCES

LI = "---\norg: 'Star'   # her brother's\nemail: li@star.com\n---\n\n## Log\n- 2026-01-01 coffee — wants training\n"
CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u-1\r\nN:Lee;Ann;;;\r\nFN:Ann Lee\r\nORG:Foo\r\nEMAIL:ann@foo.com\r\n"
    "NOTE:met her in Graz\\n## Log\\n- 2026-01-01 coffee\\n- [ ] call [signal:: x]\r\nX-DOG:Rex\r\nREV:2026\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u-2\r\nFN:Li Wei\r\nORG:Moon\r\nTITLE:CFO\r\nEMAIL:li@star.com\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u-3\r\nFN:Max\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n"
)
ANN = (
    '---\ntype: contact\norg: Foo\nimported: 2026-11-24\nemail: "ann@foo.com"\nuid: u-1\n---\n\n## Log\n\n## Imported\n'
    "- note: met her in Graz\n  ## Log\n  - 2026-01-01 coffee\n  - \\[ \\] call \\[signal:\\: x\\]\n- X-DOG: Rex\n"
)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", {"People/Li Wei.md": LI, "People/Max.md": "---\norg: Bar\n---\n"})


@pytest.fixture
def cards(tmp_path: Path) -> str:
    (tmp_path / "cards.vcf").write_text(CARDS, encoding="utf-8", newline="")
    return str(tmp_path / "cards.vcf")


def bring(vault: Path, *arguments: str) -> Said:
    return say(vault, "import", *arguments)


def notes(vault: Path) -> dict[str, bytes]:
    return {str(path.relative_to(vault)): path.read_bytes() for path in sorted(vault.rglob("*.md"))}


def test_new_updated_double_and_lost(vault: Path, cards: str) -> None:
    said = bring(vault, cards, "--yes")
    assert said.code == 1
    assert [line.split("\t")[:3] for line in said.splitlines() if "\t" in line] == [
        ["new", "Ann Lee (Foo)", "People/Ann Lee.md"],
        ["updated", "Li Wei (Moon)", "People/Li Wei.md"],
        ["possible double", "Max", "People/Max.md"],
    ]
    assert "+ role: CFO; + uid: u-2; org stays Star (there: Moon)" in said
    assert "line 25: has no name" in said
    assert "Left out: REV 1" in said
    assert notes(vault)["People/Li Wei.md"].decode() == LI.replace(
        "email: li@star.com\n", "email: li@star.com\nrole: CFO\nuid:\n  - u-2\n"
    )


def test_a_new_note_holds_all_and_means_no_more_than_it_says(vault: Path, cards: str) -> None:
    bring(vault, cards, "--yes")
    text = notes(vault)["People/Ann Lee.md"].decode()
    assert text == ANN.replace("  ## Log", "  \\#\\# Log")
    record = record_of("People/Ann Lee.md", text)
    assert isinstance(record, ContactNote)
    assert (record.log, record.promises, record.signals, record.met, record.stage) == ([], [], [], None, "")
    assert run("check", "--vault", vault).returncode == 0


def test_a_second_time_changes_nothing(vault: Path, cards: str) -> None:
    bring(vault, cards, "--yes", "--tag", "phone", "--circle", "Tea")
    before = notes(vault)
    said = bring(vault, cards, "--yes", "--tag", "phone", "--circle", "Tea")
    assert "notes made: 0, updated: 0" in said
    assert [line.split("\t")[0] for line in said.splitlines() if "\t" in line] == ["same", "same", "possible double"]
    assert notes(vault) == before


def test_what_the_user_changed_since_stays(vault: Path, cards: str) -> None:
    bring(vault, cards, "--yes")
    path = vault / "People/Ann Lee.md"
    path.write_text(ANN.replace("Foo", "Bar").replace("met her in Graz", "met her at the fair"), encoding="utf-8")
    before = notes(vault)
    said = bring(vault, cards, "--yes")
    assert "same\tAnn Lee (Foo)\tPeople/Ann Lee.md\tthe same id; org stays Bar (there: Foo)" in said
    assert notes(vault) == before
    path.rename(vault / "People/Annie.md")
    assert "updated\tAnn Lee (Foo)\tPeople/Annie.md\tthe same id; + aliases: Ann Lee" in bring(vault, cards, "--yes")
    assert "notes made: 0, updated: 0" in bring(vault, cards, "--yes")


def test_undo_takes_all_back(vault: Path, cards: str) -> None:
    before = notes(vault)
    bring(vault, cards, "--yes")
    assert undo(vault)
    assert notes(vault) == before


def test_dry_run_shows_the_diff_and_json_the_plan(vault: Path, cards: str) -> None:
    before = notes(vault)
    assert "+++ b/People/Ann Lee.md" in bring(vault, cards, "--dry-run")
    done = run("import", cards, "--json", "--dry-run", "--vault", vault, "--today", DAY)
    shown = json.loads(done.stdout)
    assert notes(vault) == before
    assert shown["counts"] == {"new": 1, "updated": 1, "same": 0, "double": 1, "left-out": 0}
    assert shown["people"][1] == {
        "state": "updated",
        "name": "Li Wei",
        "where": "12",
        "path": "People/Li Wei.md",
        "reason": "the same e-mail address",
        "gained": {"role": ["CFO"], "uid": ["u-2"]},
        "kept": [{"property": "org", "own": "Star", "other": "Moon"}],
        "extras": [],
        "text_left": False,
    }
    assert (shown["skipped"], shown["lost"][0]["where"], shown["dry_run"]) == ({"REV": 1}, "25", True)


def test_nobody_to_ask(vault: Path, cards: str) -> None:
    before = notes(vault)
    done = run("import", cards, "--vault", vault)
    assert (done.returncode, notes(vault)) == (2, before)
    assert "add --yes" in done.stderr
    assert run("import", cards, "--json", "--vault", vault).returncode == 2


def test_asked_of_doubles_and_of_all(vault: Path, cards: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vault_tools.cli.importing.asked_at_a_terminal", lambda: True)
    before = notes(vault)
    assert say(vault, "import", cards, stdin="k\nn\n").code == 1
    assert notes(vault) == before
    assert say(vault, "import", cards, stdin="a\nn\n").code == 1
    assert notes(vault) == before
    said = say(vault, "import", cards, stdin="s\ny\n")
    assert "Max may be People/Max.md: the same name" in said
    assert b"uid" in notes(vault)["People/Max.md"]


@pytest.mark.parametrize(
    ("arguments", "lines", "log"),
    [
        (("--met-at", "Web Summit"), ["source: Web Summit"], ""),
        (("--met-at", "Fair", "--met", "2026-11-20"), ["met: 2026-11-20", "source: Fair"], "- 2026-11-20 event — Fair"),
        (("--by", "Li Wei"), ['source: "[[Li Wei]]"'], ""),
        (("--tag", "a,b", "--circle", "Tea"), ["circles: Tea", "tags: [a, b]"], ""),
    ],
)
def test_what_the_options_say_of_all(
    vault: Path, cards: str, arguments: tuple[str, ...], lines: list[str], log: str
) -> None:
    bring(vault, cards, "--yes", *arguments)
    text = notes(vault)["People/Ann Lee.md"].decode()
    assert set(lines) <= set(text.splitlines())
    assert log in text
    assert "event" in text or not log


def test_photos_only_if_asked_for_and_no_larger_than_the_bound(vault: Path, tmp_path: Path) -> None:
    import base64

    small, large = (base64.b64encode(b"\xff\xd8" + b"x" * size).decode() for size in (100, 600 * 1024))
    (tmp_path / "p.vcf").write_text(
        f"BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nPHOTO;ENCODING=b;TYPE=PNG:{small}\nEND:VCARD\n"
        f"BEGIN:VCARD\nVERSION:4.0\nFN:Tom\nPHOTO:data:image/jpeg;base64,{large}\nEND:VCARD\n"
    )
    assert "photos (--photos takes them) 2" in bring(vault, str(tmp_path / "p.vcf"), "--dry-run")
    said = bring(vault, str(tmp_path / "p.vcf"), "--yes", "--photos")
    assert "Tom: photo larger than 512 KB" in said
    assert (vault / "Photos/Ann.png").read_bytes() == base64.b64decode(small)
    assert "- ![[Ann.png]]" in notes(vault)["People/Ann.md"].decode()
    assert undo(vault)
    assert not (vault / "Photos/Ann.png").exists()
    bring(vault, str(tmp_path / "p.vcf"), "--yes")
    for counts in ("notes made: 0, updated: 1", "notes made: 0, updated: 0"):
        assert counts in bring(vault, str(tmp_path / "p.vcf"), "--yes", "--photos")
    assert (vault / "Photos/Ann.png").exists()


def test_a_note_that_can_not_be_edited_is_left_out_and_the_others_come(vault: Path, cards: str) -> None:
    (vault / "People/Li Wei.md").write_text("---\nemail: li@star.com\norg: &a Star\nrole: {x: 1,\n  y: 2}\n---\n```\n")
    before = notes(vault)
    said = bring(vault, cards, "--yes")
    assert "new\tAnn Lee" in said
    assert notes(vault)["People/Max.md"] == before["People/Max.md"]


def test_in_chinese(tmp_path: Path) -> None:
    vault = write_vault(
        tmp_path / "vault", {"People/李薇.md": "---\n公司: 星木\n邮箱: li@star.com\n---\n\n## 记录\n"}, 'lang = "zh"'
    )
    (tmp_path / "c.csv").write_text(
        "姓名,单位,职位,邮箱,口味\n王五,星木,经理,w@x.cn,辣\n李薇,月木,总监,li@star.com,\n", encoding="gb18030"
    )
    said = bring(vault, str(tmp_path / "c.csv"), "--yes")
    assert "新增\t王五（星木）\tPeople/王五.md\t附注 1 行" in said
    assert "更新\t李薇（月木）\tPeople/李薇.md\t邮箱相同；+ 职位：总监；公司保留“星木”（来源写的是“月木”）" in said
    assert "公司" in notes(vault)["People/王五.md"].decode()
    assert "## 导入\n- 口味: 辣\n" in notes(vault)["People/王五.md"].decode()
    assert "职位: 总监\n" in notes(vault)["People/李薇.md"].decode()


def test_standard_input(vault: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vault_tools", "import", "-", "--yes", "--vault", str(vault)],
        input=CARDS, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, "People/Ann Lee.md" in notes(vault)) == (1, True)


def test_nothing_is_touched_where_a_file_can_not_be_read(vault: Path, cards: str, tmp_path: Path) -> None:
    before = notes(vault)
    (tmp_path / "bad.bin").write_bytes(b"\0\1")
    for wrong in (str(tmp_path / "bad.bin"), str(tmp_path / "gone.vcf")):
        assert bring(vault, cards, wrong, "--yes").code == 2
    assert bring(vault, cards, "--yes", "--encoding", "nonsense").code == 2
    assert notes(vault) == before


def test_the_formats_that_can_be_named_are_those_there_are() -> None:
    assert list(SOURCES) == FORMATS


def killed_halfway(arguments: list[str], vault: Path, least: int) -> int:
    """Start an import and kill it once more than `least` notes of the vault are new or changed; how many are then."""
    before = notes(vault)

    def written() -> int:
        return sum(before.get(path) != data for path, data in notes(vault).items())

    killed = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(3000):
        if written() > least or killed.poll() is not None:
            break
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    return written()


def test_killed_halfway_and_run_again_it_is_as_if_it_had_run_once(tmp_path: Path) -> None:
    cards = "".join(
        f"BEGIN:VCARD\nVERSION:3.0\nUID:u{n}\nFN:Ann {n % 50}\nORG:F{n}\nEMAIL:a{n}@x.com\nX-N:{n}\nEND:VCARD\n"
        for n in range(600)
    )
    (tmp_path / "c.vcf").write_text(cards)
    once, twice = (write_vault(tmp_path / name, {}) for name in ("once", "twice"))
    arguments = [sys.executable, "-m", "vault_tools", "import", str(tmp_path / "c.vcf"), "--yes", "--today", DAY]
    subprocess.run([*arguments, "--vault", once], capture_output=True, check=True)
    halfway = killed_halfway([*arguments, "--vault", str(twice)], twice, 50)
    subprocess.run([*arguments, "--vault", str(twice)], capture_output=True, check=True)
    assert halfway > 50
    assert notes(twice) == notes(once)
    assert len(notes(once)) == 600


def test_with_several_files_what_was_not_taken_names_its_own(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {})
    for name in ("a.vcf", "b.vcf"):
        (tmp_path / name).write_text("BEGIN:VCARD\nVERSION:3.0\nTEL:112\nEND:VCARD\n", encoding="utf-8")
    both = run("import", tmp_path / "a.vcf", tmp_path / "b.vcf", "--yes", cwd=vault).stderr
    assert f"  {tmp_path / 'b.vcf'}, line 1: has no name" in both.splitlines()
    assert "  line 1: has no name" in run("import", tmp_path / "a.vcf", "--yes", cwd=vault).stderr.splitlines()
