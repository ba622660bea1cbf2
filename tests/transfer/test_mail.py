"""What the headers of mail come to."""

from pathlib import Path

import pytest

from tests.helpers import TODAY
from vault_tools.transfer.arrivals import Happening, Options, Reading
from vault_tools.transfer.sources import ImportRefused, read_all

ME, LI, BOB = "Me <me@mine.example>", "Li Wei <li@star.example>", "bob@stone.example"


def mail(
    day: str, sender: str, to: str, subject: str = "Offer", *, id_: str = "", more: str = "", body: str = "Hi\n"
) -> str:
    month, number = day.split("-")
    name = {"03": "Mar", "06": "Jun", "09": "Sep"}[month]
    head = f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: {number} {name} 2026 12:00:00 +0000\n"
    return f"From x Mon {name} {number} 12:00:00 2026\n{head}Message-ID: <{id_ or day + subject}@x>\n{more}\n{body}\n"


INBOUND = mail("09-01", "zed@x.example", ME, "Unrelated", id_="zz")


def reading(tmp_path: Path, *mails: str, **options: object) -> Reading:
    (tmp_path / "box").write_text("".join(mails) + INBOUND, encoding="utf-8")
    chosen = {"me": ("me@mine.example",), **options}
    return read_all([str(tmp_path / "box")], Options(today=TODAY, **chosen))  # type: ignore[arg-type]


def lines(reading: Reading) -> list[tuple[str, str, str, str]]:
    return [
        (one.day.strftime("%m-%d"), one.people[0][1].partition("@")[0], one.response, one.initiated)
        for one in reading.happenings
        if one.people[0][1] != "zed@x.example"
    ]


def test_what_was_answered_is_a_touch_and_what_was_not_an_attempt(tmp_path: Path) -> None:
    read = reading(
        tmp_path,
        mail("03-02", ME, f"{LI}, {BOB}", id_="a"),
        mail("03-04", LI, ME, "Re: Offer", more="In-Reply-To: <a@x>\n"),
        mail("03-05", ME, LI, "Re: Offer", more="References: <a@x> <03-04Re: Offer@x>\n"),
    )
    assert lines(read) == [
        ("03-02", "bob", "none", "me"),
        ("03-02", "li", "", "me"),
        ("03-04", "li", "", "me"),
    ]
    assert {one.title for one in read.happenings} == {"Offer", "Unrelated"}
    assert all(one.logged and one.channel == "email" for one in read.happenings)


def test_an_answer_that_refers_to_nothing_is_found_by_its_subject(tmp_path: Path) -> None:
    box = mail("03-02", ME, LI, "报价"), mail("03-04", LI, ME, "回复：报价"), mail("06-01", ME, LI, "Dinner")
    assert lines(reading(tmp_path, *box)) == [
        ("03-02", "li", "", "me"),
        ("03-04", "li", "", "me"),
        ("06-01", "li", "none", "me"),
    ]


def test_one_line_a_day_and_a_touch_before_an_attempt(tmp_path: Path) -> None:
    box = mail("03-02", ME, LI, "One"), mail("03-02", LI, ME, "Two"), mail("03-02", LI, ME, "Three")
    read = reading(tmp_path, *box)
    assert lines(read) == [("03-02", "li", "", "them")]
    assert read.happenings[0].title == "Three; Two"


def test_a_thread_as_a_meeting(tmp_path: Path) -> None:
    box = mail("03-02", ME, f"{LI}, {BOB}", id_="a"), mail("03-04", LI, ME, "Re: Offer", more="References: <a@x>\n")
    first, _other = reading(tmp_path, *box, as_meetings=True).happenings
    assert (first.id, str(first.day), first.response, first.initiated) == ("mid:a@x", "2026-03-04", "", "me")
    assert [email for _name, email in first.people] == ["bob@stone.example", "li@star.example"]
    assert [str(day) for day in first.days] == ["2026-03-02", "2026-03-04"]
    [alone, _other] = reading(tmp_path, box[0], as_meetings=True).happenings
    assert (str(alone.day), alone.response) == ("2026-03-02", "none")


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (mail("03-02", LI, ME, more="List-Unsubscribe: <x>\n"), "newsletters and mailing lists"),
        (mail("03-02", LI, ME, more="Precedence: bulk\n"), "newsletters and mailing lists"),
        (mail("03-02", LI, ME, more="Auto-Submitted: auto-replied\n"), "sent by programs"),
        (mail("03-02", "no-reply@shop.example", ME), "from addresses nobody reads"),
        (mail("03-02", "Mailer-Daemon@x.example", ME), "from addresses nobody reads"),
        (mail("03-02", LI, ME, more="X-Gmail-Labels: Spam,Unread\n"), "spam, bin and drafts"),
        (mail("03-02", ME, ", ".join(f"p{n}@x.example" for n in range(11))), "to more than 10 people"),
        (mail("03-02", ME, ME), "from me to me"),
        (mail("03-02", LI, ME).replace("Date: 02", "Date: 99"), "without a date or a sender"),
        (mail("03-02", LI, ME).replace("2026 12:00:00 +", "2020 12:00:00 +"), "before --since"),
    ],
)
def test_what_tells_nothing_of_two_people_is_left_out_with_the_reason(tmp_path: Path, one: str, why: str) -> None:
    read = reading(tmp_path, one)
    assert (lines(read), read.skipped) == ([], {why: 1})


def test_bodies_are_passed_over_whatever_stands_in_them(tmp_path: Path) -> None:
    body = "Hi\n\nFrom here on 2026\nit goes on\n\n>From x Mon 2026\nSubject: not one\n" + "x" * 200_000 + "\n"
    box = mail("03-02", LI, ME, body=body), mail("03-04", LI, ME, "Re: Offer", body=body)
    assert lines(reading(tmp_path, *box)) == [("03-02", "li", "", "them"), ("03-04", "li", "", "them")]


def test_words_in_any_encoding(tmp_path: Path) -> None:
    box = mail("03-02", "=?gb2312?B?zfXO5Q==?= <wang@x.example>", ME, "=?utf-8?b?5oql5Lu3?= =?nonsense„?q?x?=")
    (tmp_path / "box").write_bytes(box.encode() + INBOUND.replace("Unrelated", "报价").encode("gb18030"))
    read = read_all([str(tmp_path / "box")], Options(today=TODAY, me=("me@mine.example",)))
    assert [one.people[0][0] for one in read.happenings] == ["王五", ""]
    assert read.happenings[1].title == "报价"


def test_only_what_one_sent_does_not_tell_who_answered(tmp_path: Path) -> None:
    (tmp_path / "Sent").write_text(mail("03-02", ME, LI, id_="a") + mail("03-03", ME, BOB))
    (tmp_path / "In").write_text(mail("03-04", LI, ME, "Re: Offer", more="References: <a@x>\n"))
    names = [str(tmp_path / name) for name in ("Sent", "In")]
    with pytest.raises(ImportRefused, match="does not tell who answered"):
        read_all(names[:1], Options(today=TODAY))
    read = read_all(names, Options(today=TODAY))
    assert read.shown == [("me@mine.example", "me")]
    assert lines(read) == [("03-02", "li", "", "me"), ("03-03", "bob", "none", "me"), ("03-04", "li", "", "me")]


def test_maildirs_and_single_messages(tmp_path: Path) -> None:
    for place, one in (("cur/1:2,S", mail("03-02", LI, ME)), (".Sent/cur/2", mail("03-03", ME, LI, "Else"))):
        file = tmp_path / "Maildir" / place
        file.parent.mkdir(parents=True)
        file.write_text(one.partition("\n")[2])
    (tmp_path / "one.eml").write_text(mail("03-05", LI, ME, "Third").partition("\n")[2])
    given = [str(tmp_path / name) for name in ("Maildir", "one.eml")]
    read = read_all(given, Options(today=TODAY, me=("me@mine.example",)))
    assert lines(read) == [("03-02", "li", "", "them"), ("03-03", "li", "none", "me"), ("03-05", "li", "", "them")]


def test_memory_does_not_grow_with_bodies(tmp_path: Path) -> None:
    import tracemalloc

    with (tmp_path / "box").open("w") as file:
        for number in range(30):
            file.write(mail("03-02", LI, ME, id_=str(number), body="y" * 1_000_000 + "\n"))
    tracemalloc.start()
    read_all([str(tmp_path / "box")], Options(today=TODAY, me=("me@mine.example",)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000 < (tmp_path / "box").stat().st_size


def test_nobody_who_was_never_written_to_needs_a_note(tmp_path: Path) -> None:
    read = reading(tmp_path, mail("03-02", ME, LI), mail("03-03", BOB, ME))
    mutual: dict[str, Happening] = {one.people[0][1]: one for one in read.happenings}
    assert {email: one.mutual for email, one in mutual.items()} == {
        "li@star.example": True,
        "bob@stone.example": False,
        "zed@x.example": False,
    }


def test_an_answer_of_mine_to_what_is_not_in_the_file_is_no_attempt(tmp_path: Path) -> None:
    before = mail("03-02", LI, ME, "Plan", id_="old").replace("2026 12:00:00 +", "2020 12:00:00 +")
    mine = mail("03-03", ME, LI, "Re: Plan", more="In-Reply-To: <old@x>\n")
    assert lines(reading(tmp_path, before, mine)) == [("03-03", "li", "", "them")]
    again = mail("03-09", ME, LI, "Re: Offer", more="In-Reply-To: <a@x>\n")
    assert lines(reading(tmp_path, mail("03-02", ME, LI, id_="a"), again)) == [
        ("03-02", "li", "none", "me"),
        ("03-09", "li", "none", "me"),
    ]
    forwarded = mail("03-02", ME, BOB, "Fwd: Plan")
    assert lines(reading(tmp_path, forwarded)) == [("03-02", "bob", "none", "me")]


def test_a_sender_encoded_as_a_whole_and_a_header_without_end(tmp_path: Path) -> None:
    import base64

    whole = f"=?utf-8?b?{base64.b64encode('李伟 <li@star.example>'.encode()).decode()}?="
    read = reading(tmp_path, mail("03-04", whole, ME), mail("03-05", ":" * 5000 + LI, ME, id_="deep"))
    assert [one.people for one in read.happenings if one.people[0][1] != "zed@x.example"] == [
        (("李伟", "li@star.example"),)
    ]
    assert read.skipped == {"without a date or a sender": 1}
