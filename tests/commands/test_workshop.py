"""`tango workshop` in this process; tests/terminal has it as a program."""

import re

import pytest


def test_a_small_workshop_is_played_to_its_end(tango):
    code, out, err = tango("workshop", "--simulate", "2", "--seed", "5", "--plain")

    assert (code, err) == (0, "")
    assert "The workshop has ended" in out
    assert "With so few people hardly anything can be shown." in out


def test_one_person_of_each_kind_is_shown(tango):
    _, out, _ = tango("workshop", "--simulate", "14", "--seed", "3")

    assert re.search(r"^== What one person sees in private: Person \d+, Service users ==$", out, re.MULTILINE)
    assert re.search(r"^== What one person sees in private: Person \d+, Front line ==$", out, re.MULTILINE)
    assert "What one person sees in private who comes late: " in out
    assert "What somebody sees in private who only watches" in out
    assert "What whoever leads sees in private" in out


def test_the_report_is_shown(tango):
    _, out, _ = tango("workshop", "--simulate", "14", "--seed", "3")

    assert "\n== The report: tango-workshop.md ==\n" in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Say how many people take part, for example: tango workshop --simulate 14 --seed 3\n"),
        (("--simulate", "0"), "A workshop can be played with 1 to 200 people, and not with 0."),
        (("--simulate", "201"), "A workshop can be played with 1 to 200 people, and not with 201."),
        (("--simulate", "14", "--lang", "tlh"), "There is no complete translation into `tlh`."),
    ],
)
def test_what_cannot_be_played_is_told(tango, arguments, told):
    code, out, err = tango("workshop", *arguments)

    assert (code, out) == (2, "")
    assert err.startswith(told)


def test_what_is_no_number_is_told(tango, capsys):
    with pytest.raises(SystemExit) as ended:
        tango("workshop", "--simulate", "abc")

    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(
        "tango workshop: argument --simulate: expected a number of people, such as 14, not 'abc'."
    )
