"""A log line goes where the list's own order wants it, in the list's own form."""

from datetime import date

import pytest

from vault_tools.vault.edit.lines import EditRefused
from vault_tools.vault.edit.log import insert_log_line

HEADINGS = frozenset({"log", "记录"})


def logged(note: str, day: str) -> str:
    return insert_log_line(note.encode(), date.fromisoformat(day), f"{day} new", HEADINGS, "## Log").decode()


@pytest.mark.parametrize(
    ("note", "day", "after"),
    [
        ("## Log\n- 2026-03-01 a\n- 2026-01-01 b\n", "2026-04-01", "## Log\n- 2026-04-01 new\n- 2026-03-01 a\n- 2026-01-01 b\n"),
        ("## Log\n- 2026-03-01 a\n- 2026-01-01 b\n", "2026-02-01", "## Log\n- 2026-03-01 a\n- 2026-02-01 new\n- 2026-01-01 b\n"),
        ("## Log\n- 2026-03-01 a\n- 2026-02-01 b\n", "2026-01-01", "## Log\n- 2026-03-01 a\n- 2026-02-01 b\n- 2026-01-01 new\n"),
        ("## Log\n- 2026-01-01 a\n- 2026-03-01 b\n", "2026-04-01", "## Log\n- 2026-01-01 a\n- 2026-03-01 b\n- 2026-04-01 new\n"),
        ("## Log\n- 2026-01-01 a\n- 2026-03-01 b\n", "2026-03-01", "## Log\n- 2026-01-01 a\n- 2026-03-01 b\n- 2026-03-01 new\n"),
        ("## Log\n- 2026-02-01 a\n- 2026-03-01 b\n", "2026-01-01", "## Log\n- 2026-01-01 new\n- 2026-02-01 a\n- 2026-03-01 b\n"),
        ("## Log\n- 2026-01-01 a\n", "2026-04-01", "## Log\n- 2026-04-01 new\n- 2026-01-01 a\n"),
        ("## Log\n* 2026-01-01 a\n", "2026-04-01", "## Log\n* 2026-04-01 new\n* 2026-01-01 a\n"),
        ("## 记录\n- 2026-01-01 a\n  - more\n\n    still\n- 2026-02-01 b\n\nEnd\n", "2026-01-05",
         "## 记录\n- 2026-01-01 a\n  - more\n\n    still\n- 2026-01-05 new\n- 2026-02-01 b\n\nEnd\n"),
        ("## Log\n- 2026-02-01 a\n\n- 2026-01-01 b\n", "2026-03-01", "## Log\n- 2026-03-01 new\n\n- 2026-02-01 a\n\n- 2026-01-01 b\n"),
        ("## Log\n", "2026-03-01", "## Log\n- 2026-03-01 new\n"),
        ("## Log", "2026-03-01", "## Log\n- 2026-03-01 new"),
        ("## Log\n\n## Next\n", "2026-03-01", "## Log\n\n- 2026-03-01 new\n\n## Next\n"),
        ("## Log\n## Next\n", "2026-03-01", "## Log\n- 2026-03-01 new\n\n## Next\n"),
        ("## Log\nSome words.\n", "2026-03-01", "## Log\nSome words.\n\n- 2026-03-01 new\n"),
        ("## Log\n- undated\n", "2026-03-01", "## Log\n- undated\n- 2026-03-01 new\n"),
        ("Text", "2026-03-01", "Text\n\n## Log\n- 2026-03-01 new"),
        ("Text\n\n", "2026-03-01", "Text\n\n## Log\n- 2026-03-01 new\n"),
        ("", "2026-03-01", "## Log\n- 2026-03-01 new\n"),
        ("```\n## Log\n```\n", "2026-03-01", "```\n## Log\n```\n\n## Log\n- 2026-03-01 new\n"),
        ("## Log\r\n- 2026-01-01 a\r\n", "2026-04-01", "## Log\r\n- 2026-04-01 new\r\n- 2026-01-01 a\r\n"),
        ("\ufeff---\na: [\n---\n", "2026-04-01", "\ufeff---\na: [\n---\n\n## Log\n- 2026-04-01 new\n"),
    ],
)  # fmt: skip
def test_where_it_goes(note: str, day: str, after: str) -> None:
    assert logged(note, day) == after


@pytest.mark.parametrize("note", ["Text\n\n```\ncode never closed", "Text\n\n<!-- open", "a %% b", "---\na: 1\n"])
def test_where_it_would_not_be_read_it_is_refused(note: str) -> None:
    with pytest.raises(EditRefused):
        logged(note, "2026-03-01")


@pytest.mark.parametrize("words", ["2026-03-01 <!-- x", "2026-03-01 a %% b"])
def test_words_that_would_hide_the_rest_of_the_note_are_refused(words: str) -> None:
    with pytest.raises(EditRefused, match="edit-reaches-further"):
        insert_log_line(b"## Log\n- 2026-01-01 a\n", date(2026, 3, 1), words, HEADINGS, "## Log")
