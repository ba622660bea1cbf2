"""vCards of all kinds of programs, made for these tests, as they are read."""

from pathlib import Path
from typing import Any

import pytest

from tests.helpers import TODAY
from vault_tools.dates.birthday import Birthday, parse_birthday
from vault_tools.transfer.arrivals import Arrival, Options, Reading
from vault_tools.transfer.sources import Input
from vault_tools.transfer.vcard import birthday, read


def reading(tmp_path: Path, data: bytes | str, **options: Any) -> Reading:
    file = tmp_path / "cards.vcf"
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(Input(str(file)), Options(today=TODAY, **options))


def one(tmp_path: Path, lines: str | bytes, version: str = "3.0", **options: Any) -> Arrival:
    data = lines.encode() if isinstance(lines, str) else lines
    found = reading(tmp_path, b"BEGIN:VCARD\r\nVERSION:%b\r\n%b\r\nEND:VCARD\r\n" % (version.encode(), data), **options)
    assert len(found.arrivals) == 1, found
    return found.arrivals[0]


def extras(arrival: Arrival) -> list[tuple[str, str]]:
    return [(extra.label, extra.text) for extra in arrival.extras]


def test_apple(tmp_path: Path) -> None:
    arrival = one(
        tmp_path,
        "N:Stone;Bob;;;\r\nFN:Bob Stone\r\nORG:Acme\\, Inc.;R&D\r\nTITLE:CTO\r\n"
        "item1.EMAIL;type=INTERNET;type=pref:bob@acme.com\r\nitem1.X-ABLabel:_$!<Work>!$_\r\n"
        "TEL;type=CELL;type=VOICE;type=pref:+1 (555) 010-1234\r\n"
        "item2.URL;type=pref:https\\://www.linkedin.com/in/bob\r\nitem2.X-ABLabel:_$!<HomePage>!$_\r\n"
        "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-17\r\nNOTE:met in Graz\\, at the fair\r\n"
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg==\r\nUID:abc-1",
    )
    card = arrival.card
    assert (card.name, card.org, card.role, card.email) == ("Bob Stone", "Acme, Inc.", "CTO", ("bob@acme.com",))
    assert (card.phone, card.linkedin) == (("+1 (555) 010-1234",), "https://www.linkedin.com/in/bob")
    assert (card.birthday, arrival.ids, arrival.photo) == ("05-17", ("abc-1",), None)
    assert extras(arrival) == [("DEPARTMENT", "R&D"), ("NOTE", "met in Graz, at the fair")]


@pytest.mark.parametrize(
    "data",
    [
        b"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=E4=B8=89;;;\r\nORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=98=9F=\r\n=E6=9C=A8",
        b"N;CHARSET=GB2312;ENCODING=QUOTED-PRINTABLE:=D5=C5;=C8=FD;;;\r\nORG;CHARSET=GBK;QUOTED-PRINTABLE:=D0=C7=C4=BE",
        "N:张;三;;;\r\nFN:三 张\r\nORG:星木".encode("gb18030"),
        "N;CHARSET=GBK:张;三;;;\r\nORG;CHARSET=GBK:星木".encode("gbk"),
        "N:张;三;;;\r\nFN:张三\r\nORG:星木".encode(),
    ],
)
def test_chinese_phones(tmp_path: Path, data: bytes) -> None:
    card = one(tmp_path, data + b"\r\nTEL;CELL;PREF:13912345678", "2.1").card
    assert (card.name, card.org, card.phone) == ("张三", "星木", ("13912345678",))


def test_utf_16(tmp_path: Path) -> None:
    text = "BEGIN:VCARD\r\nVERSION:2.1\r\nN:张;三\r\nEND:VCARD\r\n"
    for encoding in ("utf-16", "utf-16-be"):
        data = text.encode(encoding) if encoding == "utf-16" else b"\xfe\xff" + text.encode(encoding)
        assert [arrival.card.name for arrival in reading(tmp_path, data).arrivals] == ["张三"]


def test_a_broken_card_and_line_are_named_and_spoil_no_other(tmp_path: Path) -> None:
    data = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nthis is no line\nTEL:12345678\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nTEL:1\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Cut\nBEGIN:VCARD\nVERSION:3.0\nFN:Last\nEND:VCARD\n"
    )
    found = reading(tmp_path, data)
    assert [arrival.card.name for arrival in found.arrivals] == ["Ann", "Cut", "Last"]
    assert [(lost.where, lost.what) for lost in found.lost] == [("4", "Ann"), ("7", ""), ("11", "Cut")]


@pytest.mark.parametrize(
    ("text", "said"),
    [("19800517", "1980-05-17"), ("--0517", "05-17"), ("1604-05-17", "05-17"), ("1980-05-17T00:00:00Z", "1980-05-17"),
     ("--05-17", "05-17"), ("circa 1800", ""), ("1980", ""), ("20010230", "")],
)  # fmt: skip
def test_birthdays(text: str, said: str) -> None:
    assert birthday(text) == said


def test_android_and_miui(tmp_path: Path) -> None:
    arrival = one(
        tmp_path,
        "N:李;薇;;;\r\nFN:薇 李\r\nORG:星木;采购部\r\n"
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;1990-08-15;3;;;;\r\n"
        "X-ANDROID-CUSTOM:vnd.com.miui.cursor.item/lunarBirthday;08-15;;\r\n"
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;薇薇;1;;;\r\nX-QQ:12345\r\n"
        "IMPP;X-SERVICE-TYPE=WeChat:liwei88\r\nADR;HOME:;;文三路 1 号;杭州;浙江;310000;中国",
        "2.1",
    )
    card = arrival.card
    assert (card.name, card.wechat, card.city, card.aliases) == ("李薇", "liwei88", "杭州", ("薇薇",))
    assert card.birthday == "1990-08-15"
    assert extras(arrival) == [
        ("DEPARTMENT", "采购部"),
        ("BDAY", "lunar 08-15"),
        ("X-QQ", "12345"),
        ("ADR (home)", "文三路 1 号, 杭州, 浙江, 310000, 中国"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "X-LUNAR-BIRTHDAY:08-15",
        "BDAY;CALSCALE=chinese:--08-15",
        "X-ALTBDAY;CALSCALE=chinese:--0815",
        "X-LUNARBIRTHDAY:农历八月十五",
        "BDAY;X-CALENDAR=lunar-chinese:08-15",
    ],
)
def test_lunar_birthdays(tmp_path: Path, line: str) -> None:
    born = one(tmp_path, f"FN:Ann\r\n{line}").card.birthday
    assert parse_birthday(born) == Birthday(8, 15, lunar=True)


def test_version_4_as_nextcloud_and_khard_write_it(tmp_path: Path) -> None:
    arrival = one(
        tmp_path,
        "UID:urn:uuid:4fbe\r\nFN:Ann Lee\r\nN:Lee;Ann;;;\r\nBDAY:--0517\r\nKIND:individual\r\n"
        'TEL;VALUE=uri;TYPE="voice,home":tel:+1-555-555-5555;ext=5555\r\nEMAIL;PREF=1:ann@x.com\r\n'
        "PHOTO:data:image/jpeg;base64,/9j/4AAQ\r\nCATEGORIES:Tea,Golf\r\nRELATED;VALUE=text:Tom\r\nNOTE:a\\,b\\nc\\;d",
        "4.0",
    )
    assert (arrival.ids, arrival.card.birthday, arrival.card.phone) == (("4fbe",), "05-17", ("+1-555-555-5555 x5555",))
    assert arrival.card.tags == ("Tea", "Golf")
    assert extras(arrival) == [("RELATED", "Tom"), ("NOTE", "a,b\nc;d")]


def test_a_comma_without_a_backslash_ends_nothing(tmp_path: Path) -> None:
    arrival = one(tmp_path, "FN:Stone, Bob\r\nORG:Acme, Inc.\r\nTITLE:a,b\r\nNOTE:x,y", "2.1")
    assert (arrival.card.name, arrival.card.org, arrival.card.role) == ("Stone, Bob", "Acme, Inc.", "a,b")
    assert extras(arrival) == [("NOTE", "x,y")]


def test_a_list_of_people_is_none_of_them(tmp_path: Path) -> None:
    found = reading(tmp_path, "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Tea\nMEMBER:urn:uuid:1\nEND:VCARD\n")
    assert (found.arrivals, [lost.what for lost in found.lost]) == ([], ["Tea"])


@pytest.mark.parametrize("charset", [b"\x05\x00\x00", b"hex", b"nonsense", b"utf-16", b"idna"])
def test_a_charset_that_is_none_or_another_than_it_says(tmp_path: Path, charset: bytes) -> None:
    assert one(tmp_path, b"FN;CHARSET=" + charset + b":" + "张三".encode(), "2.1").card.name


def test_a_photo_that_is_none_is_named(tmp_path: Path) -> None:
    found = reading(
        tmp_path, "BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nPHOTO;ENCODING=b:/9jé\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nFN:Tom\nPHOTO:https://x.example/tom.jpg\nEND:VCARD\n", photos=True
    )  # fmt: skip
    assert [(lost.what, lost.where) for lost in found.lost] == [("Ann", "1")]
    assert extras(found.arrivals[1]) == [("PHOTO", "https://x.example/tom.jpg")]


def test_a_lunar_birthday_as_apple_writes_it_and_one_of_a_calendar_that_is_not_known(tmp_path: Path) -> None:
    for month in ("08", "08L"):
        born = one(tmp_path, f"FN:Ann\r\nX-ALTBDAY;CALSCALE=chinese:00780002{month}15").card.birthday
        assert parse_birthday(born) == Birthday(8, 15, 1985, lunar=True)
    hebrew = one(tmp_path, "FN:Ann\r\nX-ALTBDAY;CALSCALE=hebrew:-57800215")
    assert (hebrew.card.birthday, extras(hebrew)) == ("", [("X-ALTBDAY", "-57800215")])


def test_the_users_words_for_a_number_are_kept_and_a_fax_is_no_telephone(tmp_path: Path) -> None:
    arrival = one(
        tmp_path,
        "FN:Ann\r\nTEL;TYPE=CELL:1111111\r\nitem1.TEL:2222222\r\nitem1.X-ABLabel:Assistant\r\n"
        "item2.TEL:3333333\r\nitem2.X-ABLabel:_$!<HomeFAX>!$_\r\nTEL;WORK;FAX:4444444\r\n"
        "TEL;X-=E5=B0=8F=E7=81=B5=E9=80=9A:5555555\r\n"
        "TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=E6=80=BB=E6=9C=BA):6666666\r\n"
        "item3.EMAIL:boat@x.com\r\nitem3.X-ABLabel:Boat\r\nIMPP;X-SERVICE-TYPE=QQ;type=HOME:aim:123",
    )
    assert arrival.card.phone == ("1111111", "2222222", "5555555", "6666666")
    assert extras(arrival) == [
        ("TEL (Assistant)", "2222222"),
        ("TEL (HomeFAX)", "3333333"),
        ("TEL (work)", "4444444"),
        ("TEL (小灵通)", "5555555"),
        ("TEL (总机)", "6666666"),
        ("EMAIL (Boat)", "boat@x.com"),
        ("IMPP (QQ)", "aim:123"),
    ]


def test_what_a_name_says_besides_is_kept(tmp_path: Path) -> None:
    arrival = one(tmp_path, "FN:Bob Smith\r\nFN:Bobby\r\nN:Smith;Robert;;Dr.;Jr.")
    assert (arrival.card.name, arrival.card.aliases) == ("Bob Smith", ("Bobby", "Robert Smith"))
    assert extras(arrival) == [("N", "Dr."), ("N", "Jr.")]
    same = one(tmp_path, "FN:Dr. Robert A. Smith\r\nN:Smith;Robert;A.;Dr.;")
    assert (same.card.aliases, extras(same)) == ((), [])
    chinese = one(tmp_path, "FN:小明 王\r\nN:王;小明;;;")
    assert (chinese.card.name, chinese.card.aliases) == ("王小明", ())


def test_lines_outside_of_cards_are_told(tmp_path: Path) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:{}\nEND:VCARD\n"
    found = reading(tmp_path, "Contacts\n" + card.format("Ann") + "TEL:1\nTEL:2\n\n" + card.format("Tom") + "\nX\n")
    assert [arrival.card.name for arrival in found.arrivals] == ["Ann", "Tom"]
    assert [(lost.where, lost.params["text"]) for lost in found.lost] == [
        ("1", "Contacts"),
        ("6", "TEL:1"),
        ("14", "X"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_marks_and_wide_characters_hide_no_card(tmp_path: Path, encoding: str) -> None:
    text = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:李雷\r\nTEL:13800138000\r\nEND:VCARD\r\n"
    for ending in ("\r\n", "\n", "\r"):
        found = reading(tmp_path, text.replace("\r\n", ending).encode(encoding))
        assert [arrival.card.name for arrival in found.arrivals] == ["李雷"]
        assert found.lost == []
    named = reading(tmp_path, text.encode("utf-16-be"), encoding="utf-16-be")
    assert [arrival.card.name for arrival in named.arrivals] == ["李雷"]
