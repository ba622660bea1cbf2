"""What is noted, line by line, in the words of the note it goes into."""

from datetime import date

import pytest

from tests.helpers import TODAY, record_of
from vault_tools.capture import Touch, judge, log, move_to_stage, snooze
from vault_tools.changes import Edit
from vault_tools.config import Config, Stage
from vault_tools.network.records import ContactNote
from vault_tools.scribe import Scribe, language_of

ENGLISH = b"---\norg: Star\n---\n\n## Log\n- 2026-01-01 coffee\n"
CHINESE = "---\n公司: 恒星\n---\n\n## 记录\n- 2026-01-01 咖啡\n".encode()


def after(data: bytes, edits: list[Edit]) -> str:
    for edit in edits:
        changed = edit.transform(data)
        assert changed is not None
        data = changed
    return data.decode()


def logged(data: bytes, touch: Touch, lang: str = "en") -> str:
    return after(data, log(Scribe(Config(), lang), ["A.md"], touch))


@pytest.mark.parametrize(
    ("touch", "english", "chinese"),
    [
        (Touch(TODAY), "in touch", "已联系"),
        (Touch(TODAY, " signed \n at last "), "signed at last", "signed at last"),
        (Touch(TODAY, channel="coffee"), "coffee", "咖啡"),
        (Touch(TODAY, channel="lunch"), "lunch", "lunch"),
        (Touch(TODAY, "signed", "call"), "call — signed", "电话 — signed"),
        (Touch(TODAY, fields=(("response", "none"),)), "no answer [response:: none]", "没有回音 [回应:: 无]"),
        (Touch(TODAY, fields=(("response", "declined"),)), "said no [response:: declined]", "婉拒了 [回应:: 拒绝]"),
        (
            Touch(TODAY, "hi", fields=(("signal", "AI"), ("kind", "plan"), ("for", "2027-H1"), ("initiated", "them"))),
            "hi [signal:: AI] [kind:: plan] [for:: 2027-H1] [initiated:: them]",
            "hi [信号:: AI] [种类:: 计划] [时间:: 2027-H1] [发起:: 对方]",
        ),
        (Touch(TODAY, row="vt-abc"), "in touch ^vt-abc", "已联系 ^vt-abc"),
        (Touch(TODAY).beside(["[[A]]", "[[B]]"]), "with [[A]], [[B]]", "与[[A]]、[[B]]一起"),
        (Touch(TODAY, "hi", "call").beside(["[[A]]"]), "call — hi (with [[A]])", "电话 — hi（与[[A]]一起）"),
        (Touch(TODAY, "100%").beside(["[[%s]]"]), "100% (with [[%s]])", "100%（与[[%s]]一起）"),
    ],
)
def test_a_log_line_in_either_language(touch: Touch, english: str, chinese: str) -> None:
    assert logged(ENGLISH, touch) == ENGLISH.decode().replace("## Log\n", f"## Log\n- 2026-11-24 {english}\n")
    assert logged(CHINESE, touch) == CHINESE.decode().replace("## 记录\n", f"## 记录\n- 2026-11-24 {chinese}\n")


def test_what_is_logged_is_read_again_as_it_was_meant() -> None:
    fields = (("signal", "AI"), ("kind", "plan"), ("for", "2027-H1"), ("initiated", "them"), ("next", "2026-12-08"))
    for data in (ENGLISH, CHINESE):
        record = record_of("People/A.md", logged(data, Touch(TODAY, "x", "call", fields)))
        assert isinstance(record, ContactNote)
        assert record.findings == []
        line = record.log[0]
        assert (line.channel, line.text, line.initiated, line.next) == ("call", "x", "them", date(2026, 12, 8))
        signal = record.signals[0]
        assert (signal.topic, signal.horizon) == ("AI", "2027-H1")


def test_a_note_without_words_takes_the_vaults_language() -> None:
    assert logged(b"", Touch(TODAY, "x"), "zh") == "## 记录\n- 2026-11-24 x\n"
    assert logged(b"Hello there", Touch(TODAY, "x"), "zh") == "Hello there\n\n## Log\n- 2026-11-24 x"


@pytest.mark.parametrize(
    ("note", "lang"),
    [
        ("", None),
        ("---\nmet: 2026-01-01\n---\n", None),
        ("Hello", "en"),
        ("你好", "zh"),
        ("Sent her the clip of 老徐 as I had promised", "en"),
        ("用 Notion 记的客户名单", "zh"),
        ("---\n公司: Star\n---\n## Log\n", "zh"),
        ("```\ncode and more\n```\n你好", "zh"),
    ],
)
def test_the_language_of_a_note(note: str, lang: str | None) -> None:
    assert language_of(note.encode()) == lang


def test_a_row_of_a_digest_is_logged_once() -> None:
    once = logged(ENGLISH, Touch(TODAY, row="vt-abc"))
    assert logged(once.encode(), Touch(TODAY, row="vt-abc")) == once


def test_a_value_that_would_end_its_field_is_refused() -> None:
    with pytest.raises(ValueError, match="brackets"):
        logged(ENGLISH, Touch(TODAY, "x", fields=(("signal", "a] b"),)))


def test_bytes_beside_the_line_stay() -> None:
    note = b"\xef\xbb\xbf---\r\norg: 'Star'  # x\r\n---\r\n\r\n## Log\r\n\r\n- 2026-01-01 coffee"
    expected = b"\xef\xbb\xbf---\r\norg: 'Star'  # x\r\n---\r\n\r\n## Log\r\n\r\n- 2026-11-24 hi\r\n- 2026-01-01 coffee"
    assert logged(note, Touch(TODAY, "hi")).encode() == expected


def test_judging_keeps_the_day_of_the_first_judgement() -> None:
    scribe = Scribe(Config(), "en")
    first = after(ENGLISH, judge(scribe, "A.md", date(2026, 5, 1), marks={"fit": 4.0, "future": 2.5}))
    assert (
        "fit: 4\nscreened: 2026-05-01\nfuture: 2.5\n" in first or "fit: 4\nfuture: 2.5\nscreened: 2026-05-01\n" in first
    )
    again = after(
        first.encode(), judge(scribe, "A.md", TODAY, marks={"fit": 1.0}, outlook="never", red_flags=["pays late"])
    )
    assert "screened: 2026-05-01\n" in again
    assert "fit: 1\n" in again
    assert "outlook: never\nred_flags:\n  - pays late\n" in again


def test_chinese_notes_are_judged_in_chinese() -> None:
    text = after(CHINESE, judge(Scribe(Config(), "en"), "A.md", TODAY, marks={"fit": 3.0}, outlook="later"))
    assert "公司: 恒星\n合作度: 3\n筛选日期: 2026-11-24\n展望: 以后\n---" in text


def test_a_stage_is_a_line_and_the_property_where_it_is_stated() -> None:
    scribe = Scribe(Config(), "en")
    assert "- 2026-11-24 [stage:: engaged]\n" in after(
        ENGLISH, move_to_stage(scribe, "A.md", TODAY, "engaged", stated=False)
    )
    stated = after(CHINESE, move_to_stage(scribe, "A.md", TODAY, "engaged", stated=True))
    assert "阶段: 接触\n" in stated
    assert "- 2026-11-24 [阶段:: 接触]\n" in stated
    record = record_of("People/A.md", stated)
    assert isinstance(record, ContactNote)
    assert (record.stage, record.log[0].stage) == ("engaged", "engaged")


def test_a_stage_of_the_vaults_own() -> None:
    config = Config(stages=(Stage("met"), Stage("won", label="成交")))
    edits = move_to_stage(Scribe(config, "en"), "A.md", TODAY, "won", stated=True)
    assert "[阶段:: 成交]" in after(CHINESE, edits)
    assert "[stage:: won]" in after(ENGLISH, edits)


def test_a_snooze_changes_one_value() -> None:
    note = b"---\nnext: 2026-10-15   # after his holiday\n---\n"
    assert after(note, snooze(Scribe(Config(), "en"), "A.md", date(2026, 12, 2))) == note.decode().replace(
        "2026-10-15", "2026-12-02"
    )
