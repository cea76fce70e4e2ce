"""What goes along to another version, and what that changes: on the shipped dialogue with a few edits."""

from dataclasses import replace

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from strategies import whole_sheets
from talking import Talk

from bot.engine.moving import moving, settled
from bot.engine.routing import asked
from bot.engine.step import open_session
from bot.model.dialogue import Prompt
from bot.model.reply import Moving
from bot.model.session import Length, Stage
from bot.model.talk import Ask, Change, Start, Topic
from bot.model.verdict import Given
from bot.reasoning.doubt import given
from bot.reasoning.rules import Rules
from bot.store.codec import Codec

ANSWERS = {
    "scope": "service", "role": "asked", "answer": "consider", "effect": "nothing", "change": "none", "whose": "several",
}  # fmt: skip


def edited(dialogue, **changes):
    """Another version: some questions changed by what is given for them, None for one that is gone."""
    questions = [
        changes[question.id](question) if question.id in changes else question
        for question in dialogue.questions
    ]
    return replace(dialogue, digest="sha256:newer", questions=tuple(q for q in questions if q))


def without(option):
    return lambda question: replace(
        question, options=tuple(o for o in question.options if o.id != option), alike=()
    )


def carried(older, session, newer):
    return settled(newer, Codec(newer.dialogue).decode(Codec(older.dialogue).encode(session)))


@pytest.fixture
def move(rules):
    """Moves a session to a newer dialogue; gives the session there and what that means."""

    def move(session, dialogue):
        newer = Rules(dialogue)
        after = carried(rules, session, newer)
        return after, moving(rules, session, newer, after)

    return move


@pytest.fixture
def talk(rules):
    talk = Talk(rules)
    talk.begin("Home visits")
    return talk


@pytest.fixture
def checked(talk):
    talk.run(ANSWERS)
    return talk


def test_with_the_same_questions_all_goes_along(checked, move, dialogue):
    after, found = move(checked.session, replace(dialogue, digest="sha256:newer"))

    assert after == replace(checked.session, dialogue="sha256:newer")
    assert found == Moving(
        carried=len(checked.session.trail) - 1,
        reworded=(),
        fresh=(),
        gone=(),
        before=("participative-cosmetic",),
        after=("participative-cosmetic",),
    )


def test_answers_to_questions_that_have_other_words_or_answers_now_are_named(checked, move, dialogue):
    whose, role = (dialogue.index[name] for name in ("whose", "role"))
    newer = edited(
        dialogue,
        whose=lambda question: replace(question, text="For whom is it?"),
        role=lambda question: replace(
            question, options=(*question.options[:-1], replace(question.options[-1], label="Other words"))
        ),
        technology=lambda question: replace(question, text="Not asked yet?"),
    )

    _, found = move(checked.session, newer)

    assert set(found.reworded) >= {whose, role}
    assert found.gone == ()


def test_an_answer_whose_option_is_gone_falls_away_and_is_asked_again(checked, move, dialogue):
    after, found = move(checked.session, edited(dialogue, whose=without("several")))

    assert found.gone == (Given(question="whose", options=("several",)),)
    assert found.fresh == ()
    assert (after.stage, after.focus) == (Stage.ASKING, dialogue.index["whose"])


def test_an_answer_whose_question_is_gone_falls_away(checked, move, dialogue):
    _, found = move(checked.session, edited(dialogue, pieces=lambda _: None))

    assert [answer.question for answer in found.gone] == ["pieces"]
    assert found.carried == len(checked.session.trail) - 2


def test_an_answer_whose_question_does_not_apply_any_more_falls_away(checked, move, dialogue):
    for_changes = dialogue.question("needs").when
    newer = edited(dialogue, whose=lambda question: replace(question, when=for_changes))

    _, found = move(checked.session, newer)

    assert [answer.question for answer in found.gone] == ["whose"]


def test_answers_that_did_not_count_before_are_not_missed(checked, move, dialogue):
    checked.act(Change("role"))
    checked.answer("none")

    _, found = move(checked.session, edited(dialogue, answer=without("consider")))

    assert found.gone == ()


def test_a_question_that_applies_only_now_is_new(checked, move, dialogue):
    always = dialogue.questions[1].when
    newer = edited(dialogue, needs=lambda question: replace(question, when=always))

    after, found = move(checked.session, newer)

    assert found.fresh == (dialogue.index["needs"],)
    assert after.focus == dialogue.index["needs"]


def test_what_was_to_be_asked_anyhow_is_not_new(talk, move, dialogue):
    talk.answer("service")

    _, found = move(talk.session, replace(dialogue, digest="sha256:newer"))

    assert found.fresh == ()
    assert len(found.before) == len(dialogue.results) - 1
    assert found.carried == 0


def test_the_result_so_far_is_that_of_each_version(checked, move, dialogue):
    swap = {"participative-cosmetic": "consumer"}
    rows = tuple(replace(row, then=swap.get(row.then, row.then)) for row in dialogue.verdict)

    _, found = move(checked.session, replace(dialogue, digest="sha256:newer", verdict=rows))

    assert (found.before, found.after) == (("participative-cosmetic",), ("consumer",))


def test_a_result_stays_a_result(checked, move, dialogue):
    checked.act(Ask(Topic.RESULT))

    after, _ = move(checked.session, edited(dialogue, whose=without("several")))

    assert after.stage is Stage.RESULT


def test_a_plan_half_made_comes_back_at_the_result(checked, move, dialogue):
    checked.act(Ask(Topic.RESULT))
    checked.act(Ask(Topic.PLAN))

    after, _ = move(checked.session, replace(dialogue, digest="sha256:newer"))

    assert after.stage is Stage.RESULT


def test_a_name_that_is_asked_for_stays_on_the_table(rules, move, dialogue):
    talk = Talk(rules)
    talk.act(Start())

    after, _ = move(talk.session, replace(dialogue, digest="sha256:newer"))

    assert (after.stage, after.focus) == (Stage.NAMING, 0)


def test_a_prompt_that_is_gone_gives_way_to_the_questions(rules, move, dialogue):
    talk = Talk(rules)
    talk.act(Start())
    talk.write("Home visits")

    prompts = (Prompt(id="name", short="Name", text="What do you call it?"),)
    after, _ = move(talk.session, replace(dialogue, digest="sha256:newer", prompts=prompts))

    assert (after.stage, after.focus) == (Stage.ASKING, 0)


def test_a_prompt_that_was_answered_anew_gives_way_to_where_it_was_changed(rules, move, dialogue):
    talk = Talk(rules)
    talk.begin("Home visits", "evenings")
    talk.run({"scope": "service", "role": "none"})
    talk.act(Change("part"))

    first = Prompt(id="town", short="Town", text="Where is it?")
    after, _ = move(
        talk.session, replace(dialogue, digest="sha256:newer", prompts=(first, *dialogue.prompts))
    )

    assert after.stage is Stage.CHECKING
    assert after.notebook.prompts == {"name": "Home visits", "part": "evenings"}


def test_in_quick_length_only_what_can_change_the_result_is_new(rules, move, dialogue):
    talk = Talk(rules, Length.QUICK)
    talk.begin()
    talk.run({"scope": "service", "role": "none"})

    _, found = move(
        talk.session, edited(dialogue, needs=lambda q: replace(q, when=dialogue.questions[1].when))
    )

    assert found.fresh == ()


def test_the_offer_that_was_made_is_forgotten(checked, move, dialogue):
    offered = replace(checked.session, offered="sha256:newer")

    assert move(offered, replace(dialogue, digest="sha256:newer"))[0].offered is None


@drawn(data=st.data())
def test_every_answer_that_counted_goes_along_or_is_named(rules, dialogue, data):
    sheet = data.draw(whole_sheets(dialogue))
    trail = tuple(place for place, mask in enumerate(sheet) if mask)
    session = replace(
        open_session(dialogue, "en", Length.FULL), stage=Stage.CHECKING, sheet=sheet, trail=trail
    )
    newer = Rules(edited(dialogue, whose=without("several"), role=without("asked"), pieces=lambda _: None))

    after = carried(rules, session, newer)
    found = moving(rules, session, newer, after)

    before = {given(rules, place, sheet[place]) for place in asked(rules, session)}
    along = {given(newer, place, after.sheet[place]) for place in asked(newer, after)}
    unknown = {answer.question for answer in before if len(answer.options) > 1}
    named = {answer.question for answer in found.gone}
    assert {answer for answer in before if answer.question not in named | unknown} <= along
    assert named.isdisjoint(answer.question for answer in along)
    assert {answer.question for answer in before} <= named | {answer.question for answer in along}
