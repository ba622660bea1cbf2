"""What tells that two cards are of one person: e-mail addresses, telephone numbers and names, made comparable.

The same keys serve the search for doubles and an import that looks for those it knows already.
"""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from urllib.parse import unquote

from vault_tools.config import Config
from vault_tools.network.naming import name_key, name_words

SHARED_MAILBOXES = frozenset(
    "admin billing careers contact enquiries enquiry hello help hi hr info inquiry jobs mail marketing noreply "
    "no-reply office post press reception sales service services support team welcome kontakt kefu shichang".split()
)
"""The part before the @ of addresses that several people read: they tell of an office, not of a person."""

_ADDRESS = re.compile(r"[^\s<>,;:\"'()]+@[^\s<>,;:\"'()]+")
_DIGITS = re.compile(r"\D+")
_CHINESE = re.compile("[\u3400-\u9fff]")
_SHORTEST_NUMBER = 6
_DIGITS_IN_COMMON = 8
"""So many last digits two writings of one number share, whether or not its country's or the leading nought is there."""

ALIKE = 80
"""rapidfuzz's ratio (0 to 100) from which two names may be one person's, where something else says so too."""

_DOUBLE_SURNAMES = frozenset(
    "欧阳 司马 上官 诸葛 司徒 东方 独孤 南宫 夏侯 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 端木 轩辕 百里 呼延".split()
)
_SURNAMES_READ = dict(
    pair.split("=")
    for pair in (
        "单=shan 解=xie 仇=qiu 朴=piao 查=zha 曾=zeng 盖=ge 区=ou 覃=qin 翟=zhai 冼=xian 任=ren 缪=miao 那=na "
        "种=chong 折=she 员=yun 乐=yue 尉迟=yuchi 长孙=zhangsun 万俟=moqi"
    ).split()
)
"""Surnames that are read otherwise than the character alone."""


def email_key(text: str) -> str:
    """An e-mail address as it is compared, from `Li Wei <Li.Wei@Example.com>` or `mailto:…` too; empty if it is none.
    What follows a `+` says nothing (RFC 5233), for Google's mailboxes nor do dots."""
    found = _ADDRESS.search(unicodedata.normalize("NFKC", text).removeprefix("mailto:"))
    if not found:
        return ""
    local, _, host = found[0].casefold().strip(".").rpartition("@")
    local = local.partition("+")[0] or local
    if host in ("gmail.com", "googlemail.com"):
        local, host = local.replace(".", ""), "gmail.com"
    return f"{local}@{host}" if local and "." in host else ""


def is_shared_mailbox(key: str) -> bool:
    """Whether an address, as `email_key` gives it, is an office's rather than a person's."""
    return key.partition("@")[0] in SHARED_MAILBOXES


@lru_cache(maxsize=65536)
def phone_key(text: str, region: str = "") -> str:
    """A telephone number as it is compared: `+8613800138000`, with `;ext=12` where it has an extension.

    `region` (`CN`, see `region_of`) is that of numbers written without a country. Where it is not known either, the
    digits without leading noughts: `same_phone` tells whether two such may be one. Empty if it is no number.
    """
    import phonenumbers  # large tables: only where somebody has a number

    text = unicodedata.normalize("NFKC", text).strip().removeprefix("tel:")
    if text.startswith("00"):
        text = "+" + text[2:]
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        digits = _DIGITS.sub("", text).lstrip("0")
        return digits if len(digits) >= _SHORTEST_NUMBER and not _has_letters(text) else ""
    shown = f"+{number.country_code}{phonenumbers.national_significant_number(number)}"
    return f"{shown};ext={number.extension}" if number.extension else shown


def same_phone(one: str, other: str) -> bool:
    """Whether two keys of `phone_key` are one number; one whose country is not known by its last digits."""
    if one == other:
        return bool(one)
    if one.startswith("+") == other.startswith("+"):
        return False
    whole, bare = (one, other) if one.startswith("+") else (other, one)
    return len(bare) >= _DIGITS_IN_COMMON and whole.endswith(bare)


def phone_block(key: str) -> str:
    """What all keys of `phone_key` that may be one number have in common, also if one has an extension."""
    return key.partition(";")[0][-_DIGITS_IN_COMMON:]


@lru_cache(maxsize=16)
def region_of(timezone: str | None) -> str:
    """The country of a time zone as its two letters (`Asia/Shanghai` → `CN`); empty where that can't be told."""
    if not timezone:
        return ""
    for line in (files("tzdata") / "zoneinfo/zone.tab").read_text(encoding="utf-8").splitlines():
        country, _, rest = line.partition("\t")
        if not line.startswith("#") and rest.split("\t")[1] == timezone:
            return country
    return ""


def home_region(config: Config) -> str:
    """The country of telephone numbers that don't say theirs: that of the vault's time zone, else China's in a vault
    kept in Chinese; empty where that can't be told."""
    return region_of(config.timezone) or ("CN" if config.lang == "zh" else "")


def page_key(address: str) -> str:
    """The address of a page as it is compared: without scheme, `www.`, query and last `/`."""
    text = re.sub(r"^[a-z]+://", "", address.strip().casefold()).removeprefix("www.")
    return re.split(r"[?#]", text)[0].rstrip("/")


def linkedin_key(text: str) -> str:
    """Who a LinkedIn page is about, as it is compared: the same for all hosts and for the bare name of a profile."""
    page = unquote(page_key(text)).casefold()
    named = re.search(r"(?:^|/)(?:in|pub)/([^/]+)", page)
    return named[1] if named else page.rpartition("/")[2].lstrip("@")


def is_chinese_name(name: str) -> bool:
    """Whether a name is written in Chinese characters."""
    return bool(_CHINESE.search(name))


def swapped_keys(name: str) -> set[str]:
    """The keys of a name of several words with its first word last, and its last word first; without its own."""
    words = name_words(name)
    turned = {"".join(words[1:] + words[:1]), "".join(words[-1:] + words[:-1])} if len(words) > 1 else set()
    return turned - {"".join(words)}


@lru_cache(maxsize=65536)
def pinyin_keys(name: str) -> tuple[str, ...]:
    """The keys that a Chinese name has in Latin letters: surname first, and surname last; none for other names."""
    if not is_chinese_name(name):
        return ()
    from pypinyin import lazy_pinyin  # slow to import: only where somebody is called in Chinese

    surname, given = split_chinese_name(name_key(name))
    family = _SURNAMES_READ.get(surname) or "".join(lazy_pinyin(surname))
    rest = "".join(lazy_pinyin(given))
    return tuple(dict.fromkeys(key for both in (family + rest, rest + family) for key in _as_latin(both)))


def loose_keys(name: str) -> set[str]:
    """All the keys a name may stand under: its own, with its words in another order, in pinyin."""
    return {name_key(name), *swapped_keys(name), *pinyin_keys(name)} - {""}


def alike(one: str, other: str) -> bool:
    """Whether two names may be one person's, given that something else says so: equal, reordered, in pinyin, one a part
    of the other, or nearly the same."""
    if loose_keys(one) & loose_keys(other):
        return True
    words, others = set(name_words(one)), set(name_words(other))
    if words and others and (words <= others or others <= words):
        return True
    from rapidfuzz import fuzz

    return fuzz.ratio(name_key(one), name_key(other)) >= ALIKE


def split_chinese_name(name: str) -> tuple[str, str]:
    """The surname and the given name of a Chinese name written without a blank."""
    length = 2 if name[:2] in _DOUBLE_SURNAMES or name[:2] in _SURNAMES_READ else 1
    return name[:length], name[length:]


def _as_latin(pinyin: str) -> list[str]:
    """Pinyin as people write it in names: `ü` is `u`, as in a name whose accents are left out, `v`, or in passports
    `yu`."""
    return [name_key(pinyin.replace("v", umlaut)) for umlaut in ("u", "v", "yu")]


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)
