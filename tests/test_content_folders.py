"""What a policy writer reads: a folder that is right, and folders with one fault each, with the words that `tango check` says.

A folder under `bad/` holds the files that differ from `meals/`, and `expected.txt`.
"""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.commands import diff
from bot.model.proof import Shift
from bot.reasoning import compiler

HERE = Path(__file__).parent / "content_folders"
SHIPPED = Path(__file__).parents[1] / "knowledge"
BAD = sorted(path.name for path in (HERE / "bad").iterdir())


@pytest.fixture
def folder(tmp_path):
    """The right folder, with the pages and messages of the product; lay another over it by its name."""

    def folder(name=None):
        shutil.copytree(HERE / "meals", tmp_path, dirs_exist_ok=True)
        shutil.copytree(SHIPPED / "templates", tmp_path / "knowledge/templates")
        for messages in ("messages.yaml", "workshop.yaml"):
            shutil.copy(SHIPPED / messages, tmp_path / "knowledge")
        if name:
            shutil.copytree(HERE / "bad" / name, tmp_path, dirs_exist_ok=True)
        return tmp_path

    return folder


@pytest.fixture
def tango(monkeypatch, capsys):
    """Run a command; gives its exit code, output and errors."""

    def tango(*arguments):
        monkeypatch.setattr(sys, "argv", ["tango", *map(str, arguments)])
        return main(), *capsys.readouterr()

    return tango


def test_a_folder_that_is_right_is_proved(folder, tango):
    root = folder()

    code, out, err = tango("check", root)

    assert (code, err) == (0, "")
    assert out.startswith(f"Checking {root}\n\nProved over all conversations:\n  questions can be asked: 4\n")
    assert out.endswith(
        "0 errors, 0 warnings.\nStories are not part of the proof. Run them with: tango story\n"
    )


def test_content_that_stands_here_and_was_not_checked_is_named(folder, tango, monkeypatch):
    root = folder()
    monkeypatch.chdir(root)

    _, out, _ = tango("check")

    assert out.endswith(f"The content in {root} was not checked. To check it: tango check .\n")
    assert "was not checked" not in tango("check", ".")[1]


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_told_in_words_that_an_author_can_act_on(name, folder, tango):
    code, out, err = tango("check", folder(name))

    told = (out or err).partition("Proved over")[0].partition("\n\n")[2] if out else err
    told = told.partition("\n\n1 error")[0].rstrip() + "\n"
    assert told == (HERE / "bad" / name / "expected.txt").read_text(encoding="utf-8")
    assert code == {"an-answer-makes-no-difference": 0, "names-are-misspelt": 4}.get(name, 1)


@pytest.mark.parametrize("name", ["a-row-is-missing", "a-page-reads-what-is-not-there"])
def test_content_that_fails_is_refused_by_other_commands_with_the_same_words(
    name, folder, tango, monkeypatch
):
    monkeypatch.setenv("TANGO_CONTENT", str(folder(name)))

    code, _, err = tango("explain", "trust")

    assert code == 4
    assert err.strip() in (HERE / "bad" / name / "expected.txt").read_text(encoding="utf-8")


def test_refused_content_is_refused_again_from_the_cache(folder, tango, monkeypatch):
    monkeypatch.setenv("TANGO_CONTENT", str(folder("a-row-is-missing")))
    tango("explain", "trust")

    code, _, _ = tango("explain", "trust")

    assert code == 4


def test_programs_get_every_finding_with_its_place_and_witness(folder, tango):
    _, out, _ = tango("check", folder("a-row-is-missing"), "--json")

    (finding,) = json.loads(out)["findings"]
    assert (finding["file"], finding["line"], finding["column"]) == ("dialogues/meals.yaml", 70, 3)
    assert (finding["severity"], finding["code"]) == ("error", "gap")
    assert finding["witness"] == {"menu": "asked", "kept": "nothing"}


def test_programs_get_the_findings_of_content_that_cannot_be_read(folder, tango):
    code, out, _ = tango("check", folder("names-are-misspelt"), "--json")

    found = json.loads(out)
    assert (code, found["ok"], found["facts"]) == (4, False, None)
    assert [one["code"] for one in found["findings"]] == [
        "unknown-question",
        "later-question",
        "unknown-question",
    ]


def test_programs_get_each_property_with_its_count(folder, tango):
    _, out, _ = tango("check", folder(), "--json")

    found = json.loads(out)
    counts = {one["property"]: one["count"] for one in found["proved"]}
    assert found["ok"]
    assert (counts["questions-asked"], counts["one-result"], counts["sheets"]) == (4, 22, 1029)
    assert found["facts"]["results"] == {"consumer": 3, "limited": 12, "real": 6, "out-of-scope": 1}
    assert found["facts"]["quick"] == {"shortest": 2, "longest": 3, "mean": 2.44}


def test_a_witness_can_be_judged_as_it_is_printed(folder, tango, tmp_path, monkeypatch):
    expected = (HERE / "bad/a-better-answer-lowers/expected.txt").read_text(encoding="utf-8")
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "".join(line + "\n" for line in expected.splitlines() if "  #" in line), encoding="utf-8"
    )
    monkeypatch.setenv("TANGO_CONTENT", str(folder()))

    code, out, _ = tango("assess", "--answers", str(answers), "--json")

    assert code == 0
    assert json.loads(out)["result"]["certain"]


def test_the_facts_are_written_where_they_are_looked_for(folder, tango):
    root = folder("the-meaning-has-changed")

    code, out, _ = tango("check", root, "--write-facts")

    assert code == 0
    assert f"The facts are written to {root}/dialogues/meals.facts.yaml." in out
    assert tango("check", root)[0] == 0


def test_missing_facts_are_a_warning(folder, tango):
    root = folder()
    os.remove(root / "dialogues/meals.facts.yaml")

    code, out, _ = tango("check", root)

    assert code == 0
    assert "warning facts-missing: There is no facts file" in out


def test_a_folder_in_which_nothing_may_be_written_says_so(folder, tango):
    root = folder("the-meaning-has-changed")
    os.mkdir(root / "dialogues/meals.facts.yaml.draft")

    code, _, err = tango("check", root, "--write-facts")

    assert code == 2
    assert "meals.facts.yaml cannot be written: Is a directory." in err


def test_facts_are_not_written_while_an_error_stands(folder, tango):
    root = folder("a-row-is-missing")
    before = (root / "dialogues/meals.facts.yaml").read_bytes()

    code, out, _ = tango("check", root, "--write-facts")

    assert code == 1
    assert out.endswith("The facts are not written: mend the errors first.\n")
    assert (root / "dialogues/meals.facts.yaml").read_bytes() == before


def test_a_folder_that_cannot_be_compared_is_named(folder, tango, tmp_path_factory):
    empty = tmp_path_factory.mktemp("empty")

    code, _, err = tango("diff", folder(), empty)

    assert code == 4
    assert err.startswith(f"{empty} cannot be compared:\n")


@pytest.fixture
def versions(folder, tmp_path_factory):
    """Two copies of the right folder, of which the second is edited."""

    def versions(edit):
        root = folder()
        old, new = (
            shutil.copytree(root, tmp_path_factory.mktemp(name), dirs_exist_ok=True)
            for name in ("old", "new")
        )
        edit(new)
        return old, new

    return versions


def changed(name):
    """Lay a bad folder over a version."""
    return lambda root: shutil.copytree(HERE / "bad" / name, root, dirs_exist_ok=True)


def one_option_less(root):
    """Take an option away, and the row that reads it."""
    path = root / "dialogues/meals.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("  - {id: vote, label: They vote on it, match: [vote]}\n", "").replace(
        "[asked, vote]", "asked"
    )
    text = text.replace("  - {when: {menu: vote, kept: some}, then: real}\n", "")
    path.write_text(text, encoding="utf-8")
    items = root / "knowledge/meals.yaml"
    items.write_text(
        items.read_text(encoding="utf-8").replace("menu: vote, kept", "menu: asked, kept"), encoding="utf-8"
    )


def test_two_versions_tell_which_conversations_they_move(versions, tango):
    code, out, _ = tango("diff", *versions(changed("the-meaning-has-changed")))

    assert code == 0
    assert out == (HERE / "diff.txt").read_text(encoding="utf-8")


def test_an_answer_that_is_gone_is_told_with_what_cannot_be_held_any_more(versions, tango):
    _, out, _ = tango("diff", *versions(one_option_less))

    assert out.startswith("9 of 22 conversations (40.91 %) change their result.\n")
    assert (
        "4: Participative, real -> cannot be held\n  All of them answer:\n    dish: [list, person]  # Who"
        in out
    )
    assert "carry over, but not these: menu: vote (Part in the menu: They vote on it).\n" in out
    assert "Texts that differ: 2.\n  meals/question/menu/option/vote/label\n" in out


def test_an_answer_that_is_new_is_told(versions, tango):
    old, new = versions(one_option_less)

    _, out, _ = tango("diff", new, old)

    assert (
        "Every answer of an open session carries over.\n"
        "New, and still to be asked or chosen: menu: vote (Part in the menu: They vote on it).\n"
    ) in out


def test_programs_get_the_shifts_with_their_examples(versions, tango):
    _, out, _ = tango("diff", *versions(changed("the-meaning-has-changed")), "--json")

    found = json.loads(out)
    assert (found["conversations"], found["changed"]) == (22, 2)
    assert found["shifts"] == [
        {
            "from": "real",
            "to": "limited",
            "count": 2,
            "common": {"dish": ["list", "person"], "menu": ["vote"], "kept": ["some"]},
            "example": {"dish": "list", "menu": "vote", "kept": "some"},
        }
    ]
    assert found["carries_over"] == {"gone": [], "new": []}
    assert found["meanings"]["aim real-part"]["now"] | {"digest": ""} == {"in": 4, "of": 22, "digest": ""}


def test_an_aim_that_is_new_is_told_as_new(versions, tango):
    def less(root):
        path = root / "dialogues/meals.yaml"
        text = path.read_text(encoding="utf-8")
        start, end = text.index("aims:"), text.index("faces:")
        path.write_text(text[:start] + text[end:], encoding="utf-8")

    old, new = versions(less)

    assert "  aim: A real part in the menu: is gone\n" in tango("diff", old, new)[1]
    assert "  aim: A real part in the menu: is new\n" in tango("diff", new, old)[1]
    assert '"before": null' in tango("diff", new, old, "--json")[1]


def test_a_question_that_is_new_is_told_in_words_and_many_texts_end_in_a_number(versions, tango):
    def more(root):
        path = root / "dialogues/meals.yaml"
        text = path.read_text(encoding="utf-8").replace("quick:", QUESTION + "quick:")
        path.write_text(text, encoding="utf-8")

    _, out, _ = tango("diff", *versions(more))

    assert "New, and still to be asked or chosen: paid (Paid).\n" in out
    assert "Texts that differ: 26.\n" in out
    assert out.endswith("  and 6 more\n")


OPTIONS = "".join(f"  - {{id: o{at}, label: Option {at}, match: [word {at}]}}\n" for at in range(11))
QUESTION = (
    "- id: paid\n  part: People\n  short: Paid\n  text: Are they paid?\n  why: It matters.\n"
    f"  source: {{grade: project}}\n  options:\n{OPTIONS}"
)


def test_content_that_is_not_proved_is_not_compared(versions, tango):
    old, new = versions(changed("a-row-is-missing"))

    code, out, err = tango("diff", old, new)

    assert (code, out) == (4, "")
    assert err.startswith(f"{new} cannot be compared:\ndialogues/meals.yaml:70:3: error gap:")


def test_a_setting_that_no_table_shows_is_told(versions, tango):
    def turned(root):
        path = root / "dialogues/meals.yaml"
        path.write_text(
            path.read_text(encoding="utf-8").replace("above: limited", "above: consumer"), encoding="utf-8"
        )

    _, out, _ = tango("diff", *versions(turned))

    assert "Settings that differ:\n  result real above: limited -> consumer\n" in out


def test_facts_of_another_dialogue_are_an_error(folder, tango):
    root = folder()
    shutil.copy(root / "dialogues/meals.facts.yaml", root / "dialogues/lunch.facts.yaml")

    code, out, _ = tango("check", root)

    assert code == 1
    assert (
        "dialogues/lunch.facts.yaml:1:1: error facts-lost: These facts belong to no dialogue here."
        " Take the file away, or name it dialogues/meals.facts.yaml."
    ) in out


def test_facts_that_are_no_text_are_not_those_of_the_content(folder, tango):
    root = folder()
    (root / "dialogues/meals.facts.yaml").write_bytes(b"\xff\xfe")

    assert "error facts-changed" in tango("check", root)[1]


def test_facts_that_cannot_be_read_say_so(folder, tango):
    root = folder()
    os.remove(root / "dialogues/meals.facts.yaml")
    os.mkdir(root / "dialogues/meals.facts.yaml")

    code, _, err = tango("check", root)

    assert code == 2
    assert "meals.facts.yaml cannot be read: Is a directory. Check its permissions." in err


TEMPLATES = {
    "say": (
        "{% for say in possible %}\n{{ say('sure_one') }}\n{% endfor %}",
        "loop-name: a loop may not call its entries `say`. Choose another name.",
    ),
    "loop": (
        "{% for loop in possible %}\n{{ loop }}\n{% endfor %}",
        "loop-name: a loop may not call its entries `loop`. Choose another name.",
    ),
    "pair": (
        "{% for a, b in possible %}\n{{ a }}\n{% endfor %}",
        "loop-name: a loop gives its entries one name. Write `{% for one in names %}`.",
    ),
    "ands": (
        "{% if " + " and ".join(["certain"] * 400) + " %}\n{{ title }}\n{% endif %}",
        "too-deep: tags or brackets stand in each other too deep to be read. Write it simpler.",
    ),
    "brackets": (
        "{{ " + "(" * 5000 + "title" + ")" * 5000 + " }}",
        "too-deep: tags or brackets stand in each other too deep to be read. Write it simpler.",
    ),
    "power": (
        "{% for x in range(10**9) %}\n{{ x }}\n{% endfor %}",
        "call: only `say(...)` may be called. Put the value into the page's view.",
    ),
    "long": (
        "{{ 'a' * 500000000 }}",
        "calculation: a page may not calculate. Let it show a value that it is given.",
    ),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_page_that_would_not_end_or_not_be_read_is_refused(name, folder, tango):
    text, told = TEMPLATES[name]
    root = folder()
    (root / "knowledge/templates/so_far.j2").write_text(text, encoding="utf-8")

    code, out, _ = tango("check", root)

    assert code == 1
    assert f"knowledge/templates/so_far.j2:1:1: error {told}" in out


def test_where_the_content_that_is_checked_stands_there_is_no_hint(tango, monkeypatch):
    monkeypatch.chdir(SHIPPED.parent)

    _, out, _ = tango("check")

    assert out.endswith(
        "0 errors, 0 warnings.\nStories are not part of the proof. Run them with: tango story\n"
    )


def test_content_that_is_too_tangled_to_be_proved_shows_nothing_else(folder, tango, monkeypatch):
    monkeypatch.setattr(compiler, "WORK_CAP", 5)

    code, out, _ = tango("check", folder())

    assert code == 1
    assert "error not-proved: The rules are too tangled to be proved: at `" in out
    assert "questions can be asked" not in out


def test_what_moves_in_any_case_is_not_told_again_for_each_reading(tango, tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    for root in (old, new):
        shutil.copytree(SHIPPED, root / "knowledge")
        shutil.copytree(SHIPPED.parent / "dialogues", root / "dialogues")
    path = new / "dialogues/assess.yaml"
    row = "{when: {role: asked, answer: [explain, bound], effect: direction}, then: substantive, holds: D3}"
    path.write_text(
        path.read_text(encoding="utf-8").replace(row, row.replace("substantive", "limited")), encoding="utf-8"
    )

    _, out, _ = tango("diff", old, new)

    assert out.startswith("1,344 of 43,178 conversations (3.11 %) change their result.\n")
    assert "  Part in planning: limited 36 -> 38, substantive 22 -> 20 of 65\n" in out
    assert "set aside" not in out


@pytest.mark.parametrize(
    ("common", "lines"),
    [
        ((), ["  A shortest one:", "    menu: vote  # Menu: Vote"]),
        ((("menu", ("vote",)),), ["  All of them answer:", "    menu: vote  # Menu: Vote"]),
    ],
)
def test_an_example_is_told_where_it_says_more_than_what_all_have_in_common(common, lines):
    shift = Shift(before="a", after=None, count=3, example=(("menu", "vote"),), common=common)

    assert list(diff._shift(shift, Spoken()))[1:] == lines


class Spoken:
    """Words for a version that nobody wrote."""

    old = new = None

    def result(self, _, end):
        return end

    def answer(self, *_):
        return "Menu: Vote"
