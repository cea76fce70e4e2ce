"""Dialogues that nobody should write: each is refused in words, soon, and in little memory."""

import itertools
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys

import pytest
import yaml

ROOT = pathlib.Path(__file__).parents[2]
MEALS = ROOT / "tests/content_folders/meals"
MEMORY = 1 << 30
"""Bytes of address space: the whole program, Python and its libraries with it."""


@pytest.fixture
def check(tmp_path):
    """What `tango check` says of the meals with an edited dialogue, held to a gigabyte and a minute."""
    shutil.copytree(MEALS, tmp_path, dirs_exist_ok=True)
    shutil.copytree(ROOT / "knowledge/templates", tmp_path / "knowledge/templates")
    for name in ("messages.yaml", "workshop.yaml"):
        shutil.copy(ROOT / "knowledge" / name, tmp_path / "knowledge")
    path = tmp_path / "dialogues/meals.yaml"

    def check(edit):
        dialogue = yaml.safe_load(path.read_text(encoding="utf-8"))
        edit(dialogue)
        path.write_text(json.dumps(dialogue, indent=1), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "bot", "check", str(tmp_path)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        )
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout.splitlines()[2:] or done.stderr.splitlines()

    return check


def question(name, **more):
    """A plain question of that name."""
    return {
        "id": name,
        "part": "Many",
        "short": name,
        "text": f"What of {name}?",
        "why": "It is one of many.",
        "source": {"grade": "project"},
        "options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}, {"id": "c", "label": "C"}],
        **more,
    }


def far_guard(at):
    """At least eight of sixteen questions, the farthest a hundred questions back."""
    parts = [{f"x{back}": "a"} for back in range(at % 7, 90, 6)][:16]
    return {"at_least": {"count": 8, "of": parts}}


def test_two_hundred_questions_are_too_many(check):
    code, lines = check(lambda d: d["questions"].extend(question(f"x{at}") for at in range(200)))

    assert code == 4
    assert lines[0].endswith(
        "error too-many: Expected at most 100 items, found 203. Take some away, or split what they belong to."
    )


@pytest.mark.thorough
def test_guards_that_look_a_hundred_questions_back_are_refused_where_the_proof_stopped(check):
    def edit(dialogue):
        plain = [question(f"x{at}") for at in range(90)]
        guarded = [question(f"y{at}", when=far_guard(at)) for at in range(7)]
        dialogue["questions"] = [*plain, *guarded, *dialogue["questions"]]
        row = {"id": "far", "when": {"at_least": {"count": 4, "of": [{f"y{at}": "a"} for at in range(7)]}}}
        dialogue["verdict"].insert(1, {**row, "then": "limited", "because": "Many agree."})

    code, lines = check(edit)

    assert code == 1
    assert "error not-proved: The rules are too tangled to be proved: at `x" in lines[0]
    assert (
        "too many cases are open (more than 3,000,000). Still open there: 5 rows, and the `when` of `y0`"
        in lines[0]
    )
    assert lines[0].endswith(
        "Let conditions read questions that stand near them, or work out a fact first and read that."
    )
    assert lines[-1] == "1 error, 0 warnings."


def test_a_table_of_ten_thousand_rows_is_too_long(check):
    rows = [{"when": {"menu": "asked"}, "then": "little"}] * 10_000

    code, lines = check(lambda d: d["facts"][1].update(rows=rows))

    assert code == 4
    assert "error too-many: Expected at most 200 items, found 10,000." in lines[0]


def test_a_table_of_two_hundred_rows_is_proved(check):
    dishes, menus, ends = ("cook", "list", "person"), ("none", "asked", "vote"), ("nothing", "some", "menu")
    mixed = itertools.cycle(itertools.product(dishes, menus, ends))
    rows = [
        {"when": {"dish": dish, "menu": menu, "kept": end}, "then": "little"}
        for dish, menu, end in itertools.islice(mixed, 199)
    ]

    code, lines = check(lambda d: d["facts"][1].update(rows=[*rows, {"when": {}, "then": "none"}]))

    assert code == 1
    assert sum("error dead-row" in line for line in lines) > 100


def test_a_table_of_two_hundred_rows_that_should_be_unique_is_told_row_by_row(check):
    rows = [{"when": {"dish": "cook"}, "then": "low"}] * 199

    code, lines = check(lambda d: d["facts"][0].update(rows=[*rows, {"when": {}, "then": "shared"}]))

    assert code == 1
    assert any("error overlap" in line for line in lines)


def test_three_hundred_options_are_too_many(check):
    options = [{"id": f"o{at}", "label": f"Option {at}"} for at in range(300)]

    code, lines = check(lambda d: d["questions"].append(question("big", options=options)))

    assert code == 4
    assert "error too-many: Expected at most 26 items, found 300." in lines[0]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            [],
            "error too-few-options: Expected at least two options, found none. Add an option, or take the question away.",
        ),
        ([{"id": "a", "label": "A"}], "error too-few-options: Expected at least two options, found 1."),
        (
            [{"id": "a", "label": "Same"}, {"id": "b", "label": "Same"}],
            "error label-twice: The label `Same` is there already",
        ),
    ],
)
def test_a_question_without_a_choice_is_refused(check, options, told):
    code, lines = check(lambda d: d["questions"].append(question("empty", options=options)))

    assert code == 4
    assert told in lines[0]


def test_a_guard_on_itself_or_on_a_later_question_is_refused_and_so_no_circle_can_be(check):
    def edit(dialogue):
        dialogue["questions"] += [
            question("first", when={"second": "a"}),
            question("second", when={"first": "a"}),
        ]

    code, lines = check(edit)

    assert code == 4
    assert [line.split(": ", 1)[1] for line in lines] == [
        "error later-question: The question `second` does not come before this place, so its answer is not known here. Put that question before this one, or read another."
    ]


def test_a_question_that_nothing_reads_is_a_warning(check):
    _, lines = check(lambda d: d["questions"].append(question("idle")))

    assert any(
        line.endswith(
            "warning no-difference: No answer to `idle` makes a difference to anything."
            " Take the question away, or let a row, a barrier or a note read it."
        )
        for line in lines
    )


def test_a_name_that_is_spelt_almost_right_is_offered(check):
    code, lines = check(lambda d: d["facts"][0]["rows"][0].update(when={"dsih": "cook"}))

    assert code == 4
    assert lines[0].endswith("error unknown-question: There is no question `dsih`. Did you mean `dish`?")
