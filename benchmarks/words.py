"""What the made vault's people are called and talk about, in English and Chinese: much is common, some their own."""

import random
from datetime import date

SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林罗高"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"
FIRST = "Anna Ben Clara David Emma Felix Grace Hugo Ida Jonas Karl Lena Max Nina Otto Paul Rosa Sven Tina Uwe".split()
LAST = "Adler Brandt Clark Dorn Evans Fuchs Gray Hahn Irving Jung Klein Lang Moore Noll Olsen Peters Reed Tan".split()
CITIES = ["Hangzhou", "上海", "Berlin", "Singapore", "London", "苏州"]
ROLES = ["Manager", "Owner", "经理", "总监", "Head of HR", "Buyer"]
EARNINGS = ["day rates", "commission", "按项目收费", "subscriptions", "差价", "a share of sales"]

CHAINS = {
    "Corporate training": ["course author", "training provider", "broker", "HR department", "line manager"],
    "Banking": ["software house", "bank", "branch", "small business"],
    "制造业": ["原材料", "零部件", "设备商", "工厂", "经销商", "品牌方"],
    "Live commerce": ["factory", "seller", "livestream agency", "marketplace", "forwarder"],
    "养老": ["training school", "staffing agency", "care home", "insurer", "family"],
    "Logistics": ["truck maker", "carrier", "warehouse", "forwarder", "shipper"],
    "餐饮": ["农场", "批发", "厨房", "门店", "平台"],
    "Software": ["author", "integrator", "reseller", "user"],
}
"""Industries with their positions, upstream to downstream."""

FLAGS = ["pays late", "no contract", "wants everything today", "拖欠尾款", "口头承诺", "asks for free samples"]
TOPICS = [
    *("AI training", "operator training", "live commerce", "robots", "carbon reports", "export paperwork"),
    *("AI 培训", "班组长培训", "直播带货", "护工培训", "出海合规", "发票自动化"),
]
_ABOUT = "AI sales quality export hygiene invoice leadership safety".split()
_THING = ["training", "software", "consulting", "translation", "factory visits", "clients", "audits"]
_WHERE = ["", "for clinics", "for nurses", "in Zhejiang", "for small shops", "with certificates", "under 20 people"]
_ABOUT_ZH = "AI 财务 销售 护工 车间 跨境 发票 班组长".split()
_THING_ZH = "培训 外包 自动化 软件 场地 客户 讲师".split()
_WHERE_ZH = ["", "课程", "教材", "方案", "名单", "团队", "资源"]
TALK = ["asked about prices", "has a new boss", "wants a proposal", "no budget this year"]
TALK_ZH = ["聊了明年的预算", "想先试一次课", "刚换了老板", "问了价格"]
_SENTENCES = [
    "We sat in the canteen and went through last year's orders line by line.",
    "He knows everybody in the park and says so; two of the names were new to me.",
    "她说今年的预算十月就报上去了，要改只能等明年。",
    "The person who signs is not the person who asks, and neither was in the room.",
    "厂里缺的不是人，是能带人的班组长。",
    "Margins are thin, payment takes ninety days, and nobody upstream is in a hurry.",
    "下次去之前先把报价单发过去，别再当面谈价。",
]


def person(chance: random.Random, number: int) -> str:
    """A name of its own: every third is Chinese."""
    if number % 3 == 0:
        return f"{chance.choice(SURNAMES)}{chance.choice(GIVEN)}{chance.choice(GIVEN)} {number}"
    return f"{chance.choice(FIRST)} {chance.choice(LAST)} {number}"


def phrase(chance: random.Random) -> str:
    """Something needed or offered: one in ten has words that nobody else uses."""
    lists = (_ABOUT_ZH, _THING_ZH, _WHERE_ZH) if chance.random() < 0.5 else (_ABOUT, _THING, _WHERE)
    glue = "" if lists[0] is _ABOUT_ZH else " "
    words = [chance.choice(words) for words in lists]
    own = [f"no{chance.randrange(10_000)}"] if chance.random() < 0.1 else []
    return glue.join(filter(None, words + own))


def topic(chance: random.Random) -> str:
    """What a signal is about: mostly what all talk about, often what a few do, now and then what one did."""
    draw = chance.random()
    if draw < 0.6:
        return chance.choice(TOPICS)
    return phrase(chance) if draw < 0.95 else f"{chance.choice(_THING)} no{chance.randrange(100_000)}"


def horizon(chance: random.Random, day: date) -> str:
    """When it lands: a day, a month, a quarter, a half or a year, up to a year ahead."""
    year, month = day.year + chance.randint(0, 1), chance.randint(1, 12)
    return chance.choice(
        [
            f"{year}-{month:02}-15",
            f"{year}-{month:02}",
            f"{year}-Q{(month + 2) // 3}",
            f"{year}-H{month // 7 + 1}",
            f"{year}",
        ]
    )


def paragraph(chance: random.Random) -> str:
    """One to four sentences in both languages."""
    return " ".join(chance.choices(_SENTENCES, k=chance.randint(1, 4)))
