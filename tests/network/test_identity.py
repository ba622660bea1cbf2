import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.config import Config
from vault_tools.network.identity import (
    alike,
    email_key,
    home_region,
    is_shared_mailbox,
    linkedin_key,
    page_key,
    phone_block,
    phone_key,
    pinyin_keys,
    region_of,
    same_phone,
    swapped_keys,
)
from vault_tools.network.naming import name_key, org_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Li Wei <Li.Wei@Example.com>", "li.wei@example.com"),
        ("mailto:a@b.cn", "a@b.cn"),
        ("ｗｅｉ＠ｅｘａｍｐｌｅ．ｃｎ", "wei@example.cn"),
        ("l.i.wei+crm@googlemail.com", "liwei@gmail.com"),
        ("l.i.wei+crm@example.com", "l.i.wei@example.com"),
        ("no address", ""),
        ("a@localhost", ""),
    ],
)
def test_addresses(text: str, key: str) -> None:
    assert email_key(text) == key


def test_shared_mailboxes() -> None:
    assert is_shared_mailbox("info@example.com")
    assert not is_shared_mailbox("li.wei@example.com")


@pytest.mark.parametrize(
    "text",
    ["+86 138 0013 8000", "0086-138-0013-8000", "138 0013 8000", "１３８００１３８０００", "tel:+86-138-0013-8000"],
)
def test_numbers_of_one_telephone(text: str) -> None:
    assert phone_key(text, "CN") == "+8613800138000"


def test_numbers_with_a_nought_that_is_dialled_only_at_home() -> None:
    assert phone_key("+44 (0)20 7946 0958") == phone_key("020 7946 0958", "GB") == "+442079460958"
    assert phone_key("+49 30 901820 ext. 12") == "+4930901820;ext=12"


def test_numbers_of_an_unknown_country() -> None:
    assert phone_key("138-0013-8000") == "13800138000"
    assert same_phone("13800138000", "+8613800138000")
    assert not same_phone("13800138000", "13800138001")
    assert not same_phone("+4413800138000", "+8613800138000")
    assert not same_phone("138000", "+8613800138000")
    assert not same_phone("", "")


@pytest.mark.parametrize("text", ["", "ask Li", "12", "call after 18:00 or 123456 twice"])
def test_what_is_no_number(text: str) -> None:
    assert phone_key(text) == ""


def test_regions() -> None:
    assert region_of("Asia/Shanghai") == "CN"
    assert region_of("Europe/Berlin") == "DE"
    assert region_of("Europe/Vienna") == "AT"
    assert region_of("Etc/UTC") == region_of(None) == ""
    assert home_region(Config(timezone="Europe/Berlin", lang="zh")) == "DE"
    assert (home_region(Config(lang="zh")), home_region(Config())) == ("CN", "")


@pytest.mark.parametrize(
    "one",
    ["+86 571 8888 1234", "0571-88881234", "(0571) 8888 1234 x5", "0086 571 88881234", "０５７１ ８８８８１２３４"],
)
def test_telephone_numbers_however_written_are_in_one_block(one: str) -> None:
    assert phone_block(phone_key(one, "CN")) == phone_block(phone_key("+8657188881234")) == "88881234"
    assert phone_block(phone_key(one)) == "88881234" or "x5" in one


def test_pages() -> None:
    assert page_key("https://www.firm.com/About/?a#b") == page_key("firm.com/about") == "firm.com/about"
    assert page_key("firm.com/about") != page_key("other.com/about")
    for page in (
        "https://de.linkedin.com/in/李伟/?a#b",
        "http://linkedin.cn/in/%E6%9D%8E%E4%BC%9F",
        "www.linkedin.com/in/李伟/detail/contact-info",
        "@李伟",
    ):
        assert linkedin_key(page) == "李伟"


def test_names_that_may_be_one() -> None:
    assert alike("Bob Stone", "Stone, Bob")
    assert alike("王芳", "Wang Fang")
    assert alike("Bob", "Bob Stone")
    assert alike("Katherine Smith", "Katharine Smith")
    assert not alike("Bob Stone", "Li Wei")
    assert not alike("🙂", "Bob")


def test_names() -> None:
    assert name_key("Dr. Anneke  VOGT (Sohn GmbH)") == "annekevogt"
    assert name_key("José Müller") == "josemuller"
    assert name_key("张 三") == "张三"
    assert name_key("Dr.") == "dr"
    assert name_key("🙂 ") == "🙂"
    assert swapped_keys("Li Wei") == {"weili"}
    assert swapped_keys("Maria del Carmen Ruiz") == {"delcarmenruizmaria", "ruizmariadelcarmen"}
    assert swapped_keys("Cher") == set()


@pytest.mark.parametrize("text", ["Acme", "ACME Inc.", "Acme, Inc", "Acme Co., Ltd.", "Acme GmbH"])
def test_organisations_are_compared_without_their_legal_form(text: str) -> None:
    assert org_key(text) == "acme"


def test_organisations() -> None:
    assert org_key("恒星零售股份有限公司") == org_key("恒星零售（集团）") == org_key("恒星零售") == "恒星零售"
    assert org_key("Company") == "company"
    assert org_key("Co Ltd") == "co"
    assert org_key("集团公司") == "集团公司"
    assert org_key("") == ""


def test_names_in_pinyin() -> None:
    assert pinyin_keys("张三丰") == ("zhangsanfeng", "sanfengzhang")
    assert pinyin_keys("欧阳娜") == ("ouyangna", "naouyang")
    assert pinyin_keys("单田芳")[0] == "shantianfang"
    assert pinyin_keys("吕布") == ("lubu", "lvbu", "lyubu", "bulu", "bulv", "bulyu")
    assert pinyin_keys("Li Wei") == ()


@given(st.text(), st.sampled_from(["", "CN", "DE", "US"]))
def test_keys_of_any_text(text: str, region: str) -> None:
    key = phone_key(text, region)
    assert phone_key(key.partition(";")[0], region) in (key.partition(";")[0], "") or not key.startswith("+")
    assert email_key(email_key(text)) == email_key(text)
    assert name_key(name_key(text)) == name_key(text)
    assert all(key == key.casefold() for key in pinyin_keys(text))
