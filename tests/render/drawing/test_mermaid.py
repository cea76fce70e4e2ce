"""The picture as a Mermaid flowchart: read back by its structure."""

import re

from drawn import LABELS, NASTY, dialogues, reworded
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.drawing.mermaid import escape, mermaid
from bot.render.drawing.picture import picture_of

NODE = re.compile(r'^ +([qtrv]\d*)\["([^"]*)"\]:::\w+$', re.MULTILINE)
GROUP = re.compile(r'^  subgraph (\w+)\["([^"]*)"\]$', re.MULTILINE)
GUARD = re.compile(r'^  (q\d+) -\. "([^"]*)" \.-> (q\d+)$', re.MULTILINE)
ARROW = re.compile(r"^  (\w+) (?:-->|==>) (\w+)$", re.MULTILINE)
OTHER = re.compile(
    r"^(?:%%\{.*\}%%|flowchart LR|  end|  accTitle: .*|  classDef \w+ [\w:#,-]+)$", re.MULTILINE
)
SAFE = re.compile(r"(?:[A-Za-z0-9 ,.:'/?!+=()-]|#\d+;)*")


def read(text):
    """The keys of nodes and groups, and the arrows; every line is known."""
    kinds = (NODE, GROUP, GUARD, ARROW, OTHER)
    unknown = [line for line in text.splitlines() if not any(kind.fullmatch(line) for kind in kinds)]
    nodes = [key for key, _ in NODE.findall(text)]
    groups = [key for key, _ in GROUP.findall(text)]
    arrows = [(one, two) for one, _, two in GUARD.findall(text)] + ARROW.findall(text)
    return unknown, nodes + groups, arrows


def test_every_question_table_and_result_is_there_once(dialogue):
    text = mermaid(picture_of(dialogue))

    keys = [key for key, _ in NODE.findall(text)]
    assert (
        len(keys)
        == len(set(keys))
        == len(dialogue.questions) + len(dialogue.facts) + 1 + len(dialogue.results)
    )


def test_a_question_has_its_number_its_name_and_its_id(dialogue):
    text = mermaid(picture_of(dialogue))

    assert 'q5["<b>5 Part in planning</b> <small>role</small>"]:::asked' in text


def test_a_guard_bears_its_condition(dialogue):
    text = mermaid(picture_of(dialogue))

    assert ("q5", "5 Part in planning: asked, advise, share or lead", "q6") in GUARD.findall(text)


def test_a_row_reads_from_its_id_to_its_value_and_the_reading_it_stands_on(dialogue):
    text = mermaid(picture_of(dialogue))

    assert (
        "<br/>R5 8 Daily experience into planning: not or data #8594; <b>Participative, substantive (D4)</b>"
        in text
    )


def test_the_same_dialogue_gives_the_same_text(dialogue):
    assert mermaid(picture_of(dialogue)) == mermaid(picture_of(dialogue))


@given(labels=st.lists(LABELS, min_size=1, max_size=9))
def test_no_label_breaks_out_of_its_quotes(dialogue, labels):
    unknown, keys, arrows = read(mermaid(picture_of(reworded(dialogue, labels))))

    assert unknown == []
    assert {key for arrow in arrows for key in arrow} <= set(keys)


@settings(max_examples=30)
@given(data=st.data())
def test_every_arrow_of_any_dialogue_joins_what_is_there(dialogue, data):
    unknown, keys, arrows = read(mermaid(picture_of(data.draw(dialogues(dialogue, most=12)))))

    assert (unknown, len(keys)) == ([], len(set(keys)))
    assert {key for arrow in arrows for key in arrow} <= set(keys)


@given(text=st.one_of(LABELS, st.sampled_from(NASTY)))
def test_a_label_is_written_in_signs_that_stand_for_themselves(text):
    assert SAFE.fullmatch(escape(text))


def test_two_dollars_begin_no_formula():
    assert escape("$$x$$") == "#36;#8203;#36;#8203;x#36;#8203;#36;#8203;"
