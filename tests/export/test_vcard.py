"""Cards are read back by vobject, as a reader of the field does."""

import re

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from tests.export.samples import contact, document
from vault_tools.export.vcard import card_uid, vcards


@pytest.mark.parametrize("version", ["4.0", "3.0"])
def test_a_reader_of_the_field_finds_all_that_an_address_book_has(version: str) -> None:
    text = vcards(document().contacts, version)  # type: ignore[arg-type]
    cards = {card.fn.value: card for card in vobject.readComponents(text)}
    assert list(cards) == ["Ana Ruiz", "Gone", "Li Wei", "欧阳娜"]
    li = cards["Li Wei"]
    assert li.version.value == version
    assert (li.n.value.family, li.n.value.given) == ("Wei", "Li")
    assert (cards["欧阳娜"].n.value.family, cards["欧阳娜"].n.value.given) == ("欧阳", "娜")
    assert li.org.value in (["Star; Moon, Ltd"], "Star; Moon, Ltd")
    assert [one.value for one in li.contents["email"]] == ["li@example.com", "wei@example.com"]
    assert [one.value for one in li.contents["tel"]] == ["+86 138 0013 8000"]
    assert (li.title.value, li.adr.value.city, li.contents["x-wechat"][0].value) == ("CFO", "杭州", "liwei-01")
    assert li.contents["x-socialprofile"][0].value == "https://linkedin.com/in/liwei"
    assert li.url.value == "https://example.com/~li"
    assert "fit" not in text.casefold()
    assert "NICKNAME:李伟,Wei\\, the tall\r\n" in text


@pytest.mark.parametrize(
    ("birthday", "newer", "older"),
    [
        ("1986-12-02", "BDAY:19861202", "BDAY:1986-12-02"),
        ("02-29", "BDAY:--0229", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29"),
        ("lunar 08-15", "X-ALTBDAY;CALSCALE=chinese:--08-15", "X-ALTBDAY;CALSCALE=chinese:--08-15"),
        ("lunar 1980-08-15", "X-ALTBDAY;CALSCALE=chinese:1980-08-15", "X-ALTBDAY;CALSCALE=chinese:1980-08-15"),
    ],
)
def test_birthdays(birthday: str, newer: str, older: str) -> None:
    entries = [contact(birthday=birthday)]
    assert newer in vcards(entries).split("\r\n")
    assert older in vcards(entries, "3.0").split("\r\n")


def test_the_uid_is_the_one_it_came_with_else_one_for_good() -> None:
    assert card_uid(contact(uid=["abc-1", "other"])) == "abc-1"
    assert card_uid(contact()) == card_uid(contact(org="Moved")) != card_uid(contact("Ana"))
    uid = "0f4e3a8f-8ff3-454c-8ce7-93900d90454a"
    assert f"UID:urn:uuid:{uid}\r\n" in vcards([contact(uid=[uid])])
    assert f"UID:{uid}\r\n" in vcards([contact(uid=[uid])], "3.0")


WORDS = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@given(name=WORDS, org=WORDS, role=WORDS)
def test_any_text_comes_back_and_no_line_is_too_long(name: str, org: str, role: str) -> None:
    text = vcards([contact(name, org=org, role=role)])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert not re.search(r"(?<!\r)\n", text)
    card = vobject.readOne(text)
    assert (card.fn.value, card.title.value) == (name, role)
