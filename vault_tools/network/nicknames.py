"""What people are called for short: Bob for Robert, 小王 or 王总 for somebody whose surname is 王."""

import re

from vault_tools.network.identity import is_chinese_name, split_chinese_name
from vault_tools.network.naming import name_key, name_words

_ENGLISH = """
abigail: abby gail
albert: al bert bertie
alexander: alex alec sandy sasha xander
alexandra: alex sandra sandy sasha
alfred: alf alfie fred
andrew: andy drew
anthony: tony
antonia: toni
arthur: art artie
barbara: barb barbie babs
benjamin: ben benny
bernard: bernie
catherine: cathy cate cat cath katie
charles: charlie chuck chas
charlotte: charlie lottie
christina: chris chrissy tina
christine: chris chrissy tina
christopher: chris kit topher
daniel: dan danny
david: dave davey
deborah: deb debbie
dominic: dom nick
donald: don donnie
dorothy: dot dottie dolly
douglas: doug
edward: ed eddie ted teddy ned
eleanor: ellie nell nora
elizabeth: liz lizzie eliza beth betty bess libby lisa
eugene: gene
francis: frank fran
frances: fran frannie
franklin: frank
frederick: fred freddie freddy
gabriel: gabe
geoffrey: geoff
gerald: gerry jerry
gregory: greg
harold: harry hal
helen: nell nellie
henry: harry hank hal
jacob: jake
jacqueline: jackie
james: jim jimmy jamie
jeffrey: jeff
jennifer: jen jenny
jessica: jess jessie
john: jack johnny jon
jonathan: jon jonny
joseph: joe joey
joshua: josh
judith: judy
katherine: kate katie kathy kat kath kitty kay
kathleen: kathy kath
kenneth: ken kenny
lawrence: larry
leonard: len lenny leo
louis: lou
louise: lou
margaret: maggie meg peggy marge greta
martin: marty
matthew: matt
megan: meg
michael: mike mick mickey
michelle: shelly
nathan: nate
nathaniel: nat nate
nicholas: nick nicky
nicole: nicky nikki
oliver: ollie
olivia: liv livvy
pamela: pam
patricia: pat patty tricia trish
patrick: pat paddy
peter: pete
philip: phil
phillip: phil
rachel: rach
raymond: ray
rebecca: becky becca
richard: rick ricky rich dick
robert: bob bobby rob robbie bert
ronald: ron ronnie
rosemary: rose rosie
samuel: sam sammy
samantha: sam
sebastian: seb bastian
stephanie: steph
stephen: steve
steven: steve
susan: sue susie
suzanne: sue suzy
terence: terry
theodore: ted teddy theo
theresa: tess terry
thomas: tom tommy
timothy: tim
valerie: val
victoria: vicky tori
victor: vic
vincent: vince vinny
walter: walt wally
william: bill billy will willy liam
zachary: zach zack
"""
"""Given names, and what they are shortened to."""

_IN_FULL: dict[str, list[str]] = {}
for _line in _ENGLISH.split("\n"):
    _name, _, _short = _line.partition(":")
    for _word in _short.split():
        _IN_FULL.setdefault(_word, []).append(_name)

_CHINESE = re.compile(
    r"(?:[小老阿](?P<before>[\u3400-\u9fff])"
    r"|(?P<after>[\u3400-\u9fff]{1,2}?)"
    r"(?:总|总监|总经理|经理|董|董事长|老师|教授|博士|医生|律师|主任|主管|处长|科长|局长|工|哥|姐|叔|姨|先生|女士|小姐))"
)


def in_full(word: str) -> list[str]:
    """The given names that a word, as `name_words` gives it, may be short for; itself among them."""
    return [word, *_IN_FULL.get(word, ())]


def called(name: str) -> str:
    """The part of a Chinese name by which somebody is called who is not called by all of it: 王 of 小王, of 老王 and
    of 王总; empty if it is no such name."""
    found = _CHINESE.fullmatch("".join(name.split()))
    return (found["before"] or found["after"]) if found else ""


def full_keys(name: str) -> list[str]:
    """By what somebody of this full name may be called: each word of it, for Chinese names the surname and the last
    character of the given name."""
    if is_chinese_name(name):
        surname, given = split_chinese_name(name_key(name))
        return [surname, given[-1:]] if given and not called(name) else []
    words = name_words(name)
    return [full for word in words for full in in_full(word)] if len(words) > 1 else []


def whole_keys(name: str) -> list[str]:
    """A Latin name of several words with its given name in full, whether that stands first or last."""
    words = name_words(name)
    if len(words) < 2 or is_chinese_name(name):
        return []
    turned = (words[0], words[-1]), (words[-1], words[0])
    return [f"{full} {family}" for given, family in turned for full in in_full(given)]


def short_keys(name: str) -> list[str]:
    """The keys of `full_keys` that this name, if it is a short one, may stand for."""
    if is_chinese_name(name):
        return list(filter(None, [called(name)]))
    words = name_words(name)
    return in_full(words[0]) if len(words) == 1 else []
