"""Calendars are read back by the library of the field."""

from datetime import date, timedelta
from pathlib import Path

from icalendar import Calendar

from tests.export.samples import NOTES, sample
from tests.helpers import TODAY, context_of, run, write_vault
from vault_tools.config import Config
from vault_tools.digests.context import Context
from vault_tools.export.calendar import calendar
from vault_tools.export.choice import Filters, choose
from vault_tools.language import catalogue
from vault_tools.sentences import Sentences

CONFIG = '[export]\nics = "Digests/follow-ups.ics"\n'


def events(context: Context, lang: str = "en", **filters: str) -> list[tuple[str, date, str]]:
    """Each event's title, day and UID."""
    choice = choose(context, Filters(**filters), private=False)
    made = Calendar.from_ical(calendar(context, choice, Sentences(catalogue(lang), context.config)))
    return [(str(one["summary"]), one.decoded("dtstart"), str(one["uid"])) for one in made.walk("VEVENT")]


def test_what_is_in_it() -> None:
    found = [(title, str(day)) for title, day, _uid in events(context_of(NOTES))]
    assert found == [
        ("Talk to 欧阳娜", "2026-11-24"),
        ("Talk to Ana Ruiz", "2026-11-30"),
        ("Ana Ruiz promised: name of the venue", "2026-11-24"),
        ("Promise: send him the outline", "2026-12-01"),
        ("Birthday of Ana Ruiz", "2027-02-28"),
        ("Birthday of Li Wei", "2026-12-02"),
        ("Birthday of 欧阳娜", "2027-09-15"),
        ("Birthday of 欧阳娜", "2028-10-03"),
        ("Birthday of 欧阳娜", "2029-09-22"),
    ]
    assert ("生日：Li Wei", date(2026, 12, 2)) in [(title, day) for title, day, _uid in events(context_of(NOTES), "zh")]
    assert [title for title, _day, _uid in events(context_of(NOTES), tag="friend")] == [
        "Ana Ruiz promised: name of the venue",
        "Promise: send him the outline",
        "Birthday of Li Wei",
    ]


def test_uids_are_unique_and_stay_from_day_to_day() -> None:
    today, tomorrow = (events(context_of(NOTES, today=TODAY + timedelta(days=days))) for days in (0, 1))
    uids = [uid for _title, _day, uid in today]
    assert len(set(uids)) == len(uids)
    assert [uid for _title, _day, uid in tomorrow] == uids
    assert all(day >= TODAY + timedelta(days=1) for _title, day, _uid in tomorrow)


def test_promises_of_one_text_are_events_of_their_own() -> None:
    call = "- [ ] call 📅 2026-12-01\n- [ ] call 📅 2026-12-08\n"
    found = events(context_of({"People/Ana.md": call, "People/Bea.md": call}))
    assert [str(day)[-5:] for title, day, _uid in found if title == "Promise: call"] == [
        "12-01",
        "12-01",
        "12-08",
        "12-08",
    ]
    assert len({uid for _title, _day, uid in found}) == len(found)


def test_birthdays_come_every_year_that_of_29_february_too() -> None:
    context, choice = sample()
    made = Calendar.from_ical(calendar(context, choice, Sentences(catalogue("en"), context.config)))
    rules = {str(one["summary"]): one.get("rrule") for one in made.walk("VEVENT")}
    assert rules["Birthday of Li Wei"] == {"FREQ": ["YEARLY"]}
    assert rules["Birthday of Ana Ruiz"] == {"FREQ": ["YEARLY"], "BYMONTH": [2], "BYMONTHDAY": [-1]}
    assert rules["Birthday of 欧阳娜"] is None


def test_private_properties_stay_out() -> None:
    notes = {"People/A.md": "---\nmet: 2020-01-01\nphone: '123456'\norg: Star\nbirthday: 12-24\n---\n"}
    shown, hidden = (
        calendar(context, choose(context, Filters(), private=False), Sentences(catalogue("en"), context.config))
        for context in (context_of(notes), context_of(notes, Config(private=("phone", "org", "birthday"))))
    )
    assert b"phone: 123456" in shown
    assert b"Birthday" in shown
    assert not any(word in hidden for word in (b"123456", b"Star", b"Birthday"))


def test_digest_keeps_the_one_that_the_config_names_fresh(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, NOTES, CONFIG)
    file = vault / "Digests/follow-ups.ics"
    assert "Digests/follow-ups.ics" in run("digest", "--check", "--today", "2026-11-24", cwd=vault).stdout
    assert not file.exists()
    run("digest", "--today", "2026-11-24", cwd=vault)
    first = file.read_bytes()
    assert run("export", "ics", "--today", "2026-11-24", cwd=vault).stdout.encode().replace(
        b"\n", b"\r\n"
    ) == first.replace(b"\r\r", b"\r")
    assert run("digest", "--today", "2026-11-24", cwd=vault).stdout == "nothing changed\n"
    file.unlink()
    run("digest", "--today", "2026-11-24", cwd=vault)
    assert file.read_bytes() == first


def test_a_calendar_of_the_users_own_is_left_alone(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, {**NOTES, "Digests/follow-ups.ics": "BEGIN:VCALENDAR\nPRODID:-//Mine//EN\n"}, CONFIG)
    done = run("digest", "--today", "2026-11-24", cwd=vault)
    assert "was not made by vault-tools" in done.stdout + done.stderr
    assert "-//Mine" in (vault / "Digests/follow-ups.ics").read_text()


def test_a_slip_in_private_writes_no_calendar(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, NOTES, 'private = ["phon"]\n' + CONFIG)
    done = run("digest", "--today", "2026-11-24", cwd=vault)
    assert "`private` names phon" in done.stdout + done.stderr
    assert not (vault / "Digests/follow-ups.ics").exists()
    assert (vault / "Digests/Follow-ups.md").exists()


def test_the_calendar_lies_in_the_vault(tmp_path: Path) -> None:
    for place in ("../out.ics", "/tmp/out.ics", ".hidden/a.ics", "Digests/Follow-ups.md"):
        vault = write_vault(tmp_path / "vault", {}, f'[export]\nics = "{place}"\n')
        assert "a file below the vault's folder is meant" in run("check", cwd=vault).stdout


def test_what_is_said_of_an_event_is_in_the_commas_of_its_language() -> None:
    notes = {
        "People/王芳.md": "---\n公司: 永明\n职位: 老板\n下次: 2026-11-24\n电话: ['1', '2']\n---\n- [ ] 方案 📅 2026-11-20\n",
        "Meetings/2026-11-20 饭.md": "---\nwith: [王芳, 李伟]\n---\n- [ ] 名单 📅 2026-11-30\n",
        "People/李伟.md": "---\n---\n",
    }
    context = context_of(notes)
    choice = choose(context, Filters(), private=False)
    made = Calendar.from_ical(calendar(context, choice, Sentences(catalogue("zh"), context.config)))
    told = [str(one["description"]).split("\n") for one in made.walk("VEVENT")]
    assert told[0] == ["你答应在 2026-11-20 前：方案；你定了 2026-11-24 再联系", "永明 老板", "电话：1、2"]
    assert ["王芳、李伟"] in told
