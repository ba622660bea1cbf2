"""Acting from a digest: the four marks, each carried out once, and nothing lost of what can't be."""

import os
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.helpers import TODAY, run, write_vault
from tests.test_publish import render
from vault_tools.changes import undo

DAY = ("--today", str(TODAY))
LI = "---\nmet: 2024-03-01\nfit: 4\n---\n## Log\n- 2026-01-01 coffee — wants training\n"
NOTES = {
    "People/Li Wei.md": LI,
    "People/Ana.md": "---\nmet: 2025-11-01\n---\nText\n",
    "People/张三.md": "---\n姓名: 张三\n认识日期: 2025-01-01\n---\n## 记录\n- 2025-05-01 吃饭\n",
    "Meetings/2026-11-01 Lunch.md": "---\nwith: [Li Wei, Ana]\nchannel: message\nresponse: none\n---\n"
    "- [ ] send the *outline* 📅 2026-11-10\n- [ ] names of buyers [owner:: [[Ana]]] [due:: 2026-11-20]\n",
}
CONFIG = 'digests = ["follow-ups"]\n'


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    made = write_vault(tmp_path / "vault", NOTES, CONFIG)
    render(made)
    return made


def digest(vault: Path) -> str:
    return (vault / "Digests/Follow-ups.md").read_bytes().decode()


def rewrite(vault: Path, pattern: str, by: str, note: str = "Digests/Follow-ups.md") -> None:
    """Edit a note by hand."""
    text = (vault / note).read_bytes().decode()
    new, count = re.subn(pattern, by, text, count=1)
    assert count == 1, text
    (vault / note).write_bytes(new.encode())


def mark(vault: Path, mark: str, link: str, words: str = "", note: str = "Digests/Follow-ups.md") -> None:
    """Mark a row as one does in an editor, with words behind its name."""
    typed = f" {words}" if words else ""
    rewrite(vault, rf"- \[ \] ({re.escape(link)})", rf"- [{mark}] \g<1>{typed}", note)


def row_of(vault: Path, link: str) -> str:
    found = re.search(rf"- \[.\] {re.escape(link)}.*\^(vt-\w+)", digest(vault))
    assert found, digest(vault)
    return found[1]


def note(vault: Path, path: str) -> str:
    return (vault / path).read_bytes().decode()


def test_each_row_is_a_task_of_a_link_and_an_id_with_the_reason_below(vault: Path) -> None:
    assert re.search(r"^- \[ \] \[\[Li Wei\]\] \^vt-c\w+\n    - .*no answer on 2026-11-01", digest(vault), re.MULTILINE)
    assert "- [ ] [[2026-11-01 Lunch|send the *outline*]] ^vt-p" in digest(vault)


def test_done_logs_todays_touch_with_the_words_and_the_row_goes(vault: Path) -> None:
    row = row_of(vault, "[[Li Wei]]")
    mark(vault, "x", "[[Li Wei]]", "coffee — signed [signal:: AI training]")
    assert render(vault).done == ["[x] Li Wei"]
    line = f"- 2026-11-24 coffee — signed [signal:: AI training] ^{row}\n"
    assert note(vault, "People/Li Wei.md") == LI.replace("## Log\n", f"## Log\n{line}")
    assert "[[Li Wei]] ^" not in digest(vault)
    assert "Written inside" not in digest(vault)
    assert render(vault).unchanged


def test_done_without_words_and_in_chinese(vault: Path) -> None:
    mark(vault, "X", "[[张三]]")
    mark(vault, "x", "[[Ana]]")
    render(vault)
    assert re.search(r"## 记录\n- 2026-11-24 已联系 \^vt-c\w+\n- 2025-05-01 吃饭\n$", note(vault, "People/张三.md"))
    assert re.search(r"Text\n\n## Log\n- 2026-11-24 in touch \^vt-c\w+\n$", note(vault, "People/Ana.md"))


def test_tried_is_an_attempt_and_the_next_row_is_another(vault: Path) -> None:
    first = row_of(vault, "[[张三]]")
    mark(vault, "!", "[[张三]]")
    render(vault)
    assert f"- 2026-11-24 没有回音 [回应:: 无] ^{first}\n" in note(vault, "People/张三.md")
    assert "[[张三]] ^" not in digest(vault)
    render(vault, today=TODAY + timedelta(days=8))
    second = row_of(vault, "[[张三]]")
    assert second != first
    mark(vault, "!", "[[张三]]", "电话")
    render(vault, today=TODAY + timedelta(days=8))
    assert f"- 2026-12-02 电话 [回应:: 无] ^{second}\n" in note(vault, "People/张三.md")


@pytest.mark.parametrize(
    ("words", "day"),
    [("", "2027-01-08"), ("2026-12-24", "2026-12-24"), ("3w", "2026-12-15"), ("下周三", "2026-12-02")],
)
def test_snoozed_by_a_step_or_to_a_day(vault: Path, words: str, day: str) -> None:
    mark(vault, ">", "[[Li Wei]]", words)
    render(vault)
    assert note(vault, "People/Li Wei.md") == LI.replace("fit: 4\n", f"fit: 4\nnext: {day}\n")
    assert "[[Li Wei]] ^" not in digest(vault)


def test_no_more_is_cadence_none(vault: Path) -> None:
    mark(vault, "-", "[[Li Wei]]")
    mark(vault, "-", "[[张三]]")
    render(vault)
    assert note(vault, "People/Li Wei.md") == LI.replace("fit: 4\n", "fit: 4\ncadence: none\n")
    assert "认识日期: 2025-01-01\n频率: 无\n---\n" in note(vault, "People/张三.md")
    assert "[[张三]] ^" not in digest(vault)
    assert "[[Li Wei]] ^" not in digest(vault)


def test_a_promise_is_ticked_put_off_and_cancelled_where_it_stands(vault: Path) -> None:
    lunch = "Meetings/2026-11-01 Lunch.md"
    mark(vault, "x", "[[2026-11-01 Lunch|send the *outline*]]")
    mark(vault, ">", "[[2026-11-01 Lunch|names of buyers]]")
    render(vault)
    assert "- [x] send the *outline* 📅 2026-11-10 ✅ 2026-11-24\n" in note(vault, lunch)
    assert "- [ ] names of buyers [owner:: [[Ana]]] [due:: 2026-12-01]\n" in note(vault, lunch)
    mark(vault, "-", "[[2026-11-01 Lunch|names of buyers]]")
    render(vault)
    assert "- [-] names of buyers [owner:: [[Ana]]] [due:: 2026-12-01] [cancelled:: 2026-11-24]\n" in note(vault, lunch)
    assert "Open promises" not in digest(vault)


def test_words_on_a_kept_promise_go_into_the_logs_of_those_it_was_made_to(vault: Path) -> None:
    mark(vault, "x", "[[2026-11-01 Lunch|send the *outline*]]", "email — sent, two pages")
    render(vault)
    for name in ("Li Wei", "Ana"):
        assert re.search(r"- 2026-11-24 email — sent, two pages \^vt-p\w+\n", note(vault, f"People/{name}.md"))


def test_the_day_that_a_task_program_wrote_is_the_day_it_was_done(vault: Path) -> None:
    rewrite(vault, r"- \[ \] (\[\[Li Wei\]\]) (\^vt-\w+)", r"- [x] \1 call ✅ 2026-11-22 \2")
    render(vault)
    assert re.search(r"- 2026-11-22 call \^vt-c\w+\n", note(vault, "People/Li Wei.md"))


def test_a_mark_made_again_is_not_carried_out_again(vault: Path) -> None:
    """As after a kill between the note's edit and the digest's, and where two devices had the same mark."""
    marks = {"x": "[[Li Wei]]", ">": "[[Ana]]", "!": "[[张三]]"}
    for one, link in marks.items():
        mark(vault, one, link)
    mark(vault, ">", "[[2026-11-01 Lunch|names of buyers]]")
    marked = digest(vault)
    render(vault)
    after = {path: note(vault, path) for path in NOTES}
    for today in (TODAY, TODAY + timedelta(days=3)):
        (vault / "Digests/Follow-ups.md").write_bytes(marked.encode())
        assert render(vault, today=today).done == []
        assert {path: note(vault, path) for path in NOTES} == after
        assert "[x]" not in digest(vault)


def test_two_devices_that_both_logged_the_row_count_it_once(vault: Path) -> None:
    row = row_of(vault, "[[Li Wei]]")
    lines = f"- 2026-11-25 coffee ^{row}\n- 2026-11-24 coffee ^{row}\n"
    (vault / "People/Li Wei.md").write_text(LI.replace("## Log\n", f"## Log\n{lines}"))
    card = run("contact", "Li Wei", "--json", "--today", "2026-11-26", cwd=vault).stdout
    assert card.count('"kind": "touch"') == 2


def test_other_words_for_a_row_that_is_logged_are_not_dropped(vault: Path) -> None:
    mark(vault, "x", "[[Li Wei]]", "signed")
    marked = digest(vault)
    render(vault)
    (vault / "Digests/Follow-ups.md").write_bytes(marked.replace("signed", "signed, and asked for more").encode())
    render(vault)
    assert "- [x] [[Li Wei]] signed, and asked for more ^vt-" in digest(vault)
    assert "with other words" in digest(vault)


def test_what_cannot_be_carried_out_stays_with_its_reason_and_is_done_once_it_can(vault: Path) -> None:
    mark(vault, "x", "[[Li Wei]]", "signed")
    mark(vault, "?", "[[Ana]]")
    mark(vault, ">", "[[张三]]", "someday")
    broken = LI.replace("met: 2024", "x: [\nmet: 2024")
    (vault / "People/Li Wei.md").write_text(broken)
    render(vault)
    assert note(vault, "People/Li Wei.md") == broken
    assert re.search(
        r"- \[x\] \[\[Li Wei\]\] signed \^vt-\w+\n    - ✗ not carried out: People/Li Wei.md:\d: the fr", digest(vault)
    )
    assert "- ✗ not carried out: the mark `?` means nothing here" in digest(vault)
    assert "- ✗ not carried out: can't read “someday” as a day" in digest(vault)
    assert "Written inside" not in digest(vault)
    before = digest(vault)
    assert render(vault).written == []
    assert digest(vault) == before
    (vault / "People/Li Wei.md").write_text(LI)
    assert render(vault).done == ["[x] Li Wei"]
    assert "- 2026-11-24 signed ^vt-" in note(vault, "People/Li Wei.md")


def test_the_row_of_a_note_that_is_gone_stays_below_until_it_is_deleted(vault: Path) -> None:
    mark(vault, "x", "[[Li Wei]]", "signed")
    (vault / "People/Li Wei.md").unlink()
    (vault / "Meetings/2026-11-01 Lunch.md").unlink()
    render(vault)
    stuck = r"\*\*✗ Not carried out\*\*\n\n- \[x\] \[\[Li Wei\]\] signed \^vt-\w+\n    - ✗ not carried out: \[\[Li Wei\]\] leads"
    assert re.search(stuck, digest(vault))
    assert render(vault).written == []
    rewrite(vault, r"- \[x\] .*\n.*✗ .*\n", "")
    render(vault)
    assert "✗" not in digest(vault)
    assert "Written inside" not in digest(vault)


def test_words_without_a_mark_wait_in_their_row(vault: Path) -> None:
    mark(vault, " ", "[[Li Wei]]", "ask about sp")
    render(vault, today=TODAY + timedelta(days=1))
    assert "- [ ] [[Li Wei]] ask about sp ^vt-" in digest(vault)
    assert "Written inside" not in digest(vault)
    (vault / "People/Li Wei.md").write_text(LI + "- 2026-11-24 call\n")
    render(vault)
    below = digest(vault).partition("<!-- /vault-tools -->")[2]
    assert re.fullmatch(r"\n\n## Written inside the digest\n\n- \[ \] \[\[Li Wei\]\] ask about sp \^vt-\w+\n", below)
    assert "[[Li Wei]] ask about sp" not in digest(vault).partition("<!-- /vault-tools -->")[0]


def test_a_row_keeps_its_id_while_others_come_and_go_and_under_another_name(vault: Path) -> None:
    row = row_of(vault, "[[Li Wei]]")
    (vault / "People/Bo.md").write_text("---\nmet: 2020-01-01\n---\n")
    (vault / "People/Ana.md").unlink()
    render(vault, today=TODAY + timedelta(days=1))
    assert row_of(vault, "[[Li Wei]]") == row
    assert run("rename", "Li Wei", "Li Wei (Starwood)", cwd=vault).returncode == 0
    render(vault, today=TODAY + timedelta(days=1))
    assert row_of(vault, "[[Li Wei (Starwood)]]") == row
    mark(vault, "x", "[[Li Wei (Starwood)]]")
    assert render(vault).done == ["[x] Li Wei (Starwood)"]


def test_marks_work_in_any_note_in_any_line_ends_and_without_the_cache(vault: Path) -> None:
    home = "\ufeff# Home\r\n\r\n<!-- vault-tools: follow-ups limit=2 -->\r\n<!-- /vault-tools -->\r\nmine\r\n"
    (vault / "Home.md").write_bytes(home.encode())
    render(vault)
    mark(vault, "x", "[[张三]]", "喝茶", "Home.md")
    shutil.rmtree(vault / ".vault-tools")
    assert render(vault).done == ["[x] 张三"]
    text = note(vault, "Home.md")
    assert text.startswith("\ufeff# Home\r\n\r\n<!-- vault-tools: follow-ups limit=2 hash=")
    assert text.endswith("<!-- /vault-tools -->\r\nmine\r\n")
    assert "张三" not in text
    assert text.count("\n") == text.count("\r\n")
    assert "Written inside" not in text + digest(vault)


def test_with_markdown_links(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "v", NOTES, CONFIG + 'links = "markdown"\n')
    render(vault)
    mark(vault, "x", "[Li Wei](People/Li%20Wei.md)", "call")
    mark(vault, "x", r"[send the \*outline\*](Meetings/2026-11-01%20Lunch.md)")
    assert sorted(render(vault).done) == ["[x] Li Wei", "[x] send the *outline*"]


def test_undo_takes_a_mark_back_and_the_row_returns(vault: Path) -> None:
    mark(vault, "x", "[[Li Wei]]", "signed")
    row = row_of(vault, "[[Li Wei]]")
    render(vault)
    assert undo(vault) is not None
    assert note(vault, "People/Li Wei.md") == LI
    render(vault)
    assert row_of(vault, "[[Li Wei]]") == row


def test_check_tells_of_marks_and_carries_nothing_out(vault: Path) -> None:
    mark(vault, "x", "[[Li Wei]]")
    before = digest(vault)
    assert render(vault, check=True).written == ["Digests/Follow-ups.md"]
    assert (digest(vault), note(vault, "People/Li Wei.md")) == (before, LI)


def test_without_actions_rows_are_plain_bullets(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "v", NOTES, CONFIG + "actions = false\n")
    render(vault)
    assert "- [[Li Wei]] — you promised by 2026-11-10: " in digest(vault)
    assert "[ ]" not in digest(vault)
    assert "vt-" not in digest(vault)


def test_a_note_that_cannot_be_written_keeps_its_mark(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark(vault, "x", "[[Li Wei]]")
    fsync = os.fsync

    def full(handle: int) -> None:
        if "Li Wei" in Path(f"/proc/self/fd/{handle}").readlink().name:
            raise OSError(28, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full)
    assert render(vault).done == []
    assert re.search(
        r"\[x\] \[\[Li Wei\]\] \^vt-\w+\n    - ✗ not carried out: People/Li Wei.md: .*No space", digest(vault)
    )
    monkeypatch.undo()
    assert render(vault).done == ["[x] Li Wei"]
    assert render(vault).unchanged


MARKET = {
    "People/Li Wei.md": "---\nmet: 2024-03-01\nneeds: AI training\n---\n## Log\n- 2026-11-20 coffee\n",
    "People/Ana.md": "---\nmet: 2025-11-01\noffers: AI training\norg: X\n---\n## Log\n- 2026-11-20 coffee\n",
    "People/张三.md": "---\n姓名: 张三\n需求: AI training\n---\n## 记录\n- 2026-11-20 咖啡\n",
    "Introductions/Old.md": "---\nbetween: [Li Wei, 张三]\nstatus: asked  # twice\n---\n",
    "Introductions/旧.md": "---\n双方: [Ana, 张三]\n状态: 想法\n需求: 别的\n---\n",
}
INTRODUCTIONS = "Digests/Introductions.md"


@pytest.fixture
def market(tmp_path: Path) -> Path:
    made = write_vault(tmp_path / "market", MARKET, 'digests = ["introductions"]\n')
    render(made)
    return made


def test_a_proposal_becomes_an_introduction_or_is_declined_for_good(market: Path) -> None:
    mark(market, "x", "[[Li Wei|Li Wei × Ana]]", note=INTRODUCTIONS)
    mark(market, "-", "[[张三|张三 × Ana]]", note=INTRODUCTIONS)
    marked = (market / INTRODUCTIONS).read_bytes()
    assert sorted(render(market).done) == ["[-] 张三 × Ana", "[x] Li Wei × Ana"]
    made = note(market, "Introductions/Li Wei and Ana.md")
    assert 'between: ["[[Li Wei]]", "[[Ana]]"]\n' in made
    assert "status: asked\n" in made
    assert "need: AI training\n" in made
    assert "Bring them together" not in note(market, INTRODUCTIONS)
    (market / INTRODUCTIONS).write_bytes(marked)
    assert render(market).done == []
    assert len(list((market / "Introductions").iterdir())) == 4


def test_an_introduction_moves_on_by_one_status_a_mark(market: Path) -> None:
    for link in ("[[Old]]", "[[旧]]"):
        mark(market, "x", link, note=INTRODUCTIONS)
    marked = (market / INTRODUCTIONS).read_bytes()
    render(market)
    assert note(market, "Introductions/Old.md") == MARKET["Introductions/Old.md"].replace("asked", "made")
    assert "状态: 已询问\n" in note(market, "Introductions/旧.md")
    (market / INTRODUCTIONS).write_bytes(marked)
    assert render(market).done == []
    mark(market, "-", "[[Old]]", note=INTRODUCTIONS)
    mark(market, "!", "[[旧]]", note=INTRODUCTIONS)
    render(market)
    assert "status: declined  # twice\n" in note(market, "Introductions/Old.md")
    assert "✗ not carried out: `!` means nothing for an introduction" in note(market, INTRODUCTIONS)


@pytest.fixture
def queue(tmp_path: Path) -> Path:
    notes = {
        "People/Ana.md": "---\nmet: 2025-11-01\nnext: 2026-01-01\n---\nText\n",
        "People/李四.md": "---\n姓名: 李四\n认识日期: 2025-12-01\n---\n",
        "People/Li Wei.md": "---\nmet: 2026-03-01   # at the fair\n---\n## Log\n- 2026-03-01 event\n",
    }
    made = write_vault(tmp_path / "vault", notes, 'digests = ["screening", "follow-ups"]\n')
    render(made)
    return made


SCREENING = "Digests/Screening.md"


def judge(vault: Path, sign: str, link: str, words: str = "") -> list[str]:
    mark(vault, sign, link, words, note=SCREENING)
    return render(vault).done


def test_marks_typed_behind_a_name_judge_as_the_command_does(queue: Path) -> None:
    assert re.search(r"^- \[ \] \[\[Ana\]\] \^vt-s\w+\n    - ", note(queue, SCREENING), re.MULTILINE)
    assert judge(queue, "x", "[[Li Wei]]", "4 3 1 later") == ["[x] Li Wei"]
    by_row = note(queue, "People/Li Wei.md")
    undo(queue)
    done = run("judge", "Li Wei", "--fit", "4", "--future", "3", "--interest", "1", "--later", "--vault", queue, *DAY)
    assert done.returncode == 0, done.stderr
    assert note(queue, "People/Li Wei.md") == by_row
    assert "fit: 4\nfuture: 3\ninterest: 1\nscreened: 2026-11-24\noutlook: later\n" in by_row
    render(queue)
    assert "[[Li Wei]] ^vt-s" not in note(queue, SCREENING)


def test_a_chinese_note_is_judged_in_its_own_words_and_on_the_day_it_was_ticked(queue: Path) -> None:
    judge(queue, "x", "[[李四]]", "2、4 以后 ✅ 2026-11-20")
    assert "合作度: 2\n未来合作度: 4\n筛选日期: 2026-11-20\n展望: 以后\n" in note(queue, "People/李四.md")


def test_closing_needs_no_mark_and_putting_off_is_a_snooze(queue: Path) -> None:
    judge(queue, "-", "[[李四]]")
    assert "展望: 不再\n" in note(queue, "People/李四.md")
    judge(queue, ">", "[[Ana]]", "2026-12-24")
    assert "next: 2026-12-24\n" in note(queue, "People/Ana.md")
    judge(queue, ">", "[[Li Wei]]")
    assert "next: 2027-05-23\n" in note(queue, "People/Li Wei.md")  # one step of 180 days
    text = note(queue, SCREENING)
    assert "- [ ]" not in text
    assert "Put off until a day you set (`next`): [[Ana]] (2026-12-24), [[Li Wei]] (2027-05-23)" in text
    assert render(queue).unchanged


@pytest.mark.parametrize(
    ("sign", "words", "reason"),
    [
        ("x", "4 nice", "can't read “nice” as a mark from 0 to 5 or as an outlook"),
        ("x", "", "no fit is typed behind the name"),
        ("x", "later", "no fit is typed behind the name"),
        ("x", "- 3", "no fit is typed behind the name"),
        ("!", "", "`!` means nothing for somebody to judge"),
        ("-", "rude", "the mark `-` has no place for words"),
        (">", "soon-ish", "can't read “soon-ish” as a day"),
    ],
)
def test_what_cannot_be_read_stays_in_the_row_with_the_reason(queue: Path, sign: str, words: str, reason: str) -> None:
    before = note(queue, "People/Ana.md")
    assert judge(queue, sign, "[[Ana]]", words) == []
    assert note(queue, "People/Ana.md") == before
    typed = f" {words}" if words else ""
    row = rf"- \[{re.escape(sign)}\] \[\[Ana\]\]{re.escape(typed)} \^vt-s\w+\n    - ✗ not carried out: {re.escape(reason)}"
    assert re.search(row, note(queue, SCREENING)), note(queue, SCREENING)
    assert render(queue).written == []
    rewrite(queue, rf"- \[{re.escape(sign)}\] \[\[Ana\]\]{re.escape(typed)}", "- [x] [[Ana]] 3", SCREENING)
    assert render(queue).done == ["[x] Ana"]
    assert "✗" not in note(queue, SCREENING)


def test_never_alone_closes_and_marks_before_it_are_kept(queue: Path) -> None:
    judge(queue, "x", "[[Ana]]", "never")
    assert "outlook: never\n" in note(queue, "People/Ana.md")
    assert "fit" not in note(queue, "People/Ana.md")
    judge(queue, "x", "[[Li Wei]]", "0 0 4 never")
    assert "interest: 4\n" in note(queue, "People/Li Wei.md")


def test_a_judgement_made_meanwhile_is_not_written_over(queue: Path) -> None:
    marked = note(queue, SCREENING).replace("- [ ] [[Ana]]", "- [x] [[Ana]] 4 3")
    (queue / "People/Ana.md").write_text("---\nfit: 2\nscreened: 2026-11-01\n---\n", encoding="utf-8")
    (queue / SCREENING).write_text(marked, encoding="utf-8")
    assert render(queue).done == []
    assert "fit: 2\nscreened: 2026-11-01\n---" in note(queue, "People/Ana.md")
    assert "✗ not carried out: People/Ana.md is judged already, with other marks" in note(queue, SCREENING)
    (queue / SCREENING).write_text(marked.replace("[[Ana]] 4 3", "[[Ana]] 2"), encoding="utf-8")
    render(queue)
    assert "✗" not in note(queue, SCREENING)  # the same judgement, marked on another device: done
    assert "fit: 2\nscreened: 2026-11-01\n---" in note(queue, "People/Ana.md")


def test_a_row_to_judge_keeps_its_id_and_words_when_the_note_is_renamed(queue: Path) -> None:
    found = re.search(r"- \[ \] \[\[Ana\]\] (\^vt-s\w+)", note(queue, SCREENING))
    assert found
    rewrite(queue, r"\[\[Ana\]\] \^vt-s", "[[Ana]] perhaps 3 ^vt-s", SCREENING)
    done = run("rename", "People/Ana.md", "People/Ana Lee.md", "--vault", queue, *DAY)
    assert done.returncode == 0, done.stderr
    (queue / "People/Ana.md").write_text("---\nmet: 2025-01-01\n---\n", encoding="utf-8")
    render(queue)
    assert f"- [ ] [[Ana Lee]] perhaps 3 {found[1]}" in note(queue, SCREENING)
    other = re.search(r"- \[ \] \[\[Ana\]\] (\^vt-s\w+)", note(queue, SCREENING))
    assert other
    assert other[1] != found[1]


def test_a_row_whose_link_came_to_mean_several_notes_still_judges_its_own(queue: Path) -> None:
    mark(queue, "x", "[[Ana]]", "3", note=SCREENING)
    (queue / "People/Old").mkdir()
    (queue / "People/Old/Ana.md").write_text("---\nmet: 2020-01-01\n---\n", encoding="utf-8")
    assert render(queue).done == ["[x] Ana"]
    assert "fit: 3\n" in note(queue, "People/Ana.md")
    assert "fit" not in note(queue, "People/Old/Ana.md")


def test_rows_of_the_neglected_are_those_of_the_follow_ups(tmp_path: Path) -> None:
    notes = {"People/Ana.md": "---\nfit: 4\n---\n## Log\n- 2025-01-01 call\n"}
    vault = write_vault(tmp_path / "vault", notes, 'digests = ["screening", "follow-ups"]\n')
    render(vault)
    rows = [re.findall(r"\[\[Ana\]\] \^(vt-\w+)", note(vault, path)) for path in (SCREENING, "Digests/Follow-ups.md")]
    assert rows[0] == rows[1]
    assert rows[0][0].startswith("vt-c")
    assert judge(vault, "x", "[[Ana]]", "call — back again") == ["[x] Ana"]
    assert "- 2026-11-24 call — back again ^vt-c" in note(vault, "People/Ana.md")
    assert "Neglected" not in note(vault, SCREENING)


WISH = {
    "People/Ann.md": "---\nmet: 2026-01-01\nfit: 4\ncircles: Guild\nindustry: Trade\nposition: seller\n---\n## Log\n"
    "- 2026-10-20 call — wants her clerks trained [signal:: AI training] [for:: 2027-H1]\n"
    "- 2026-10-21 coffee\n",
    "People/Bo.md": "---\nmet: 2026-01-01\nfit: 4\ncircles: Guild\n---\n## Log\n- 2026-10-20 call\n- 2026-10-21 call\n",
    "Industries/Trade.md": "---\nchain: [seller, buyer]\n---\n",
}
WISH_CONFIG = 'digests = ["signals", "partners", "circles", "landscape"]\n'


@pytest.fixture
def wishes(tmp_path: Path) -> Path:
    made = write_vault(tmp_path / "vault", WISH, WISH_CONFIG)
    render(made)
    return made


@pytest.mark.parametrize(("sign", "status"), [("x", "proposed"), (">", "idea"), ("-", "lost")])
def test_a_wish_becomes_a_deal_and_asks_no_more(wishes: Path, sign: str, status: str) -> None:
    row = "[[Ann|Ann — AI training]]"
    mark(wishes, sign, row, "half a day, CNY 3,000", note="Digests/Signals.md")
    render(wishes)
    made = note(wishes, "Deals/Ann AI training.md")
    assert f"status: {status}\n" in made
    assert "topic: AI training\n" in made
    assert "half a day, CNY 3,000" in made
    assert (f"ended: {TODAY}\n" in made) == (status == "lost")
    assert row not in note(wishes, "Digests/Signals.md")
    assert "[[Ann]] ^vt-o" not in note(wishes, "Digests/Partners.md")
    undo(wishes)
    render(wishes)
    assert f"- [ ] {row} ^vt-o" in note(wishes, "Digests/Signals.md")


def test_a_first_piece_of_work_is_noted_with_what_was_typed_as_its_topic(wishes: Path) -> None:
    mark(wishes, "x", "[[Bo]]", "price list", note="Digests/Partners.md")
    render(wishes)
    assert "topic: price list\n" in note(wishes, "Deals/Bo price list.md")
    assert "[[Bo]]" not in note(wishes, "Digests/Partners.md").split("##")[0]
    assert "[[Bo]] ^vt-o" not in note(wishes, "Digests/Partners.md")


def test_an_offer_marked_on_two_devices_is_noted_once(wishes: Path) -> None:
    row = "[[Ann|Ann — AI training]]"
    mark(wishes, "x", row, note="Digests/Signals.md")
    twice = note(wishes, "Digests/Signals.md")
    render(wishes)
    (wishes / "Digests/Signals (device B).md").write_text(twice, encoding="utf-8")
    render(wishes)
    assert [path.name for path in (wishes / "Deals").iterdir()] == ["Ann AI training.md"]


def test_what_one_brings_and_how_they_earn_go_into_the_note_as_typed(wishes: Path) -> None:
    mark(wishes, "x", "[[Ann]]", 'a buyer: "quiet" ones', note="Digests/Circles.md")
    mark(wishes, "x", "[[Ann]]", "3% of sales", note="Digests/Landscape.md")
    render(wishes)
    shown = note(wishes, "People/Ann.md")
    assert 'earns: "3% of sales"\n' in shown
    assert '- You bring [[Ann]]: a buyer: "quiet" ones\n' in note(wishes, "Digests/Circles.md")
    assert "[[Ann]] earns by: 3% of sales" in note(wishes, "Digests/Landscape.md")
    assert "^vt-e" not in note(wishes, "Digests/Landscape.md")


def test_a_fact_without_words_or_with_another_mark_waits_and_says_what_to_do(wishes: Path) -> None:
    mark(wishes, "x", "[[Ann]]", note="Digests/Circles.md")
    mark(wishes, ">", "[[Bo]]", "next year", note="Digests/Circles.md")
    render(wishes)
    shown = note(wishes, "Digests/Circles.md")
    assert shown.count("type them behind the name and mark it x") == 2
    assert "- [>] [[Bo]] next year ^vt-v" in shown
    assert "value" not in note(wishes, "People/Bo.md")


def test_a_fact_that_the_note_was_given_meanwhile_stays(wishes: Path) -> None:
    mark(wishes, "x", "[[Ann]]", "buyers", note="Digests/Circles.md")
    rewrite(wishes, "fit: 4", "fit: 4\nvalue: quiet evenings", note="People/Ann.md")
    render(wishes)
    assert "value: quiet evenings\n" in note(wishes, "People/Ann.md")
    assert "the note says “quiet evenings” already" in note(wishes, "Digests/Circles.md")


def test_an_offer_that_was_tried_is_no_offer(wishes: Path) -> None:
    mark(wishes, "!", "[[Ann|Ann — AI training]]", note="Digests/Signals.md")
    render(wishes)
    assert "`!` means nothing for an offer" in note(wishes, "Digests/Signals.md")
    assert not (wishes / "Deals").exists()


HELP = {
    "People/Ann.md": "---\nmet: 2026-01-01\nneeds: AI training\n---\n## Log\n- 2026-10-21 coffee\n",
    "Resources/Class.md": "---\noffers: AI training\n---\n",
}


@pytest.mark.parametrize(("sign", "status"), [("x", "proposed"), (">", "idea"), ("-", "lost")])
def test_a_need_one_can_meet_oneself_becomes_an_offer_and_asks_no_more(tmp_path: Path, sign: str, status: str) -> None:
    vault = write_vault(tmp_path / "vault", HELP, 'digests = ["introductions"]\n')
    render(vault)
    row = "[[Ann|Ann — AI training]]"
    mark(vault, sign, row, "half a day", note=INTRODUCTIONS)
    assert render(vault).done == [f"[{sign}] Ann — AI training"]
    made = note(vault, "Deals/Ann AI training.md")
    assert f"status: {status}\n" in made
    assert "topic: AI training\n" in made
    assert "half a day" in made
    assert row not in note(vault, INTRODUCTIONS)
    undo(vault)
    render(vault)
    assert f"- [ ] {row} ^vt-o" in note(vault, INTRODUCTIONS)


def test_who_had_the_work_done_may_need_more_of_it(tmp_path: Path) -> None:
    done = {"Deals/Pilot.md": "---\nwith: Ann\nstatus: done\ntopic: AI training\nended: 2026-09-01\n---\n"}
    vault = write_vault(tmp_path / "vault", HELP | done, 'digests = ["introductions"]\nactions = false\n')
    render(vault)
    assert "- [[Ann]] needs “AI training” — your [[Class]]: “AI training”\n" in note(vault, INTRODUCTIONS)


def test_the_row_of_a_partner_gone_quiet_is_that_of_the_follow_ups(tmp_path: Path) -> None:
    notes = {
        "People/Ann.md": "---\nmet: 2025-01-01\n---\n## Log\n- 2025-05-01 coffee\n",
        "Deals/Pilot.md": "---\nwith: Ann\nstatus: done\nstarted: 2025-02-01\nended: 2025-04-01\n---\n",
    }
    vault = write_vault(tmp_path / "vault", notes, 'digests = ["partners", "follow-ups"]\n')
    render(vault)
    partners = "Digests/Partners.md"
    rows = [
        re.findall(r"- \[ \] \[\[Ann\]\] \^(vt-c\w+)", note(vault, path))
        for path in (partners, "Digests/Follow-ups.md")
    ]
    assert rows[0] == rows[1] != []
    mark(vault, "x", "[[Ann]]", "call — back again", note=partners)
    assert render(vault).done == ["[x] Ann"]
    assert "- 2026-11-24 call — back again ^vt-c" in note(vault, "People/Ann.md")
    assert "no word since" not in note(vault, partners)


CODE_WORDS = "send the `v2` draft"


@pytest.mark.parametrize("style", ["wikilink", "markdown"])
def test_a_promise_shows_its_words_in_back_ticks_and_is_ticked_by_them(tmp_path: Path, style: str) -> None:
    task = f"- [ ] {CODE_WORDS} 📅 2026-11-20"
    vault = write_vault(
        tmp_path / "vault", {"People/Ann.md": f"---\nmet: 2026-01-01\n---\n{task}\n"}, f'{CONFIG}links = "{style}"\n'
    )
    render(vault)
    link = {"wikilink": f"[[Ann|{CODE_WORDS}]]", "markdown": f"[{CODE_WORDS}](People/Ann.md)"}[style]
    assert f"- [ ] {link} ^vt-p" in digest(vault).replace("](/", "](").replace("](../", "](")
    rewrite(vault, r"- \[ \] (\[+(?:Ann\|)?send)", r"- [x] \g<1>")
    assert render(vault).done == [f"[x] {CODE_WORDS}"]
    assert "- [x] send the `v2` draft 📅 2026-11-20 ✅" in note(vault, "People/Ann.md")
    assert "- [x]" not in digest(vault)
