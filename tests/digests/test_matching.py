"""Phrases fit by topic, synonym and words; the index finds what comparing all pairs finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.digests.matching import Matcher
from vault_tools.digests.phrases import LEAST, Match, Phrase, Phrasebook
from vault_tools.network.topics import topic_key

SYNONYMS = {"AI training": ("AI 培训", "training on AI"), "factory visits": ("工厂参观",)}
BOOK = Phrasebook(SYNONYMS)


def compared(need: str, offer: str) -> Match | None:
    return BOOK.compare(BOOK.read(need), BOOK.read(offer))


@pytest.mark.parametrize(
    ("need", "offer", "kind", "words"),
    [
        ("Grant applications", "[[grant applications]]", "same", "grant applications"),
        ("ＡＩ　培训", "AI培训", "same", "ai培训"),
        ("AI 培训", "training on AI", "synonym", "AI training"),
        ("AI training for receptionists", "AI 培训", "alike", "AI training"),
        ("AI培训课程", "AI training", "alike", "AI training"),
        ("RPA developers", "two RPA developers between projects", "alike", "rpa developers"),
        ("factories", "factory", "alike", "factory"),
        ("hygiene training in Mandarin", "Mandarin hygiene trainings", "alike", "mandarin hygiene trainings"),
        ("RPA devlopers", "RPA developers", "alike", "rpa devlopers"),
        ("护工培训", "护工培训教材", "alike", "护工培训"),
        ("会计助理培训", "会计培训", "alike", "会计培训"),
        ("车间工厂参观", "factory visits", "alike", "factory visits"),
    ],
)
def test_what_fits_and_by_which_words(need: str, offer: str, kind: str, words: str) -> None:
    match = compared(need, offer)
    assert match is not None
    assert (match.kind, match.words) == (kind, words)
    assert (match.need, match.offer) == (topic_key(need), topic_key(offer))
    assert kind == "alike" or match.score == 100


@pytest.mark.parametrize(
    ("need", "offer"),
    [
        ("operator training", "AI training"),
        ("会计助理培训", "AI 培训"),
        ("发票自动化", "报价自动化"),
        ("invoice automation", "quote automation"),
        ("AI", "AI training for receptionists"),
        ("RPA", "carpark"),
        ("plan", "plant"),
        ("生产经理", "生产管理"),
        ("card design", "cart design"),
        ("", "?"),
    ],
)
def test_what_does_not_fit(need: str, offer: str) -> None:
    assert compared(need, offer) is None
    assert compared(offer, need) is None


def test_the_score_is_the_likeness_of_the_words() -> None:
    match = compared("factory visit", "factory visits in Zhejiang")
    assert match is not None
    assert match.score == round(100 * 2 * len("factory visit") / len("factory visit" + "factory visit zhejiang"))
    assert LEAST <= match.score < 100


WORDS = st.sampled_from(
    [
        "AI",
        "training",
        "trainings",
        "trainning",
        "in",
        "factory",
        "factories",
        "visits",
        "工厂",
        "参观",
        "工厂参观",
        "培训",
    ]
)
PHRASES = st.builds(
    lambda words, glue: glue.join(words), st.lists(WORDS, min_size=1, max_size=4), st.sampled_from(["", " "])
)
KEYS = st.sets(st.one_of(PHRASES, st.text(max_size=6)).map(topic_key).filter(bool), max_size=12)


def brute(needs: set[str], offers: set[str]) -> dict[str, dict[str, Match]]:
    found: dict[str, dict[str, Match]] = {}
    for need in needs:
        for offer in offers:
            match = compared(need, offer)
            if match:
                found.setdefault(need, {})[offer] = match
    return found


@given(st.lists(st.tuples(KEYS, KEYS), min_size=1, max_size=3))
def test_the_index_finds_what_all_pairs_find_also_after_changes(states: list[tuple[set[str], set[str]]]) -> None:
    matcher = Matcher(SYNONYMS)
    for needs, offers in states:
        assert matcher.matches(needs, offers) == brute(needs, offers)


def test_what_was_compared_is_not_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    matcher, asked = Matcher({}), list[tuple[str, str]]()
    compare = Phrasebook.compare

    def counted(book: Phrasebook, need: Phrase, offer: Phrase, *, held: bool = False) -> Match | None:
        asked.append((need.key, offer.key))
        return compare(book, need, offer, held=held)

    monkeypatch.setattr(Phrasebook, "compare", counted)
    matcher.matches({"venue", "cooks"}, {"venue", "cooks"})
    assert sorted(asked) == [("cooks", "cooks"), ("venue", "venue")]
    asked.clear()
    matcher.matches({"venue", "cooks", "grants"}, {"venue", "cooks", "a large venue"})
    assert asked == [("venue", "a large venue")]


@given(PHRASES, PHRASES)
def test_it_does_not_matter_which_is_the_need(one: str, other: str) -> None:
    there, back = compared(one, other), compared(other, one)
    assert (there is None) == (back is None)
    if there and back:
        assert (there.kind, there.score) == (back.kind, back.score)


def test_what_it_matched_can_be_handed_on() -> None:
    needs, offers = ["ai training", "lawyers"], ["ai trainings", "a lawyer"]
    first = Matcher({"AI training": ("AI 培训",)})
    found = first.matches(needs, offers)
    assert first.changed
    second = Matcher({"AI training": ("AI 培训",)}, first.to_bytes())
    assert second.matches(needs, offers) == found
    assert not second.changed
    assert second.matches([*needs, "ai培训"], offers) == first.matches([*needs, "ai培训"], offers)
    for memory, synonyms in ((first.to_bytes(), {"x": ("y",)}), (b"no such bytes", {"AI training": ("AI 培训",)})):
        third = Matcher(synonyms, memory)
        assert third.matches(needs, offers) == Matcher(synonyms).matches(needs, offers)
        assert third.changed
