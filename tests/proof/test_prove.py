"""The shipped content is proved, and what the proof would say of content that is not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import prod

import pytest

from bot.engine.routing import next_place
from bot.engine.step import open_session
from bot.model.conditions import ALWAYS, All, Answered, AnyOf, AtLeast, FactIs, RungIs
from bot.model.dialogue import Fact, Place, Row, Value, VerdictRow
from bot.model.knowledge import Claim, Item, Kind, Knowledge
from bot.model.session import Length
from bot.proof import results
from bot.proof.case import Case
from bot.proof.prove import CHECKS, FIRST, prove
from bot.reasoning import compiler
from bot.reasoning.diagram import Diagram
from bot.reasoning.rules import Rules

NOTHING = Knowledge(digest="x", items=(), sources=(), sections=())
ROWS = {
    "out": 2,
    "R1": 168,
    "R2": 4032,
    "R3": 24192,
    "R4": 6336,
    "R5": 4224,
    "R6": 2304,
    "R7": 384,
    "R8": 512,
    "R9": 640,
    "R10": 384,
}
"""The counts of the reference evaluation (rules 4), and the two answers that end at the scope."""


@pytest.fixture(scope="module")
def proof(rules, knowledge):
    return prove(rules, knowledge)


def codes(dialogue, knowledge=NOTHING):
    return {(finding.code, finding.subject[-1]) for finding in prove(Rules(dialogue), knowledge).findings}


def with_question(dialogue, name, **changes):
    questions = [
        replace(question, **changes) if question.id == name else question for question in dialogue.questions
    ]
    return replace(dialogue, questions=tuple(questions))


def quick_lengths(rules, session):
    """The fewest, the most and the mean number of questions that a quick session still asks."""
    place = next_place(rules, session)
    if place is None:
        return 0, 0, Fraction(0)
    below = [
        quick_lengths(
            rules,
            replace(
                session,
                sheet=(*session.sheet[:place], 1 << option, *session.sheet[place + 1 :]),
                trail=(*session.trail, place),
            ),
        )
        for option in range(len(rules.dialogue.questions[place].options))
    ]
    least, most, mean = zip(*below, strict=True)
    return 1 + min(least), 1 + max(most), 1 + sum(mean) / len(below)


def test_the_shipped_content_has_no_finding_and_every_property_is_shown(proof):
    assert proof.findings == ()
    assert [one.id for one in proof.shown] == [check.id for check in (*FIRST, *CHECKS)]


def test_rows_come_out_as_often_as_in_the_reference_evaluation_of_the_rules(proof):
    assert proof.facts.rows == ROWS


def test_the_lengths_of_the_quick_length_are_those_of_the_conversations_that_the_engine_holds(proof, rules):
    session = open_session(rules.dialogue, "en", Length.QUICK)
    service = replace(session, sheet=(1, *session.sheet[1:]), trail=(0,))

    found = proof.facts.quick

    assert (found.shortest, found.longest, found.mean) == quick_lengths(rules, service)


def test_every_set_of_options_is_a_sheet(dialogue, rules):
    sizes = [len(question.options) for question in dialogue.questions]

    assert results.sheets(Case(rules, NOTHING)) == prod(2**size - 1 for size in sizes)


def test_a_table_that_reads_questions_which_are_not_asked_may_stay_without_a_value(dialogue):
    told = Fact(
        id="told",
        title="Told",
        values=(Value(id="some", label="some"),),
        rows=(Row(when=Answered("answer", ("nothing", "consider", "explain", "bound")), then="some"),),
    )

    found = codes(replace(dialogue, facts=(*dialogue.facts, told)))

    assert ("gap", "told") not in found


def test_without_a_row_for_a_question_that_is_asked_there_is_a_gap(dialogue):
    told = Fact(
        id="told",
        title="Told",
        values=(Value(id="some", label="some"),),
        rows=(Row(when=Answered("answer", ("nothing",)), then="some"),),
    )

    (finding,) = prove(Rules(replace(dialogue, facts=(*dialogue.facts, told))), NOTHING).findings

    assert (finding.code, finding.subject) == ("gap", ("fact", "told"))
    assert finding.message == "No row of the table of `told` fits 12 of 17 conversations (70.6 %)."
    assert finding.witness == (("role", "asked"), ("answer", "consider"))


def test_a_row_that_fits_only_without_a_reading_is_used(dialogue):
    rows = {row.id for row in dialogue.verdict if row.without}

    assert rows
    assert not {subject for code, subject in codes(dialogue) if code == "dead-row"} & rows


def test_a_row_that_no_answers_fit_is_told_apart_from_one_that_is_taken(dialogue):
    never = VerdictRow(id="never", when=AnyOf(()), then="consumer", because="b")

    found = prove(Rules(replace(dialogue, verdict=(never, *dialogue.verdict))), NOTHING).findings

    assert "This row is never used: no answers fit it." in [finding.message for finding in found]


def test_a_question_marked_as_deciding_that_does_not_decide_is_told(dialogue):
    assert ("decides", "meet") in codes(with_question(dialogue, "meet", decides=True))


def test_a_deciding_question_that_is_not_marked_is_told(dialogue):
    assert ("decides", "role") in codes(with_question(dialogue, "role", decides=False))


def test_a_question_before_the_one_that_decides_whether_it_is_asked_is_told(dialogue):
    turned = replace(dialogue, quick=("answer", *(name for name in dialogue.quick if name != "answer")))

    assert ("quick-order", "answer") in codes(turned)


def test_a_question_that_nothing_reads_is_a_warning(dialogue):
    assert ("no-difference", "trust") in codes(dialogue)


def test_options_that_are_called_alike_and_differ_are_an_error(dialogue):
    apart = with_question(dialogue, "say", alike=(frozenset({"staff", "person"}),))

    assert ("differ", "person") in codes(apart)


def test_results_that_stand_above_each_other_in_a_circle_are_told(dialogue):
    first, *others = dialogue.results
    circle = replace(first, above=("enhanced-realised",))

    found = codes(replace(dialogue, results=(circle, *others)))

    assert ("above-itself", "consumer") in found


def test_a_better_answer_that_lowers_the_result_is_shown_by_the_answers_that_it_takes(dialogue):
    turned = tuple(3 - step for step in range(4))

    found = prove(Rules(with_question(dialogue, "answer", steps=turned)), NOTHING).findings

    lowered = next(finding for finding in found if finding.code == "lowered")
    assert lowered.message == (
        "A better answer lowers the result: with `answer` from `consider` to `nothing`"
        " it falls from `participative-limited` to `participative-cosmetic`."
    )
    assert lowered.witness == (("role", "asked"), ("answer", "consider"), ("effect", "early"))


def test_a_claim_without_the_source_that_its_grade_calls_for_is_told(dialogue):
    claim = Claim(say="Users know.", place=Place(grade="reported", by=("nobody",), lines=(1,)))
    item = Item(id="known", kind=Kind.CONCEPT, title="Known", sections={"says": (claim,)})
    known = Knowledge(digest="x", items=(item,), sources=(), sections=())

    assert ("unsourced", "known") in codes(dialogue, known)


def test_rules_that_need_too_many_states_are_not_proved_and_say_where(dialogue, monkeypatch):
    monkeypatch.setattr(compiler, "WORK_CAP", 40)

    found = prove(Rules(dialogue), NOTHING)

    (finding,) = found.findings
    assert (finding.code, found.shown, found.facts) == ("not-proved", (), None)
    assert finding.message.startswith("The rules are too tangled to be proved: at `")
    assert "Still open there: " in finding.message


def test_a_diagram_that_left_an_option_out_would_be_seen(rules):
    broken = Rules(rules.dialogue)
    broken.__dict__["by_result"] = Diagram(0, (1,), ((-1, -2),))

    (finding,) = results.ill_formed(Case(broken, NOTHING))

    assert (finding.code, finding.subject) == ("no-result", ("question", "say"))


def test_a_guard_that_counts_over_many_questions_is_still_proved(dialogue):
    every = [Answered(q.id, (q.options[0].id,)) for q in dialogue.questions[1:-1]]
    counted = with_question(dialogue, "pieces", when=AtLeast(8, tuple(every)))

    assert ("never-asked", "when") not in codes(counted)
    assert ("not-proved", "pieces") not in codes(counted)


def test_a_guard_that_can_never_hold_is_told_and_nothing_more_is_tried(dialogue):
    never = with_question(dialogue, "pieces", when=AnyOf(()))

    found = prove(Rules(never), NOTHING)

    assert [finding.code for finding in found.findings] == ["never-asked"]
    assert [one.id for one in found.shown] == ["tables-total"]


def test_a_question_with_a_guard_that_can_never_hold_is_not_asked(dialogue):
    rules = Rules(with_question(dialogue, "pieces", when=AnyOf(())))

    assert rules.guards[dialogue.index["pieces"]] == Diagram(-1, (), ())
    assert AnyOf(()) != ALWAYS


def test_a_barrier_that_an_open_scope_shows_alone_is_told(dialogue):
    helps = Item(
        id="help", kind=Kind.ENABLER, title="h", sections={}, when=RungIs(("consumer",)), links=("alone",)
    )
    alone = Item(
        id="alone",
        kind=Kind.BARRIER,
        title="a",
        sections={},
        when=RungIs(("consumer", "out-of-scope")),
        links=("help",),
    )
    known = Knowledge(digest="x", items=(alone, helps), sources=(), sections=())

    found = [one for one in prove(Rules(dialogue), known).findings if one.code == "without-enabler"]

    assert [one.message for one in found] == [
        "The barrier `alone` is shown without any enabler where the scope is open."
    ]
    assert found[0].witness == (("scope", "policy"),)


def test_an_enabler_that_hangs_on_more_than_its_barrier_is_not_proved_for_the_quick_length(dialogue):
    alone = Item(
        id="alone",
        kind=Kind.BARRIER,
        title="a",
        sections={},
        when=Answered("answer", ("nothing",)),
        links=("never", "later"),
    )
    helping = [
        Item(id=name, kind=Kind.ENABLER, title="h", sections={}, when=Answered("gap", gaps), links=("alone",))
        for name, gaps in (("never", ("never",)), ("later", ("after", "during")))
    ]
    known = Knowledge(digest="x", items=(alone, *helping), sources=(), sections=())

    found = prove(Rules(dialogue), known).findings

    told = next(one.message for one in found if one.code == "without-enabler")
    assert told == (
        "The barrier `alone` may be shown without any enabler in the quick length,"
        " which asks not all that their `when` reads."
    )


def test_a_question_that_is_asked_only_out_of_scope_can_never_be_asked(dialogue):
    assert ("never-asked", "when") in codes(
        with_question(dialogue, "pieces", when=Answered("scope", ("policy",)))
    )


def test_a_row_that_fits_only_what_is_out_of_scope_says_so(dialogue):
    first, *others = dialogue.facts
    row = Row(when=Answered("scope", ("policy",)), then=first.values[0].id)
    told = replace(
        first, rows=(replace(row, when=All((row.when, Answered("meet", ("online",))))), *first.rows)
    )

    found = prove(Rules(replace(dialogue, facts=(replace(told, unique=False), *others))), NOTHING).findings

    assert "This row is never used: it fits only services that are out of scope." in [
        one.message for one in found
    ]


def test_the_order_of_results_holds_without_each_of_our_readings_too(dialogue):
    lower = VerdictRow(
        id="lower", when=Answered("role", ("lead",)), then="consumer", because="b", without="D5"
    )
    first, *others = dialogue.verdict

    found = prove(Rules(replace(dialogue, verdict=(first, lower, *others))), NOTHING).findings

    told = [one.message for one in found if one.code == "lowered"]
    assert told
    assert all("lowers the result, with our reading D5 set aside: with `role` from `" in one for one in told)


def test_facts_that_read_each_other_in_a_long_chain_are_worked_out_soon(dialogue):
    facts, before = [], None
    for at in range(40):
        name = f"chain{at}"
        read = FactIs(before, ("a",)) if before else Answered("say", ("staff",))
        other = FactIs(before, ("b",)) if before else Answered("say", ("choose",))
        both = AnyOf((All((read, Answered("gap", ("never",)))), All((other, Answered("gap", ("after",))))))
        rows = (Row(when=both, then="a"), Row(when=ALWAYS, then="b"))
        facts.append(
            Fact(id=name, title=name, values=(Value(id="a", label="a"), Value(id="b", label="b")), rows=rows)
        )
        before = name

    found = Rules(replace(dialogue, facts=(*dialogue.facts, *facts)))

    assert set(found.by_fact["chain39"][1].asks) == {1, 4}


def test_results_that_are_not_counted_once_each_would_be_seen(rules):
    broken = Rules(rules.dialogue)
    broken.__dict__["outside"] = 0
    broken.__dict__["by_result"] = Diagram(0, (8,), ((-1, -1, -1, -1),))

    (finding,) = results.not_one(Case(broken, NOTHING))

    assert finding.code == "not-one-result"


def test_the_last_table_too_may_say_that_only_one_row_fits(dialogue):
    found = prove(Rules(replace(dialogue, unique=True)), NOTHING).findings

    first = next(one for one in found if one.code == "overlap")
    assert first.subject == ("verdict", "R4")
    assert first.message.startswith("This row and row `R1` both fit ")
    assert first.message.endswith("but the last table says `hit: unique`.")
    assert first.near == (("verdict", "R1"),)
