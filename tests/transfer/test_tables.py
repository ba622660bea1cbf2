"""Tables of several programs, made for these tests, as they are read."""

from pathlib import Path
from typing import Any

import pytest

from tests.helpers import TODAY
from vault_tools.config import Config
from vault_tools.network.vocabulary import Vocabulary
from vault_tools.transfer.arrivals import Options, Reading
from vault_tools.transfer.columns import BadMapping, read_mapping
from vault_tools.transfer.sources import ImportRefused, Input, recognised
from vault_tools.transfer.tables import read

LINKEDIN = (
    'Notes:\n"When exporting your connection data, you may notice that some addresses, names etc. are missing."\n\n'
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    'Bob,Stone,https://www.linkedin.com/in/bob,,"Acme, Inc.","CTO, Europe",24 Nov 2025\n'
    "三,张,https://www.linkedin.com/in/zs,zs@x.cn,星木,采购总监,03 Mar 2024\n,,,,,,\n"
)
GOOGLE_OLD = (
    "Name,Given Name,Family Name,Group Membership,Birthday,Notes,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,"
    "Phone 1 - Value,Organization 1 - Name,Organization 1 - Title,Relation 1 - Type,Relation 1 - Value\n"
    "Ann Lee,Ann,Lee,* myContacts,--05-17,hello,* Home,a@x.com ::: b@x.com,Mobile,+1 555 010 1234,Foo,CEO,spouse,Tom\n"
)
GOOGLE_NEW = (
    "First Name,Middle Name,Last Name,Nickname,Organization Name,Organization Title,Birthday,Notes,Photo,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - City\n"
    "Ann,,Lee,Annie,Foo,CEO,1980-05-17,hello,https://x/y,* myContacts,* ,a@x.com,Mobile,'+1 555 010 1234,Graz\n"
)
OUTLOOK = (
    "Title,First Name,Last Name,Company,Job Title,Business Phone,Mobile Phone,E-mail Address,Birthday,Business City\n"
    "Ms.,Ann,Lee,Foo,CEO,010 1,+1 555 010 1234,a@x.com,5/17/1980,Graz\n"
    "Mr.,Tom,Lee,Foo,CFO,,,t@x.com,0/0/00,\n"
    ",Una,Lee,Foo,COO,,,u@x.com,3/4/1981,\n"
)

DEX = (
    "First Name,Last Name,Job Title,Company,Birthday,Email,Phone,LinkedIn,Notes,Groups,Last Seen\n"
    "Ann,Lee,CEO,Foo,1980-05-17,a@x.com,+1 555 010 1234,https://linkedin.com/in/ann,hello,Tea,2026-01-02\n"
)
MONICA = (
    "uuid,first_name,last_name,nickname,company,job,email,phone,birthdate,created_at\n"
    "1b2c-9f,Ann,Lee,Annie,Foo,CEO,a@x.com,+1 555 010 1234,1980-05-17,2024-01-01\n"
)


def reading(tmp_path: Path, data: bytes | str, **options: Any) -> Reading:
    file = tmp_path / "table.csv"
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(Input(str(file)), Options(today=TODAY, **options))


def test_linkedin_its_preamble_skipped_and_the_day_is_when_one_was_met(tmp_path: Path) -> None:
    found = reading(tmp_path, LINKEDIN)
    bob, zhang = (arrival.card for arrival in found.arrivals)
    assert (bob.name, bob.org, bob.role, str(bob.met), bob.source) == (
        "Bob Stone", "Acme, Inc.", "CTO, Europe", "2025-11-24", "LinkedIn"
    )  # fmt: skip
    assert (bob.linkedin, bob.url) == ("https://www.linkedin.com/in/bob", "")
    assert (zhang.name, zhang.email, str(zhang.met)) == ("张三", ("zs@x.cn",), "2024-03-03")
    assert (found.lost, [arrival.where for arrival in found.arrivals]) == ([], ["5", "6"])


@pytest.mark.parametrize("data", [GOOGLE_OLD, GOOGLE_NEW, OUTLOOK, DEX, MONICA])
def test_address_books(tmp_path: Path, data: str) -> None:
    card = reading(tmp_path, data).arrivals[0].card
    assert (card.name, card.org, card.role, card.email[0]) == ("Ann Lee", "Foo", "CEO", "a@x.com")
    assert card.phone[-1] == "+1 555 010 1234"
    assert card.birthday.removeprefix("1980-").removeprefix("--") == "05-17"


def test_what_has_no_property_is_kept_or_counted(tmp_path: Path) -> None:
    [old] = reading(tmp_path, GOOGLE_OLD).arrivals
    assert [(extra.label, extra.text) for extra in old.extras] == [
        ("spouse", "Tom"), ("NOTE", "hello")
    ]  # fmt: skip
    assert reading(tmp_path, GOOGLE_OLD).skipped["myContacts"] == 1
    assert old.card.email == ("a@x.com", "b@x.com")
    assert reading(tmp_path, GOOGLE_NEW).skipped == {"Photo": 1, "myContacts": 1}


def test_a_last_contact_is_no_touch_and_a_row_s_id_is_kept(tmp_path: Path) -> None:
    [dex], [monica] = (reading(tmp_path, data).arrivals for data in (DEX, MONICA))
    assert ("Last Seen", "2026-01-02") in [(extra.label, extra.text) for extra in dex.extras]
    assert (dex.card.met, dex.card.linkedin) == (None, "https://linkedin.com/in/ann")
    assert (monica.ids, monica.card.aliases) == (("1b2c-9f",), ("Annie",))


def test_a_slashed_date_is_read_where_its_column_tells_the_order(tmp_path: Path) -> None:
    ann, tom, una = reading(tmp_path, OUTLOOK).arrivals
    assert (ann.card.birthday, tom.card.birthday, una.card.birthday) == ("1980-05-17", "", "1981-03-04")
    [alone] = reading(tmp_path, "Name,Birthday\nUna,3/4/1981\n").arrivals
    assert alone.card.birthday == ""
    assert [(extra.label, extra.text) for extra in alone.extras] == [("Birthday", "3/4/1981")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = "姓名,单位,手机号,口味\n王五,星木,139 1234 5678,辣\n".replace(",", delimiter)
    [arrival] = reading(tmp_path, text.encode(encoding)).arrivals
    assert (arrival.card.name, arrival.card.org, arrival.card.phone) == ("王五", "星木", ("139 1234 5678",))
    assert [(extra.label, extra.text) for extra in arrival.extras] == [("口味", "辣")]


def test_western_bytes_are_no_chinese(tmp_path: Path) -> None:
    [arrival] = reading(tmp_path, "Name;Firma;Ort\nJürgen Müller;Größe & Söhne;Köln\n".encode("cp1252")).arrivals
    assert arrival.card.name == "Jürgen Müller"


def test_guards_against_formulas_are_taken_off(tmp_path: Path) -> None:
    text = 'Name,Phone,Company,Role\n\'=Ann,"=""0043 1""",\'@home,\'em dash\n'
    [arrival] = reading(tmp_path, text).arrivals
    card = arrival.card
    assert (card.name, card.phone, card.org, card.role) == ("=Ann", ("0043 1",), "@home", "'em dash")


def test_a_mapping(tmp_path: Path) -> None:
    vocabulary = Vocabulary(Config(properties={"org": ("Arbeitgeber",)}))
    mapping = read_mapping(["对接人=姓名", "Wo=Arbeitgeber", "x=skip"], vocabulary)
    assert mapping == {"对接人": "name", "wo": "org", "x": "skip"}
    [arrival] = reading(tmp_path, "对接人,Wo,X\n王五,星木,1\n", mapping=mapping).arrivals
    assert (arrival.card.name, arrival.card.org, arrival.extras) == ("王五", "星木", ())
    with pytest.raises(BadMapping, match="no column 'missing'"):
        reading(tmp_path, "Name,B\na,b\n", mapping={"missing": "org"})
    for wrong in ("org", "=org", "A=nonsense"):
        with pytest.raises(BadMapping):
            read_mapping([wrong], vocabulary)


def test_a_table_that_names_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"no column says who .* Colour, Size"):
        reading(tmp_path, "Colour,Size\nred,4\n")


def test_rows_without_a_name_and_with_too_many_cells(tmp_path: Path) -> None:
    found = reading(tmp_path, "Name,Company,Dog\nAnn,Foo,Rex,more\n,,Bello\n")
    assert [(extra.label, extra.text) for extra in found.arrivals[0].extras] == [("Dog", "Rex"), ("4", "more")]
    assert [(lost.where, lost.what) for lost in found.lost] == [("3", "Bello")]


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.txt", "BEGIN:VCARD\nVERSION:3.0\n", "vcard"),
        ("a", LINKEDIN, "csv"),
        ("a.CSV", "x", "csv"),
        ("a.vcf", "", "vcard"),
    ],
)
def test_formats_are_recognised(tmp_path: Path, name: str, text: str, form: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert recognised(Input(str(tmp_path / name))) == form


def test_what_is_of_no_format(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\0\1\2")
    for given in (str(tmp_path / "a.bin"), str(tmp_path)):
        with pytest.raises(ImportRefused, match="--format: vcard"):
            recognised(Input(given))
    with pytest.raises(ImportRefused, match="no such file"):
        Input(str(tmp_path / "gone"))


def test_several_in_one_cell(tmp_path: Path) -> None:
    text = (
        "Name;Emails;Phone;Circles\n"
        "Ann;a@x.com, b@x.com;+43 660 1234567 / 0664 7654321;Tea, Golf\n"
        "Bob;Bob <b@y.com>;1234567/8;Tea\n"
    )
    ann, bob = (arrival.card for arrival in reading(tmp_path, text).arrivals)
    assert (ann.email, ann.phone) == (("a@x.com", "b@x.com"), ("+43 660 1234567", "0664 7654321"))
    assert (bob.email, bob.phone) == (("Bob <b@y.com>",), ("1234567/8",))
    assert (ann.circles, bob.circles) == (("Tea", "Golf"), ("Tea",))


def test_what_an_address_is_called_is_kept_and_a_fax_is_no_telephone(tmp_path: Path) -> None:
    header = (
        "Name,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,IM 1 - Type,IM 1 - Service,IM 1 - Value"
    )
    row = "Ann,Mobile,+43 660 1234567,Work Fax,+43 1 999999,Other,WeChat,ann_wx"
    [ann] = reading(tmp_path, f"{header},IM 2 - Service,IM 2 - Value,Phone 3 - Label,Phone 3 - Value\n"
                    f"{row},QQ,10001,Assistant,+43 1 777777\n").arrivals  # fmt: skip
    assert (ann.card.phone, ann.card.wechat) == (("+43 660 1234567", "+43 1 777777"), "ann_wx")
    assert [(extra.label, extra.text) for extra in ann.extras] == [
        ("Work Fax", "+43 1 999999"), ("QQ", "10001"), ("TEL (Assistant)", "+43 1 777777")
    ]  # fmt: skip


def test_what_outlook_writes_where_nothing_was_said_is_counted(tmp_path: Path) -> None:
    found = reading(
        tmp_path, "First Name,Last Name,Company,Priority,Private,Anniversary,Hobby\nAnn,Lee,,Normal,False,0.0.00,\n"
    )
    assert (found.arrivals[0].extras, found.skipped) == ((), {"Priority": 1, "Private": 1, "Anniversary": 1})
    assert found.shown == [(name, what) for name, what in found.shown if name not in ("Company", "Hobby")]
    assert len(found.shown) == 5


def test_parts_that_say_more_than_the_name_are_an_alias(tmp_path: Path) -> None:
    text = "Name,Given Name,Family Name\nBob Smith,Robert,Smith\nDr. Ann Lee,Ann,Lee\n"
    bob, ann = (arrival.card for arrival in reading(tmp_path, text).arrivals)
    assert (bob.name, bob.aliases, ann.aliases) == ("Bob Smith", ("Robert Smith",), ())
