from dataclasses import replace

import oracle
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import partial_sheets, sheet_of, whole_sheets

from bot.model.conditions import All, Answered, AnyOf, AtLeast, FactIs, NoneOf, RungIs
from bot.model.knowledge import Kind
from bot.model.verdict import Shown
from bot.reasoning import advice
from bot.reasoning.doubt import opened


def everywhere(dialogue):
    return frozenset(range(len(dialogue.questions)))


def barriers_of(rules, knowledge, **answers):
    """The barriers of answers, each with whether it is certain."""
    masks = opened(rules, sheet_of(rules.dialogue, answers))
    shown = advice.barriers(rules, knowledge, masks, everywhere(rules.dialogue))
    return {one.item: one.certain for one in shown}


def notes_of(rules, knowledge, answers):
    masks = opened(rules, sheet_of(rules.dialogue, answers))
    shown = advice.notes(rules, knowledge, masks, everywhere(rules.dialogue))
    return {one.item: one.certain for one in shown}


def test_a_barrier_is_certain_when_every_completion_has_it(rules, knowledge):
    assert barriers_of(rules, knowledge, say=("person",))["too-much-individual-power"] is True


def test_a_barrier_is_possible_when_some_completion_has_it(rules, knowledge):
    assert barriers_of(rules, knowledge, say=("agree", "person"))["too-much-individual-power"] is False


def test_a_barrier_that_no_completion_has_is_not_shown(rules, knowledge):
    assert "too-much-individual-power" not in barriers_of(rules, knowledge, say=("agree",))


def test_a_barrier_of_a_question_that_is_not_asked_is_not_shown(rules, knowledge):
    shown = barriers_of(rules, knowledge, role=("none",), join=("not",))

    assert "levels-not-joined" not in shown


def test_certain_barriers_come_first_and_keep_the_order_of_the_files(rules, knowledge, dialogue):
    masks = opened(rules, sheet_of(dialogue, {"say": ("staff",), "gap": ("never",)}))

    shown = advice.barriers(rules, knowledge, masks, everywhere(dialogue))

    names = [item.id for item in knowledge.of(Kind.BARRIER)]
    places = [(not one.certain, names.index(one.item)) for one in shown]
    assert [one.item for one in shown if one.certain] == ["low-control", "unmanaged-encounter", "goods-logic"]
    assert places == sorted(places)


def holds(condition, path):
    """Whether a condition holds in one completion of the eight deciding questions, by the reference."""
    match condition:
        case Answered(question=question, options=options):
            return path[question] in options
        case FactIs(fact=fact, values=values):
            return oracle.facts(path)[fact] in values
        case RungIs(results=results):
            return oracle.RESULT[oracle.row(path)] in results
        case All(of=parts):
            return all(holds(part, path) for part in parts)
        case AnyOf(of=parts):
            return any(holds(part, path) for part in parts)
        case NoneOf(of=parts):
            return not any(holds(part, path) for part in parts)
        case AtLeast(count=count, of=parts):
            return sum(holds(part, path) for part in parts) >= count


@given(answers=partial_sheets(least_known=5))
@settings(max_examples=60, deadline=None)
def test_certain_and_possible_items_are_those_of_the_completions(rules, knowledge, dialogue, answers):
    paths = list(oracle.completions(oracle.live(answers)))
    assume(len(paths) <= 300)
    decided = frozenset(dialogue.index[question] for question in oracle.QUESTIONS)
    masks = opened(rules, sheet_of(dialogue, answers))

    shown = (
        *advice.barriers(rules, knowledge, masks, decided),
        *advice.notes(rules, knowledge, masks, decided),
    )

    known = [
        (item.id, {holds(item.when, path) for path in paths})
        for item in (*knowledge.of(Kind.BARRIER), *knowledge.of(Kind.NOTE))
        if rules.reads(item.when) <= decided and not item.only_if_unknown
    ]
    assert {one.item: one.certain for one in shown} == {
        item: truths == {True} for item, truths in known if True in truths
    }


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_enablers_are_those_of_the_barriers_shown(rules, knowledge, dialogue, data):
    masks = opened(rules, data.draw(whole_sheets(dialogue)))
    asked = everywhere(dialogue)

    barriers = advice.barriers(rules, knowledge, masks, asked)
    enablers = advice.enablers(rules, knowledge, masks, asked, barriers)

    calls = {(barrier.item, enabler) for barrier in barriers for enabler in barrier.links}
    assert {(barrier, enabler.item) for enabler in enablers for barrier in enabler.links} == calls
    assert {enabler for _, enabler in calls} == {enabler.item for enabler in enablers}
    assert {barrier.item for barrier in barriers} == {barrier for barrier, _ in calls}


def test_an_enabler_of_a_certain_barrier_is_certain(rules, knowledge, dialogue):
    masks = opened(rules, sheet_of(dialogue, {"say": ("person",)}))
    barriers = (Shown(item="too-much-individual-power", certain=True),)

    enablers = advice.enablers(rules, knowledge, masks, everywhere(dialogue), barriers)

    assert enablers == (
        Shown(item="join-expertise", certain=True, links=("too-much-individual-power",)),
        Shown(item="show-return", certain=True, links=("too-much-individual-power",)),
    )


def test_an_enabler_is_certain_when_its_possible_barriers_leave_no_way_out(rules, knowledge, dialogue):
    masks = opened(rules, sheet_of(dialogue, {"gap": ("never", "after")}))
    barriers = (
        Shown(item="unmanaged-encounter", certain=False),
        Shown(item="late-measurement", certain=False),
    )

    enablers = advice.enablers(rules, knowledge, masks, everywhere(dialogue), barriers)

    assert [(one.item, one.certain) for one in enablers] == [("manage-the-encounter", True)]


def narrowed(knowledge, name, condition):
    """The knowledge base with a condition of its own for one enabler."""
    items = tuple(replace(item, when=condition) if item.id == name else item for item in knowledge.items)
    return replace(knowledge, items=items)


def test_an_enabler_has_a_condition_of_its_own(rules, knowledge, dialogue):
    masks = opened(rules, sheet_of(dialogue, {"say": ("person",), "trust": ("both",)}))
    barriers = (Shown(item="too-much-individual-power", certain=True),)
    fussy = narrowed(knowledge, "show-return", Answered("trust", ("neither",)))

    enablers = advice.enablers(rules, fussy, masks, everywhere(dialogue), barriers)

    assert [one.item for one in enablers] == ["join-expertise"]


def test_an_enabler_that_hangs_on_a_question_not_asked_is_left_out(rules, knowledge, dialogue):
    masks = opened(rules, sheet_of(dialogue, {"say": ("person",)}))
    barriers = (Shown(item="too-much-individual-power", certain=True),)
    fussy = narrowed(knowledge, "show-return", Answered("trust", ("neither",)))
    asked = everywhere(dialogue) - {dialogue.index["trust"]}

    enablers = advice.enablers(rules, fussy, masks, asked, barriers)

    assert [one.item for one in enablers] == ["join-expertise"]


NOTES = {
    "bound-but-nothing": {"role": "advise", "answer": "bound", "effect": "nothing"},
    "direction-without-promise": {"role": "asked", "answer": "nothing", "effect": "direction"},
    "equal-voice-no-promise": {"role": "lead", "answer": "nothing"},
    "running-too-early": {"role": "lead", "change": "new_live", "effect": "early"},
    "idea-without-planning": {"role": "none", "change": "new_plan", "source": "users"},
    "forced-yet-in-charge": {"choice": "made", "say": "person"},
    "substantive-without-trust": {
        "role": "share",
        "answer": "explain",
        "effect": "direction",
        "trust": "neither",
    },
    "new-model-known-needs": {"change": "new_plan", "needs": "told"},
    "no-change-but-direction": {"role": "advise", "change": "none", "effect": "direction"},
    "own-service-details-only": {
        "role": "lead",
        "change": "new_live",
        "source": "users",
        "effect": "small",
    },
    "enhanced-but-staff-decide": {
        "say": "staff",
        "gap": "during",
        "role": "lead",
        "answer": "bound",
        "effect": "direction",
        "join": "loop",
        "change": "new_live",
        "source": "users",
    },
}


@pytest.mark.parametrize("note", NOTES)
def test_every_contradiction_and_caution_is_raised_by_its_answers(rules, knowledge, note):
    answers = {question: (option,) for question, option in NOTES[note].items()}

    assert notes_of(rules, knowledge, answers)[note] is True


@pytest.mark.parametrize(
    ("note", "question", "option"),
    [
        ("bound-but-nothing", "effect", "small"),
        ("direction-without-promise", "answer", "explain"),
        ("equal-voice-no-promise", "role", "advise"),
        ("running-too-early", "change", "new_plan"),
        ("idea-without-planning", "source", "staff"),
        ("forced-yet-in-charge", "choice", "no_other"),
        ("substantive-without-trust", "trust", "staff_doubt"),
        ("new-model-known-needs", "needs", "hidden"),
        ("no-change-but-direction", "change", "fit"),
        ("own-service-details-only", "source", "joint"),
        ("enhanced-but-staff-decide", "say", "choose"),
    ],
)
def test_another_answer_takes_a_caution_back(rules, knowledge, note, question, option):
    answers = {question: (option,) for question, option in {**NOTES[note], question: option}.items()}

    assert note not in notes_of(rules, knowledge, answers)


def test_the_notes_are_those_that_are_told_here(knowledge):
    assert {item.id for item in knowledge.of(Kind.NOTE)} == {*NOTES, "all-unknown"}


def test_when_nothing_that_decides_is_known_a_note_says_so(rules, knowledge):
    assert notes_of(rules, knowledge, {"trust": ("both",)})["all-unknown"] is True


def test_one_deciding_answer_takes_that_note_away(rules, knowledge):
    assert "all-unknown" not in notes_of(rules, knowledge, {"gap": ("never", "after")})


def test_a_note_on_questions_not_asked_is_left_out(rules, knowledge, dialogue):
    sheet = sheet_of(dialogue, {"choice": ("made",), "say": ("person",)})
    asked = frozenset({dialogue.index["say"]})

    shown = advice.notes(rules, knowledge, opened(rules, sheet), asked)

    assert "forced-yet-in-charge" not in {one.item for one in shown}


def test_help_with_a_change_is_what_the_barriers_call_for(knowledge):
    shown = (Shown(item="sticky-knowledge", certain=False),)

    assert advice.helping(knowledge, shown)["join"] == ("sticky-knowledge",)


def test_where_no_barrier_calls_all_that_moves_a_question_helps(knowledge):
    helping = advice.helping(knowledge, ())

    assert helping["join"] == ("join-levels", "sticky-knowledge", "partnership-working")
    assert helping["gap"] == ("manage-the-encounter",)
    assert "meet" not in helping
