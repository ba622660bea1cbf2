"""`import` of calendars and mail: what it shows and writes, again and again, and that it can be stopped anywhere."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_capture import DAY
from tests.cli.test_importing import bring, killed_halfway, notes
from tests.helpers import record_of, run, write_vault
from tests.transfer.test_calendars import LI, ME, SERIES, calendar, event
from tests.transfer.test_mail import mail
from vault_tools.changes import undo
from vault_tools.network.records import MeetingNote

LOG = "---\nemail: li@star.example\n---\n\n## Log\n"
LUNCH = event("20260305T113000Z", ME, LI, "ATTENDEE;CN=Eve Moon:mailto:eve@moon.example", title="Lunch [[x]] #1")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", {"People/Li Wei.md": LOG}, 'timezone = "Asia/Shanghai"\n')


@pytest.fixture
def cal(tmp_path: Path) -> Path:
    (tmp_path / "c.ics").write_text(calendar(LUNCH, SERIES), encoding="utf-8")
    return tmp_path / "c.ics"


def box(tmp_path: Path, *mails: str) -> str:
    (tmp_path / "box").write_text("".join(mails) + mail("09-01", "zed@x.example", "me@mine.example", "Z"))
    return str(tmp_path / "box")


def test_a_calendar_again_changes_nothing_and_undo_takes_it_back(vault: Path, cal: Path) -> None:
    before = notes(vault)
    said = bring(vault, str(cal), "--yes")
    assert said.code == 0
    assert "new\t2026-03-05 Lunch [x] #1\tMeetings/2026-03-05 Lunch x 1.md\twith Li Wei; meal" in said
    assert "Without a note, left out (--people makes them): Eve Moon <eve@moon.example> 1" in said
    after = notes(vault)
    assert len(after) == len(before) + 6
    note = record_of("Meetings/m.md", after["Meetings/2026-03-05 Lunch x 1.md"])
    assert isinstance(note, MeetingNote)
    assert ([ref.name for ref in note.people], note.uid, note.channel) == (["Li Wei"], ["u1"], "meal")
    assert "notes made: 0, updated: 0" in bring(vault, str(cal), "--yes")
    assert notes(vault) == after
    assert run("check", "--vault", vault).returncode == 0
    assert undo(vault)
    assert notes(vault) == before


def test_those_without_a_note_get_one_where_asked(vault: Path, cal: Path) -> None:
    bring(vault, str(cal), "--yes")
    said = bring(vault, str(cal), "--yes", "--people", "--tag", "cal")
    assert "updated\t2026-03-05 Lunch [x] #1\tMeetings/2026-03-05 Lunch x 1.md\t+ with: Eve Moon" in said
    eve = notes(vault)["People/Eve Moon.md"].decode()
    assert {"met: 2026-03-05", "tags: [cal]"} <= set(eve.splitlines())
    assert b'with: ["[[Li Wei]]", "[[Eve Moon]]"]' in notes(vault)["Meetings/2026-03-05 Lunch x 1.md"]
    once = notes(vault)
    assert "notes made: 0, updated: 0" in bring(vault, str(cal), "--yes", "--people", "--tag", "cal")
    assert notes(vault) == once


def test_what_was_noted_by_hand_is_not_noted_again(tmp_path: Path) -> None:
    by_hand = {"Meetings/2026-03-05 Eating.md": "---\nwith: '[[Li Wei]]'\n---\n"}
    logged = {"People/Li Wei.md": f"{LOG}- 2026-11-03 coffee\n"}
    vault = write_vault(tmp_path / "vault", {**by_hand, **logged})
    (tmp_path / "c.ics").write_text(calendar(LUNCH, SERIES))
    said = bring(vault, str(tmp_path / "c.ics"), "--yes", "--until", "2026-11-09")
    assert "same\t2026-03-05 Lunch [x] #1\tMeetings/2026-03-05 Eating.md\tnoted by hand" in said
    assert "same\t2026-11-03 Weekly\tPeople/Li Wei.md\tnoted by hand" in said
    assert "notes made: 0, updated: 0" in said


def test_an_event_put_off_moves_its_note_unless_the_user_did(vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "c.ics"
    path = vault / "Meetings/2026-12-01 Talk.md"
    for day, shown, written in (
        ("01", "new", "2026-12-01"),
        ("02", "date: 2026-12-01 → 2026-12-02", "2026-12-02"),
        ("03", "date stays 2026-12-02 (there: 2026-12-03)", "2026-12-02"),
    ):
        file.write_text(calendar(event(f"202612{day}T030000Z", ME, LI)))
        assert shown in bring(vault, str(file), "--yes")
        assert f"date: {written}\n" in path.read_text()


def test_mail_again_changes_nothing_and_an_answer_takes_the_silence_off(vault: Path, tmp_path: Path) -> None:
    sent = mail("03-02", "me@mine.example", "li@star.example", "Offer [signal:: x]", id_="a")
    said = bring(vault, box(tmp_path, sent), "--yes", "--me", "me@mine.example")
    assert "updated\tLi Wei\tPeople/Li Wei.md\t+ 1 line (2026-03-02); without an answer: 1" in said
    line = "- 2026-03-02 email — Offer \\[signal:\\: x\\] [response:: none] [initiated:: me]\n"
    assert notes(vault)["People/Li Wei.md"].decode() == LOG + line
    assert "notes made: 0, updated: 0" in bring(vault, box(tmp_path, sent), "--yes", "--me", "me@mine.example")
    answer = mail("03-09", "li@star.example", "me@mine.example", "Re: Offer", more="In-Reply-To: <a@x>\n")
    said = bring(vault, box(tmp_path, sent, answer), "--yes", "--me", "me@mine.example")
    assert "+ 1 line (2026-03-09); answered since: 1" in said
    once = notes(vault)
    assert b"response" not in once["People/Li Wei.md"]
    assert "notes made: 0, updated: 0" in bring(vault, box(tmp_path, sent, answer), "--yes", "--me", "me@mine.example")
    assert notes(vault) == once


def test_those_who_only_wrote_are_counted(vault: Path, tmp_path: Path) -> None:
    file = box(tmp_path, mail("03-02", "me@mine.example", "li@star.example"))
    for more in ((), ("--people",)):
        said = bring(vault, file, "--yes", "--me", "me@mine.example", *more)
        assert "Left out, without a note and never written to: 1" in said


def test_a_line_that_was_changed_stays(vault: Path, tmp_path: Path) -> None:
    sent = mail("03-02", "me@mine.example", "li@star.example", id_="a")
    bring(vault, box(tmp_path, sent), "--yes", "--me", "me@mine.example")
    path = vault / "People/Li Wei.md"
    changed = path.read_text().replace("Offer", "Offer, the long one")
    path.write_text(changed)
    answer = mail("03-09", "li@star.example", "me@mine.example", "Re: Offer", more="In-Reply-To: <a@x>\n")
    bring(vault, box(tmp_path, sent, answer), "--yes", "--me", "me@mine.example")
    assert set(changed.splitlines()) < set(path.read_text().splitlines())


def test_a_thread_as_a_meeting_moves_on_as_it_grows(vault: Path, tmp_path: Path) -> None:
    sent = mail("03-02", "me@mine.example", "li@star.example", id_="a")
    arguments = ("--yes", "--me", "me@mine.example", "--as", "meetings")
    bring(vault, box(tmp_path, sent), *arguments)
    path = vault / "Meetings/2026-03-02 Offer.md"
    assert {"date: 2026-03-02", "response: none"} < set(path.read_text().replace('"', "").splitlines())
    answer = mail("03-09", "li@star.example", "me@mine.example", "Re: Offer", more="In-Reply-To: <a@x>\n")
    bring(vault, box(tmp_path, sent, answer), *arguments)
    assert "date: 2026-03-09" in path.read_text()
    assert "response" not in path.read_text()
    assert "notes made: 0, updated: 0" in bring(vault, box(tmp_path, sent, answer), *arguments)
    path.write_text(path.read_text().replace("2026-03-09", "2026-03-20"))
    assert "date stays 2026-03-20 (there: 2026-03-09)" in bring(vault, box(tmp_path, sent, answer), *arguments)


def test_in_chinese(tmp_path: Path) -> None:
    note = "---\n邮箱: li@star.example\n公司: 恒星\n---\n\n## 记录\n"
    vault = write_vault(tmp_path / "vault", {"People/李伟.md": note}, 'lang = "zh"\n')
    (tmp_path / "c.ics").write_text(calendar(LUNCH, event("DTSTART;VALUE=DATE:20260301", ME, LI)))
    said = bring(vault, str(tmp_path / "c.ics"), "--yes")
    assert "me@mine.example → 我" in said
    assert "新增\t2026-03-05 Lunch [x] #1\tMeetings/2026-03-05 Lunch x 1.md\t" in said
    assert "略去：全天日程 1" in said
    assert "没有笔记、因此略去的人（加 --people 就会建）：Eve Moon" in said
    text = notes(vault)["Meetings/2026-03-05 Lunch x 1.md"].decode()
    assert "日期: 2026-03-05" in text
    assert "方式: 吃饭" in text
    assert "- 在场的其他人: Eve Moon" in text
    bring(
        vault,
        box(tmp_path, mail("03-02", "me@mine.example", "li@star.example", "报价")),
        "--yes",
        "--me",
        "me@mine.example",
    )
    assert "- 2026-03-02 邮件 — 报价 [回应:: 无] [发起:: 我]\n" in notes(vault)["People/李伟.md"].decode()


def test_json(vault: Path, cal: Path, tmp_path: Path) -> None:
    sent = box(tmp_path, mail("03-02", "me@mine.example", "li@star.example", "Hello"))
    done = run("import", cal, sent, "--json", "--dry-run", "--vault", vault, "--today", DAY, "--until", "2026-11-10")
    shown = json.loads(done.stdout)
    assert shown["counts"] == {"new": 3, "updated": 1, "same": 0, "double": 0, "left-out": 0}
    assert shown["meetings"][0] == {
        "state": "new",
        "date": "2026-03-05",
        "title": "Lunch [[x]] #1",
        "path": "Meetings/2026-03-05 Lunch x 1.md",
        "reason": None,
        "with": ["People/Li Wei.md"],
        "others": ["Eve Moon (eve@moon.example)"],
        "channel": "meal",
        "response": "yes",
    }
    assert shown["never_written_to"] == 1
    [row] = shown["logs"]
    assert row["lines"] == [{"date": "2026-03-02", "channel": "email", "response": "none", "text": "Hello"}]
    assert shown["unknown"] == [{"name": "Eve Moon", "email": "eve@moon.example", "count": 1, "first": "2026-03-05"}]


@pytest.mark.parametrize("bad", ["BEGIN:VCALENDAR\n\0", "From x 2026\n\0\n", '{"account": [', "---\n\0"])
def test_nothing_is_touched_where_a_file_fails(vault: Path, cal: Path, tmp_path: Path, bad: str) -> None:
    before = notes(vault)
    (tmp_path / "bad").write_text(bad)
    bring(vault, str(tmp_path / "bad"), "--yes")
    assert bring(vault, str(cal), str(tmp_path / "gone"), "--yes").code == 2
    assert bring(vault, str(cal), "--yes", "--me", "nobody").code == 2
    assert notes(vault) == before


def test_killed_halfway_and_run_again_it_is_as_if_it_had_run_once(tmp_path: Path) -> None:
    events = [
        event(f"2026{1 + n % 10:02}{1 + n % 27:02}T0300{n % 60:02}Z", ME, f"ATTENDEE:mailto:p{n % 90}@x.example",
              uid=f"u{n}", title=f"T{n % 7}")
        for n in range(600)
    ]  # fmt: skip
    (tmp_path / "c.ics").write_text(calendar(*events))
    once, twice = (write_vault(tmp_path / name, {}) for name in ("once", "twice"))
    arguments = [sys.executable, "-m", "vault_tools", "import", str(tmp_path / "c.ics"), "--yes", "--people",
                 "--me", "me@mine.example", "--today", DAY]  # fmt: skip
    subprocess.run([*arguments, "--vault", str(once)], capture_output=True, check=True)
    halfway = killed_halfway([*arguments, "--vault", str(twice)], twice, 200)
    subprocess.run([*arguments, "--vault", str(twice)], capture_output=True, check=True)
    assert 200 < halfway < len(notes(once)) == 690
    assert notes(twice) == notes(once)
