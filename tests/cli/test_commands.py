"""The commands as their users type them, in processes of their own."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.helpers import ROOT, run, write_vault
from vault_tools import __main__
from vault_tools.cli.main import COMMANDS, cli

DAY = ("--today", "2026-11-24")
NOTES = {
    "People/Li Wei.md": "---\nmet: 2024-03-01\norg: Star\ncity: Hangzhou\n---\n## Log\n- 2026-01-01 coffee — wants training\n",
    "People/张三.md": "---\n认识日期: 2026-11-01\n公司: 恒星\n圈子: [茶友]\n---\n",
    "People/Li Na.md": "---\nmet: 2026-11-02\n---\n",
    "Meetings/2026-11-20 Talk.md": '---\nwith: "[[Li Na]]"\nchannel: call\n---\n聊了培训\n',
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", NOTES)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert "Examples:" in result.output
    assert f"vault-tools {name}" in result.output


def test_init_makes_completes_and_never_overwrites(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / ".gitignore").write_bytes(b"*.tmp\r\nlast")
    assert run("init", folder, "--lang", "zh").returncode == 0
    assert (folder / ".gitignore").read_bytes() == b"*.tmp\r\nlast\r\n.vault-tools/\r\n"
    assert (folder / "Templates/联系人.md").exists()
    (folder / "vault-tools.toml").write_text("# mine\n")
    again = run("init", folder)
    assert "Templates/Contact.md" in again.stdout
    assert (folder / "vault-tools.toml").read_text() == "# mine\n"
    assert "nothing was changed" in run("init", folder).stdout
    assert run("check", cwd=folder).returncode == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_config_that_init_writes_is_a_config_also_uncommented(tmp_path: Path, lang: str) -> None:
    run("init", tmp_path, "--lang", lang)
    config = tmp_path / "vault-tools.toml"
    lines = [
        line.removeprefix("# ") if " = " in line or line.startswith("# [") else line
        for line in config.read_text().split("\n")
    ]
    config.write_text("\n".join(lines))
    done = run("check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")


def test_digest_check_and_stdout(vault: Path) -> None:
    assert run("digest", "--check", "--vault", vault, *DAY).returncode == 1
    assert not (vault / "Digests").exists()
    assert "## Today" in run("digest", "--stdout", "--vault", vault, *DAY).stdout
    assert "rendered Digests/Funnel.md" in run("--vault", vault, "digest", *DAY).stdout
    assert run("digest", "--check", "--vault", vault, *DAY).returncode == 0
    assert run(*DAY, "digest", cwd=vault / "People").stdout == "nothing changed\n"


def test_vault_from_option_environment_folder_and_none(vault: Path, tmp_path: Path) -> None:
    (tmp_path / "obsidian/.obsidian").mkdir(parents=True)
    assert "Li Wei" in run("contacts", cwd=vault / "People").stdout
    assert "Li Wei" in run("contacts", cwd=tmp_path, VAULT_TOOLS_VAULT=str(vault)).stdout
    assert run("contacts", "--vault", tmp_path / "obsidian", VAULT_TOOLS_VAULT=str(vault)).stdout == ""
    assert run("contacts", cwd=tmp_path / "obsidian").returncode == 0
    nowhere = run("contacts", cwd=tmp_path)
    assert (nowhere.returncode, "vault-tools init" in nowhere.stderr) == (2, True)
    assert run("contacts", "--vault", tmp_path / "none").returncode == 2


def test_every_reading_command_has_json(vault: Path) -> None:
    for command in (
        ["follow-ups"], ["funnel"], ["contacts"], ["contact", "Li Wei"], ["find", "培训"], ["check"], ["doctor"], ["index"],
        ["digest", "--check"], ["screening"], ["answers"], ["partners"], ["lessons"], ["introductions"], ["pitch"], ["resources"],
        ["signals"],
        ["home"], ["week"],
    ):  # fmt: skip
        done = run(*command, "--json", "--vault", vault, *DAY)
        assert json.loads(done.stdout) is not None, command


def test_screening_and_answers_of_the_example_say_what_to_act_on() -> None:
    vault = ROOT / "example-vault"
    shown = run("screening", "--limit", "2", "--vault", vault, *DAY).stdout
    assert shown.startswith("**24 people** you met wait to be judged, Bettina Falk longest, since 2024-06-01.\n")
    assert "You chase **1 person**: Clara Weiss, 6 tries in half a year and no answer." in shown
    assert "22 more wait" in shown
    data = json.loads(run("screening", "--json", "--vault", vault, *DAY).stdout)
    assert len(data["rows"]) == data["waiting"] == 24
    assert [row["contact"] for row in data["neglected"]] == ["Gerhard Thoma", "钱永明"]
    shown = run("answers", "--lang", "zh", "--vault", vault, *DAY).stdout
    assert shown.startswith("**你主动联系，67% 有回应**：消息、邮件、电话共 113 次，回应 76 次（58%–75%）。")
    assert "**再联系 20 次，就能换来一次咖啡、饭局或拜访**" in shown
    data = json.loads(run("answers", "--json", "--vault", vault, *DAY).stdout)
    assert data["price"] == {"tries": 20, "least": 9, "most": 46}
    assert len(json.loads(run("answers", "--json", "--months", "3", "--vault", vault, *DAY).stdout)["months"]) == 3


def test_with_few_tries_and_judgements_it_is_too_early_to_say(tmp_path: Path) -> None:
    log = "- 2026-11-20 message\n- 2026-11-21 coffee\n- 2026-09-01 call [response:: none]"
    notes = {"People/Ana.md": f"---\nfit: 5\nscreened: 2025-01-01\n---\n## Log\n{log}\n"}
    vault = write_vault(tmp_path, notes)
    shown = run("answers", "--vault", vault, *DAY).stdout
    assert shown.startswith("2 tries so far, 1 answered: too few to say how many usually are.\n")
    assert "How many tries make one coffee is too early to say: of 1 so far, 0 led to one." in shown
    assert "%" not in shown.replace("95%", "")
    shown = run("screening", "--vault", vault, *DAY).stdout
    assert shown.startswith("Everybody you met is judged.\n")
    assert "It is too early to say what your marks are worth" in shown
    assert "| fit 4–5 | 1 | 0 | too early to say |" in shown
    (vault / "People/Ana.md").write_text("---\nfit: 5\n---\n", encoding="utf-8")
    assert run("answers", "--vault", vault, *DAY).stdout.startswith("No message, mail or call is noted yet.")


def test_a_card_warns_of_chasing_and_neglect_in_a_line(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    shutil.copytree(ROOT / "example-vault", vault)
    shown = run("contact", "Clara Weiss", "--vault", vault, *DAY).stdout
    assert "\n- **Chasing:** 6 tries in half a year; they answered none and began none\n" in shown
    shown = run("contact", "钱永明", "--lang", "zh", "--vault", vault, *DAY).stdout
    assert "\n- **冷落了**：合作度 4、未来合作度 4；已逾期 150 天\n" in shown
    note = vault / "People/Gerhard Thoma.md"
    block = "<!-- vault-tools: who -->\n<!-- /vault-tools -->\n"
    note.write_text(f"{note.read_text(encoding='utf-8')}\n{block}", encoding="utf-8")
    run("digest", "--vault", vault, *DAY)
    assert "\n\n**Neglected:** fit 4, future 5; 126 days overdue\n" in note.read_text(encoding="utf-8")


def test_partners_and_lessons_of_the_example_say_what_to_act_on() -> None:
    vault = ROOT / "example-vault"
    shown = run("partners", "--vault", vault, *DAY).stdout
    assert "3 of 6 people" in shown
    assert "Lernio listing — the first deal with Desmond Koh" in shown
    assert "svg" not in shown
    assert json.loads(run("partners", "--json", "--vault", vault, *DAY).stdout)["partners"][0]["contact"] == "周建国"
    shown = run("lessons", "--lang", "zh", "--vault", vault, *DAY).stdout
    assert "合计 4.35 万元" in shown
    assert [row["name"] for row in json.loads(run("lessons", "--json", "--vault", vault, *DAY).stdout)["deals"]] == [
        "Lernio listing"
    ]
    card = run("contact", "desmond", "--vault", vault, *DAY).stdout
    assert "**Careful:** “客户付了才付我”, as in 没有定金不开工" in card


def test_introductions_pitch_and_resources_of_the_example_say_what_to_act_on() -> None:
    vault = ROOT / "example-vault"
    shown = run("introductions", "--vault", vault, *DAY).stdout
    assert "Anneke Vogt needs “invoice automation”; 林志远 offers “发票自动化软件”" in shown
    assert "吴海燕 needs “AI 客服”; 孙晓岚" not in shown  # declined
    assert "\n  - 周建国 (partner)\n    - 沈国强 (engaged)\n" in shown
    document = json.loads(run("introductions", "--json", "--limit", "1", "--vault", vault, *DAY).stdout)
    assert len(document["proposals"]) == 14
    pitch = run("pitch", "--lang", "zh", "--vault", vault, *DAY).stdout
    assert pitch.startswith("> 我认识 61 个人，主要在 Corporate training（11 人）")
    assert not [path.stem for path in (vault / "People").iterdir() if path.stem in pitch]
    inventory = run("resources", "--lang", "zh", "--vault", vault, *DAY).stdout
    assert "- “排班表” — 郭晓峰、任洁" in inventory


def test_signals_of_the_example_say_what_to_act_on() -> None:
    vault = ROOT / "example-vault"
    shown = run("signals", "--vault", vault, *DAY).stdout
    assert shown.startswith("**knowledge capture** is on more minds than half a year ago")
    assert "Anneke Vogt — invoice automation — 2027-H1: “Next: incoming delivery notes, same clerks”" in shown
    assert "(2026-09-17, Meetings/2026/2026-09-17 Köpenick, second visit.md:8); nothing offered yet." in shown
    assert "naming what was mentioned most would have been right in 2 of 4." in shown
    assert '`"knowledge capture" = ["经验传承", "老师傅经验", "capturing knowledge"]`' in shown
    document = json.loads(run("signals", "--json", "--vault", vault, *DAY).stdout)
    assert [row["topic"] for row in document["topics"][:2]] == ["AI training", "knowledge capture"]
    assert document["hindsight"]["first"] == {"hits": 3, "of": 4}
    one = run("signals", "--topic", "老师傅", "--lang", "zh", "--vault", vault, *DAY).stdout
    assert one.startswith("# knowledge capture")
    assert "周建国，计划，2027 年上半年：“明年想从装配做到调试”" in one

    several = run("signals", "--topic", "AI", "--vault", vault, *DAY)
    assert (several.returncode, "AI customer service, AI training" in several.stderr) == (2, True)
    nothing = run("signals", "--topic", "xyzzy", "--vault", vault, *DAY)
    assert (nothing.returncode, "nobody has spoken of “xyzzy”" in nothing.stderr) == (2, True)
    assert (
        "## Signals\n\n4 of 5 that can be judged came true." in run("contact", "何静怡", "--vault", vault, *DAY).stdout
    )


def test_completion_knows_the_topics(vault: Path) -> None:
    (vault / "Journal.md").write_text(
        "- 2026-11-01 [signal:: Robots]\n- 2026-11-01 [signal:: training]\n", encoding="utf-8"
    )
    typed = f"vault-tools --vault {vault} signals --topic ro"
    done = run(_VAULT_TOOLS_COMPLETE="bash_complete", COMP_WORDS=typed, COMP_CWORD="5")
    assert done.stdout == "plain,Robots\n"


def test_landscape_and_circles_of_the_example_say_what_to_act_on() -> None:
    vault = ROOT / "example-vault"
    shown = run("landscape", "--vault", vault, *DAY).stdout
    assert shown.startswith("You know somebody at **14 of 25 positions** in 4 industries; 11 are blank; 8 hang on one")
    assert "**The nearest blank is 经销商** in 制造业: 周建国 can lead you there." in shown
    assert "mermaid" not in shown
    one = run("landscape", "制造业", "--lang", "zh", "--vault", vault, *DAY).stdout
    assert one.startswith("6 个环节里，**3 个**已有认识的人")
    assert "Elder care" not in one
    wrong = run("landscape", "Banking", "--vault", vault, *DAY)
    assert (wrong.returncode, "there are: Corporate training, " in wrong.stderr) == (2, True)
    document = json.loads(run("landscape", "--json", "--vault", vault, *DAY).stdout)
    assert {"industry": "Corporate training", "position": "line manager"} in document["blank"]
    shown = run("circles", "--vault", vault, *DAY).stdout
    assert shown.startswith(
        "**余杭制造老板群** needs one new person every 4 weeks until 2027-06-30: 3 of 10 are inside"
    )
    assert "- 董雪梅 — **you bring nothing yet**; they look for 店长培训, 夜班新人带教." in shown
    limited = run("circles", "--limit", "1", "--vault", vault, *DAY).stdout
    assert "And with fewer people: 余杭制造老板群 (3)" in limited
    rows = json.loads(run("circles", "--json", "--vault", vault, *DAY).stdout)["circles"]
    assert [row["circle"] for row in rows if row["needed_per_week"]] == [row["circle"] for row in rows[:3]]


def test_the_json_of_follow_ups(vault: Path) -> None:
    document = json.loads(run("follow-ups", "--json", "--vault", vault, *DAY).stdout)
    assert set(document) >= {"today", "rows", "counts", "promises", "birthdays", "planned"}
    assert document["counts"] == {"overdue": 1, "today": 0, "new": 0, "resting": 0, "upcoming": 0}
    row = document["rows"][0]
    assert row.pop("reasons") == ["last contact 2026-01-01, rhythm every 45 days"]
    assert row == {
        "contact": "Li Wei",
        "path": "People/Li Wei.md",
        "group": "overdue",
        "due": "2026-02-15",
        "last_touch": "2026-01-01",
        "cadence": "45d",
        "days_overdue": 282,
        "attempts": 0,
        "warnings": [],
    }


def test_contacts_filters_and_sorts(vault: Path) -> None:
    def names(*arguments: str) -> list[str]:
        output = run("contacts", "--json", *arguments, "--vault", vault, *DAY).stdout
        return [row["contact"] for row in json.loads(output)]

    assert names("--stage", "接触") == ["Li Wei"]
    assert names("--city", "hang") == ["Li Wei"]
    assert names("--circle", "茶") == ["张三"]
    assert names("--overdue") == ["Li Wei"]
    assert names("--sort", "due") == ["Li Wei", "张三", "Li Na"]
    wrong = run("contacts", "--stage", "famous", "--vault", vault)
    assert (wrong.returncode, "met, screened" in wrong.stderr) == (2, True)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("li wei", "Li Wei"),
        ("zhangsan", "张三"),
        ("zs", "张三"),
        ("Li Wie", "Li Wei"),
        ("People/Li Na", "Li Na"),
        ("张", "张三"),
        ("angsa", "张三"),
    ],
)
def test_a_contact_is_found_as_typed(vault: Path, typed: str, found: str) -> None:
    done = run("contact", typed, "--vault", vault, *DAY)
    assert done.stdout.startswith(f"# {found}"), done.stderr


def test_ambiguity_and_nobody_fail_clearly_in_a_pipe(vault: Path) -> None:
    ambiguous = run("contact", "Li", "--vault", vault)
    assert (ambiguous.returncode, "People/Li Na.md" in ambiguous.stderr) == (2, True)
    nobody = run("contact", "Xerxes", "--vault", vault)
    assert (nobody.returncode, "nobody" in nobody.stderr) == (2, True)


def test_find_in_names_properties_and_text(vault: Path) -> None:
    assert run("find", "star", "--vault", vault).stdout == "People/Li Wei.md:3: org: Star\n"
    assert run("find", "培训", "--vault", vault).stdout == "Meetings/2026-11-20 Talk.md:5: 聊了培训\n"
    assert run("find", "li n", "--vault", vault).stdout.startswith("People/Li Na.md\n")
    assert run("find", "nowhere at all", "--vault", vault).returncode == 1


def test_check_exits_with_1_and_says_where_what_and_what_to_do(vault: Path) -> None:
    assert run("check", "--vault", vault).returncode == 0
    (vault / "People/Bad.md").write_text("---\nmet: 2026-02-30\n---\n")
    done = run("check", "--vault", vault)
    expected = "People/Bad.md:2: `met`: “2026-02-30” does not exist in the calendar — correct the date\n"
    assert (done.returncode, done.stdout) == (1, expected)
    assert "日历上没有" in run("check", "--lang", "zh", "--vault", vault).stdout


def test_a_bad_setting_is_said_and_a_broken_config_ends_it(vault: Path) -> None:
    (vault / "vault-tools.toml").write_text('lang = "en"\n\n[follow_ups]\nlimmit = 3\n')
    done = run("follow-ups", "--vault", vault)
    assert (done.returncode, done.stderr.split(":")[1]) == (0, "4")
    assert "did you mean limit?" in done.stderr
    (vault / "vault-tools.toml").write_text("lang = \n")
    broken = run("follow-ups", "--vault", vault)
    assert (broken.returncode, "vault-tools.toml:1" in broken.stderr, "Traceback" in broken.stderr) == (2, True, False)


def test_completion_knows_the_contacts(vault: Path) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert "_VAULT_TOOLS_COMPLETE" in run("completion", shell).stdout
    typed = f"vault-tools --vault {vault} contact Li"
    done = run(_VAULT_TOOLS_COMPLETE="bash_complete", COMP_WORDS=typed, COMP_CWORD="4")
    assert sorted(done.stdout.split("\n")[:-1]) == ["plain,Li Na", "plain,Li Wei"]


def test_the_committed_digests_of_the_example_vault_are_what_is_rendered(tmp_path: Path) -> None:
    vault = tmp_path / "example"
    shutil.copytree(ROOT / "example-vault", vault, ignore=shutil.ignore_patterns(".vault-tools"))
    assert run("digest", "--vault", vault, *DAY).stdout == "nothing changed\n"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_example_in_either_language_has_no_leftover_of_the_other(tmp_path: Path, lang: str) -> None:
    golden = Path(__file__).parent.parent / f"golden/example.{lang}.md"
    done = run("digest", "--stdout", "--lang", lang, "--vault", ROOT / "example-vault", *DAY)
    assert done.stdout == golden.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_read_when_it_is_needed_ends_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_given: object) -> None:
        raise PermissionError(13, "Permission denied", "People/Li Wei.md")

    monkeypatch.setattr(__main__, "cli", fail)
    assert __main__._run() == 2
    assert capsys.readouterr().err == "Error: People/Li Wei.md: Permission denied — nothing more was done\n"
