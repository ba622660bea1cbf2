"""Task lines are ticked, cancelled and put off in their own style, and found again after the note changed."""

from datetime import date

import pytest

from vault_tools.vault.body import Task
from vault_tools.vault.edit.lines import EditRefused
from vault_tools.vault.edit.tasks import mark_task, put_off_task

DAY = date(2026, 11, 24)


def sent(task: Task) -> bool:
    return task.text.startswith("send")


@pytest.mark.parametrize(
    ("before", "mark", "after"),
    [
        ("- [ ] send it\n", "x", "- [x] send it ✅ 2026-11-24\n"),
        ("\t* [ ] send it 📅 2026-11-01  \r\n", "x", "\t* [x] send it 📅 2026-11-01 ✅ 2026-11-24  \r\n"),
        ("1. [ ] send [due:: 2026-11-01] ^a1", "x", "1. [x] send [due:: 2026-11-01] [completion:: 2026-11-24] ^a1"),
        ("- [ ] send it ^a1\n", "-", "- [-] send it ❌ 2026-11-24 ^a1\n"),
        ("- [x] send it\n", "x", "- [x] send it\n"),
        ("- [X] send it\n", "x", "- [X] send it\n"),
        ("- [ ] send it ✅ 2026-11-20\n", "x", "- [x] send it ✅ 2026-11-20\n"),
        ("- [/] send it\n", "x", "- [x] send it ✅ 2026-11-24\n"),
    ],
)
def test_marking(before: str, mark: str, after: str) -> None:
    assert mark_task(before.encode(), 1, sent, mark, DAY) == after.encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- [ ] send it\n", "- [ ] send it 📅 2026-11-24\n"),
        ("- [ ] send it 📆 2026-11-01 ⏫\n", "- [ ] send it 📆 2026-11-24 ⏫\n"),
        ("- [ ] send (due:: 2026-11-01) it\n", "- [ ] send (due:: 2026-11-24) it\n"),
        ("- [ ] send [priority:: high] ^a\n", "- [ ] send [priority:: high] [due:: 2026-11-24] ^a\n"),
    ],
)
def test_putting_off(before: str, after: str) -> None:
    assert put_off_task(before.encode(), 1, sent, DAY) == after.encode()


def test_a_task_is_found_where_it_moved_to() -> None:
    note = b"---\na: 1\n---\nnew line\n- [ ] send it\n- [ ] other\n"
    assert mark_task(note, 4, sent, "x", DAY) == note.replace(b"[ ] send it", "[x] send it ✅ 2026-11-24".encode())


@pytest.mark.parametrize(
    "note", ["- [ ] other\n", "- [ ] send a\n- [ ] send b\n", "```\n- [ ] send it\n```\n", "> - [ ] send it\n"]
)
def test_what_is_not_there_or_not_alone_is_refused(note: str) -> None:
    with pytest.raises(EditRefused, match="edit-task-gone"):
        mark_task(note.encode(), 7, sent, "x", DAY)


def test_a_repeating_task_is_left_to_the_program_that_repeats_it() -> None:
    with pytest.raises(EditRefused, match="edit-task-repeats"):
        mark_task("- [ ] send it 🔁 every week\n".encode(), 1, sent, "x", DAY)
