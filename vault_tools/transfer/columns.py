"""What the columns of a table are: as LinkedIn, Google Contacts, Outlook, Dex and Monica call them, as the vault calls
its properties, in English and Chinese, or as `--map` says."""

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from vault_tools.creating import Card
from vault_tools.errors import VaultToolsError
from vault_tools.language import mark as _
from vault_tools.network.vocabulary import Vocabulary, normal

PARTS = ("first", "middle", "last")
"""Parts of a name, which together make one where no column has all of it."""

TARGETS = frozenset({*Card.__struct_fields__, *PARTS, "extra", "skip", "id"} - {"met_at", "imported", "uid"})
"""What a column may be: a property, a part of the name, a source's id, an `extra` line, or nothing (`skip`)."""

_NAMES = {
    "first": "first name|given name|firstname|名",
    "middle": "middle name|additional name|middlename",
    "last": "last name|family name|surname|lastname|姓|姓氏",
    "name": "name|full name|display name|contact name|contact|person|全名|联系人姓名|客户姓名|中文名",
    "org": "company name|organization name|organization 1 - name|organisation|company/organization|firm|单位|工作单位"
    "|公司名称|所在公司|企业|机构",
    "role": "position|job title|organization title|organization 1 - title|job position|职务|岗位|头衔",
    "url": "website|web page|个人网页|homepage|personal web page|website 1 - value|主页|网站",
    "linkedin": "linkedin|linkedin url|linkedin profile|linkedin profile url|profile url|领英主页",
    "wechat": "wechat|wechat id|weixin|微信号|微信id",
    "birthday": "birthday|birth date|birthdate|date of birth|出生日期|出生年月日",
    "city": "city|home city|business city|address 1 - city|所在城市|所在地",
    "met": "connected on|met on|first met on|认识时间|相识日期",
    "note": "note|notes|comment|comments|memo|remark|remarks|备注|说明|附注",
    "aliases": "nickname|nick name|english name|英文名|曾用名",
    "industry": "industry|所属行业",
    "tags": "labels|group membership|categories|groups|标签|分组|群组",
    "id": "id|uuid|contact id|external id|编号",
    "skip": "photo|file as|e-mail display name|e-mail 2 display name|e-mail 3 display name",
}

_PATTERNS = (
    (
        r"e-?mail(?: \d+)?(?: - value)?(?: address)?|(?:work|home|personal) e-?mail|电子邮[件箱](?:地址)?|邮箱地址",
        "email",
    ),
    (
        r"(?:(?:mobile|home|business|work|primary|other|car|company main|main|cell) )?(?:phone|telephone|tel|cell)"
        r"(?: number)?(?: \d+)?(?: - value)?|mobile(?: number)?|手机号码?|电话号码|座机"
        "|(?:联系|办公|商务|住宅|移动|公司|家庭)电话",
        "phone",
    ),
    (
        r"(?:e-?mail|phone|address|website|im|organization|event|relation|custom field) \d+ - (?:type|label)"
        r"|im \d+ - service",
        "label",
    ),
)
"""Names that have numbers or many forms; `label` says what the column beside it is."""


class BadMapping(VaultToolsError):
    """A `--map` that names no column of the table, or no property."""


class Column(msgspec.Struct, frozen=True):
    """A column: where, its header, and what it is (one of TARGETS, or `label`)."""

    place: int
    header: str
    target: str


def read_mapping(given: Iterable[str], vocabulary: Vocabulary) -> dict[str, str]:
    """`--map`'s `HEADER=property` as header → target; properties under any name of theirs. Raises BadMapping."""
    mapping = {}
    for one in given:
        header, equals, name = one.rpartition("=")
        meant = vocabulary.property("contact", name)
        target = name.strip() if name.strip() in TARGETS else meant[0] if meant else ""
        if not equals or not header.strip() or target not in TARGETS:
            raise BadMapping(
                _('--map “%(text)s”: write "Column=property", one of %(known)s — nothing was changed'),
                text=one,
                known=", ".join(sorted(TARGETS)),
            )
        mapping[_plain(header)] = target
    return mapping


def columns_of(header: Sequence[str], mapping: Mapping[str, str], vocabulary: Vocabulary) -> list[Column]:
    """What each column is; one that nobody knows is an `extra`."""
    plain = [_plain(name) for name in header]
    columns = []
    for place, name in enumerate(plain):
        target = mapping.get(name) or _known(name, vocabulary)
        if name == "title" and "title" not in mapping:  # of a person where a column beside it has the job's
            target = "extra" if "job title" in plain else "role"
        columns.append(Column(place, header[place].strip(), target if name else "skip"))
    return columns


def recognised(columns: Iterable[Column]) -> int:
    """How many columns are known to be something."""
    return sum(column.target not in ("extra", "skip", "label") for column in columns)


def missing(mapping: Mapping[str, str], columns: Sequence[Column]) -> list[str]:
    """The headers of a mapping that the table does not have."""
    there = {_plain(column.header) for column in columns}
    return [name for name in mapping if name not in there]


def _plain(header: str) -> str:
    return re.sub(r"[\s_]+", " ", header.replace("\ufeff", "")).strip(" *:：").casefold()


def _known(name: str, vocabulary: Vocabulary) -> str:
    if name in _TARGET_OF:
        return _TARGET_OF[name]
    for pattern, target in _PATTERNS:
        if re.fullmatch(pattern, name):
            return target
    meant = vocabulary.property("contact", name) if normal(name) else None
    return meant[0] if meant and meant[0] in TARGETS else "extra"


_TARGET_OF = {name: target for target, names in _NAMES.items() for name in names.split("|")}
