"""The words a vault is written in: names of properties and of their values, in English, Chinese and the vault's own.

Names are compared without case, width, blanks, `-` and `_`. Where a note has one property under several names, the
canonical one counts first, then the order below, then the config's own.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from vault_tools.config import Config

KINDS: dict[str, str] = {
    "contact": "person people contacts 联系人 人 人物 人脉",
    "meeting": "meetings 会面 会议 见面",
    "deal": "deals 合作 项目",
    "resource": "resources 资源",
    "lesson": "lessons 教训",
    "industry": "industries 行业",
    "introduction": "introductions intro 引荐 介绍",
}

KIND_NAMES = ("type", "类型", "categories", "category", "tags")
"""The properties that tell a note's kind, first one first."""

PROPERTIES: dict[str, dict[str, str]] = {
    "contact": {
        "name": "姓名 名字 full_name",
        "aliases": "别名 alias nickname 昵称",
        "stage": "阶段",
        "met": "认识日期 认识 met_date meetday date_met first_met",
        "source": "来源 如何认识的 how_we_met introduced_by",
        "org": "公司 company organizations organization customer client employer 单位",
        "role": "职位 title job job_title",
        "industry": "行业",
        "position": "环节",
        "earns": "赚钱方式",
        "circles": "圈子 circle",
        "city": "城市 location",
        "offers": "资源 offer 能提供",
        "needs": "需求 need",
        "value": "我的价值",
        "fit": "合作度",
        "future": "未来合作度",
        "interest": "兴趣",
        "screened": "筛选日期",
        "outlook": "展望",
        "red_flags": "警示 red_flag",
        "cadence": "频率 节奏 prm-cadence contact_frequency frequency every",
        "next": "下次 next_contact",
        "imported": "导入日期",
        "email": "邮箱 emails e-mail mail contacts.mail",
        "phone": "电话 手机 phones phone_number phone_numbers mobile tel",
        "wechat": "微信",
        "linkedin": "领英",
        "url": "网址 website",
        "birthday": "生日 bday birth",
        "uid": "外部编号",
        "tags": "tag",
        "not_same": "非同一人",
        "last_contact": "last_contacted prm-last-contacted last_chat 上次联系",
    },
    "meeting": {
        "date": "日期 meeting_date date_&_time",
        "with": "参与人 attendees people participants person 参会人",
        "channel": "方式",
        "initiated": "发起",
        "response": "回应",
        "signals": "信号 signal",
        "next": "下次",
        "outcome": "结果",
        "deal": "合作",
        "uid": "外部编号",
    },
    "deal": {
        "name": "名称 姓名",
        "with": "参与人 合作方 people",
        "status": "状态",
        "size": "金额 规模 amount",
        "started": "开始 开始日期 start",
        "ended": "结束 结束日期 end",
        "topic": "主题 话题",
        "revenue": "收入",
        "red_flags": "警示 red_flag",
        "lesson": "教训",
    },
    "resource": {
        "name": "名称 姓名",
        "kind": "种类",
        "offers": "资源 能提供 offer",
        "through": "通过 经由",
        "capacity": "容量",
    },
    "lesson": {
        "date": "日期",
        "with": "参与人 people",
        "red_flags": "警示 red_flag",
        "cost": "代价 损失",
        "rule": "规则 原则",
        "deal": "合作",
    },
    "industry": {
        "name": "名称 姓名",
        "chain": "链条 产业链 环节",
        "pays": "付款",
        "circles": "圈子 circle",
    },
    "introduction": {
        "between": "双方 参与人 people",
        "status": "状态",
        "date": "日期",
        "need": "需求 needs",
        "offer": "资源 offers 能提供",
    },
}

NAMING = {
    ("contact", "source"): "contact",
    ("contact", "industry"): "industry",
    ("contact", "not_same"): "contact",
    ("meeting", "with"): "contact",
    ("meeting", "deal"): "deal",
    ("deal", "with"): "contact",
    ("deal", "lesson"): "lesson",
    ("resource", "through"): "contact",
    ("lesson", "with"): "contact",
    ("lesson", "deal"): "deal",
    ("introduction", "between"): "contact",
}
"""The properties, by kind of note, whose texts may be plain names of other notes, and the kind of those."""

OF_NO_LANGUAGE = frozenset({"aliases", "tags"})
"""A contact's properties that are called the same in every language: they tell nothing of a note's."""

_ALWAYS_SHOWN = frozenset({"name", "aliases", "with", "between", "date"})

FIELDS = {
    "signal": "信号 signals",
    "kind": "种类 类型",
    "for": "时间 何时",
    "response": "回应",
    "initiated": "发起",
    "stage": "阶段",
    "next": "下次",
    "channel": "方式",
    "owner": "负责人",
    "due": "截止 到期",
    "source": "来源",
}
"""The inline fields known in log lines, tasks and signals."""

STAGES = {"met": "认识", "screened": "筛选", "engaged": "接触", "partner": "合作"}

CHANNELS = {
    "coffee": "咖啡 喝咖啡 tea 茶 喝茶",
    "meal": "吃饭 饭局 lunch dinner breakfast brunch 午饭 晚饭 午餐 晚餐 早餐 聚餐",
    "visit": "拜访 参观 上门",
    "event": "活动 conference meetup 会议 展会 论坛 沙龙",
    "call": "电话 phone 通话",
    "video": "视频 zoom 视频会议 腾讯会议 video_call",
    "message": "消息 msg text wechat 微信 whatsapp sms dm 短信 留言",
    "email": "邮件 mail e-mail",
}

RESPONSES = {
    "yes": "是 有 true y replied answered 已回 回复",
    "none": "无 否 没有 false no_answer no_reply no 未回 没回",
    "declined": "拒绝 refused 婉拒",
}
INITIATED = {"me": "我 i myself 自己", "them": "对方 they 他 她 ta"}
OUTLOOKS = {"now": "现在 当前", "later": "以后 将来 未来 今后", "never": "不再 永不 从不 closed 关闭"}
DEAL_STATUSES = {
    "idea": "想法 意向",
    "proposed": "提议 已提议 报价",
    "active": "进行中 进行",
    "done": "完成 已完成",
    "lost": "失败 丢单 未成",
    "cheated": "被骗 受骗",
}
INTRODUCTION_STATUSES = {
    "idea": "想法",
    "asked": "已询问 询问",
    "made": "已引荐 已介绍",
    "met": "已见面 见面",
    "worked": "已合作 合作",
    "declined": "拒绝 已拒绝",
}
RESOURCE_KINDS = {
    "skill": "技能",
    "time": "时间",
    "money": "资金 钱",
    "channel": "渠道",
    "tool": "工具",
    "person": "人 人脉",
}
SIGNAL_KINDS = {"demand": "需求", "supply": "供给", "plan": "计划", "price": "价格", "risk": "风险"}

LOG_HEADINGS = frozenset({"log", "记录", "日志"})
PROMISE_HEADINGS = frozenset({"promises", "承诺", "todo", "tasks", "待办", "任务"})
ATTENDEE_HEADINGS = frozenset({"attendees", "participants", "参与人", "参会人"})
SELF = frozenset({"me", "i", "myself", "我", "自己"})

_IGNORED = re.compile(r"[\s_-]+")
_LONGEST_KNOWN = 60
"""Names up to this length are remembered: a vault has the same few in every note."""


_MOST_REMEMBERED = 1024
"""So many sets of names are remembered at once."""


@lru_cache(maxsize=4096)
def normal(name: str) -> str:
    """A property's name as it is compared: `Met Date`, `met_date` and `MET-DATE[x]` are one."""
    return _known_normal(name) if len(name) <= _LONGEST_KNOWN else _normal(name)


def _normal(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name)
    if plain.endswith("]"):
        start = plain.find("[", plain.rfind("]", 0, -1) + 1)
        plain = plain[:start] if start >= 0 else plain
    return _IGNORED.sub("", plain.casefold())


_known_normal = lru_cache(maxsize=4096)(_normal)


def lookup(table: Mapping[str, str]) -> dict[str, str]:
    """From a table of canonical words and their other names: normal name → canonical word."""
    names = {normal(word): word for word in table}
    for word, others in table.items():
        for other in others.split():
            names.setdefault(normal(other), word)
    return names


def private_names(config: Config) -> tuple[frozenset[str], list[str]]:
    """The canonical names of the properties that the config calls private, and the names there that are none, or that
    no export can be without."""
    vocabulary = Vocabulary(config)
    private: set[str] = set()
    unknown = []
    for name in config.private:
        meant = {known[0] for kind in PROPERTIES if (known := vocabulary.property(kind, name))} - _ALWAYS_SHOWN
        private |= meant
        unknown += [] if meant else [name]
    return frozenset(private), unknown


def in_language(table: Mapping[str, str], word: str, lang: str) -> str:
    """A table's canonical word as that language has it: in `zh` the first of its Chinese names, if it has one."""
    if lang != "zh":
        return word
    return next((other for other in table.get(word, "").split() if not other.isascii()), word)


class Vocabulary:
    """All the words one vault may use, made from its config. `properties` are, by kind of note and normal name, what
    `property` gives."""

    def __init__(self, config: Config) -> None:
        self.kinds = lookup(KINDS)
        self.fields = lookup(FIELDS)
        self.channels = lookup(CHANNELS)
        for channel in canonical_channels(config.follow_ups.engaging):
            self.channels.setdefault(normal(channel), channel)
        self.stages = _stage_words(config)
        self._labels = {stage.key: stage.label for stage in config.stages if stage.label}
        self.properties = {kind: _property_names(table, config.properties) for kind, table in PROPERTIES.items()}
        self._known: dict[tuple[str, tuple[str, ...]], Sequence[tuple[str, int] | None]] = {}
        self._folders = sorted(
            ((f"{folder}/", kind) for kind, folder in config.folders.items() if folder), reverse=True
        )

    def property(self, kind: str, name: str) -> tuple[str, int] | None:
        """The canonical name that `name` stands for in a note of this kind, and its precedence (0 is first)."""
        return self.properties[kind].get(normal(name))

    def known(self, kind: str, names: tuple[str, ...]) -> Sequence[tuple[str, int] | None]:
        """What `property` gives for each of the names. Most notes have the same few as others: those are remembered."""
        known = self._known.get((kind, names))
        if known is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            table = self.properties[kind]
            known = self._known[kind, names] = [table.get(normal(name)) for name in names]
        return known

    def key_in(self, kind: str, present: Iterable[str], name: str) -> str:
        """Under which name a note of this kind has the canonical property `name`, or would have it: that which counts
        among the names `present`, else the Chinese one where all others known there are Chinese."""
        known = {key: found for key in present if (found := self.property(kind, key))}
        own = [(rank, key) for key, (canonical, rank) in known.items() if canonical == name]
        if own:
            return min(own)[1]
        others = [key for key, (canonical, _rank) in known.items() if canonical not in OF_NO_LANGUAGE]
        return in_language(PROPERTIES[kind], name, "zh") if others and not any(map(str.isascii, others)) else name

    def stage_word(self, key: str, lang: str) -> str:
        """A stage as a note in that language writes it: its key, or in `zh` its label or Chinese word, where that is
        read as the same stage."""
        word = self._labels.get(key) or in_language(STAGES, key, lang)
        return word if lang == "zh" and self.stages.get(normal(word)) == key else key

    def channel(self, text: str) -> str:
        """The canonical channel of a word, or the word itself: any word is a channel."""
        return self.channels.get(normal(text), text.strip())

    def kind_by_folder(self, path: str) -> str | None:
        """The kind of the folder a note lies in; the longest folder that fits counts."""
        for folder, kind in self._folders:
            if path.startswith(folder):
                return kind
        return None


@lru_cache(maxsize=16)
def canonical_channels(names: tuple[str, ...]) -> frozenset[str]:
    """The channels meant by words of the config, such as `engaging`."""
    known = lookup(CHANNELS)
    return frozenset(known.get(normal(name), name) for name in names)


def _stage_words(config: Config) -> dict[str, str]:
    keys = {stage.key for stage in config.stages}
    words = lookup({key: word for key, word in STAGES.items() if key in keys})
    for stage in config.stages:
        words[normal(stage.key)] = stage.key
        if stage.label:
            words.setdefault(normal(stage.label), stage.key)
    return words


def _property_names(table: Mapping[str, str], own: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, int]]:
    names: dict[str, tuple[str, int]] = {}
    for word, others in table.items():
        for rank, name in enumerate([word, *others.split(), *own.get(word, ())]):
            if rank <= len(others.split()):
                names.setdefault(normal(name), (word, rank))
            else:
                names[normal(name)] = (
                    word,
                    rank,
                )  # what the vault's owner says goes before what is commonly meant
    for word in table:
        names[normal(word)] = (word, 0)
    return names
