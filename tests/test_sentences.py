"""Words for codes and figures, as each language has them."""

import pytest

from vault_tools.config import Config
from vault_tools.language import catalogue
from vault_tools.sentences import Sentences


@pytest.mark.parametrize(
    ("role", "org", "english", "chinese"),
    [
        ("老板", "永明轴承配件", "老板, 永明轴承配件", "永明轴承配件 老板"),
        ("副总，老板的儿子", "拓恒", "副总，老板的儿子, 拓恒", "拓恒 副总，老板的儿子"),
        ("CFO", "星木零售", "CFO, 星木零售", "星木零售 CFO"),
        ("记者", "浙商车间（公众号）", "记者, 浙商车间（公众号）", "浙商车间（公众号） 记者"),
        ("designer", "self-employed", "designer, self-employed", "self-employed，designer"),
        ("老板", "", "老板", "老板"),
        ("", "Starwood", "Starwood", "Starwood"),
        ("", "", "", ""),
    ],
)
def test_as_what_somebody_works_and_where(role: str, org: str, english: str, chinese: str) -> None:
    assert Sentences(catalogue("en"), Config()).occupation(role, org) == english
    assert Sentences(catalogue("zh"), Config()).occupation(role, org) == chinese
