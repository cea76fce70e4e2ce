"""From findings to faults with their places, and what a facts file says otherwise than the content."""

import pytest

from bot.model.errors import ContentError, Fault, Severity, Spot
from bot.model.proof import Finding
from bot.service.publish import Examined, approve, examine, facts_changed, placed

HERE = Spot("dialogues/assess.yaml", 1, 1)
SPOTS = {"dialogue": HERE, "question/role": Spot("dialogues/assess.yaml", 9, 1)}


class Rendered:
    """What a proof of texts found."""

    combinations, messages = 7, 3

    def __init__(self, *faults):
        self.faults = faults


def examined(rules, knowledge, *texts):
    spots = dict.fromkeys(SPOTS, HERE)
    return examine(rules, knowledge, spots, [lambda one=one: one for one in texts], links=5)


def finding(*subject, witness=None):
    return Finding(code="c", subject=subject, message="M.", mend="N.", witness=witness)


def test_a_finding_stands_at_its_subject(dialogue):
    assert placed(dialogue, finding("question", "role"), SPOTS).spot.line == 9


def test_what_has_no_place_of_its_own_stands_at_what_it_is_part_of(dialogue):
    assert placed(dialogue, finding("question", "role", "option", "none"), SPOTS).spot.line == 9
    assert placed(dialogue, finding("result", "consumer"), SPOTS).spot == HERE


def test_a_witness_is_told_in_the_words_of_the_dialogue(dialogue):
    fault = placed(dialogue, finding("question", "role", witness=(("role", "asked"),)), SPOTS)

    assert fault.witness == (("role", "asked", "Part in planning: We ask for their views"),)


def test_what_is_shown_of_texts_is_added_up_over_the_languages(rules, knowledge):
    shown = {one.id: one.count for one in examined(rules, knowledge, Rendered(), Rendered()).shown}

    assert (shown["pages-render"], shown["messages-said"], shown["terms-exist"]) == (14, 6, 5)


def test_a_text_that_fails_is_a_fault_and_nothing_is_said_to_be_shown(rules, knowledge):
    fault = Fault(HERE, "syntax", "No.", "Mend it.")

    found = examined(rules, knowledge, Rendered(fault), Rendered())

    assert found.errors == (fault,)
    assert "pages-render" not in [one.id for one in found.shown]


def test_content_with_an_error_is_refused_with_the_same_words():
    fault = Fault(HERE, "gap", "No row.", "Add one.")

    with pytest.raises(ContentError) as caught:
        approve(Examined(faults=(fault,), shown=(), facts=None))

    assert str(caught.value) == str(fault)


def test_a_warning_refuses_nothing():
    approve(Examined(faults=(Fault(HERE, "c", "M.", "N.", Severity.WARNING),), shown=(), facts=None))


def test_facts_that_are_the_same_are_no_fault():
    assert list(facts_changed("f.yaml", "a: 1\nb: 2\n", "a: 1\nb: 2\n")) == []


def test_a_line_that_is_gone_and_one_that_is_new_are_told():
    told = [fault.message for fault in facts_changed("f.yaml", "a: 1\nb: 2\n", "a: 1\n")]
    more = [fault.message for fault in facts_changed("f.yaml", "a: 1\n", "a: 1\nb: 2\n")]

    says = "The meaning of the dialogue has changed in 1 line of the facts file. The first says"
    assert told == [f"{says} `b: 2`, and the content nothing."]
    assert more == [f"{says} nothing, and the content `b: 2`."]
