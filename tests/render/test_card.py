"""The result card on a telephone: 40 columns, 30 lines, no scores."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import whole_sheets

from bot.channels.layout import lay_out
from bot.content.library import open_library
from bot.model.session import Length
from bot.service.answers import sheet_of

COLUMNS, LINES = 40, 30
STORIES = {story.id: story for story in open_library(None).stories()}
FACES = ("DAY TO DAY", "PLANNING", "A NEW KIND OF SERVICE")
SCORE = re.compile(r"\d\s*(?:of|out of|/)\s*\d|%|\bper ?cent\b|\bscore", re.IGNORECASE)


@pytest.fixture(scope="session")
def card(speaker, finished):
    """The card of a sheet as it stands on a telephone."""

    def card(sheet, length=Length.FULL, **notebook):
        session = replace(finished({}, length=length, **notebook), sheet=sheet)
        return lay_out(speaker.about(session).result()[0], COLUMNS, colour=False)

    return card


@pytest.fixture(scope="session")
def story_card(card, dialogue):
    return lambda name: card(sheet_of(dialogue, STORIES[name].answers), prompts={"name": "Home visits"})


@pytest.mark.parametrize("name", STORIES)
def test_the_card_of_a_story_fits_a_telephone(story_card, name):
    assert story_card(name).count("\n") <= LINES


@pytest.mark.parametrize("name", STORIES)
def test_the_card_of_a_story_has_no_score(story_card, name):
    assert not SCORE.search(story_card(name))


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_any_card_fits_a_telephone_and_has_no_score(card, dialogue, data):
    sheet, length = data.draw(st.tuples(whole_sheets(dialogue), st.sampled_from(Length)))

    shown = card(sheet, length)

    assert shown.count("\n") <= LINES
    assert max(map(len, shown.splitlines())) <= COLUMNS
    assert not SCORE.search(shown)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_card_of_complete_answers_fits_a_telephone(card, dialogue, data):
    others = dialogue.questions[1:]
    sheet = (
        1,
        *data.draw(
            st.tuples(*[st.sampled_from(range(len(q.options))).map(lambda at: 1 << at) for q in others])
        ),
    )

    assert card(sheet).count("\n") <= LINES


@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_the_day_to_day_face_stands_first(card, dialogue, data):
    sheet = (1, *data.draw(whole_sheets(dialogue))[1:])

    lines = card(sheet).splitlines()

    assert [line for line in lines if line in FACES] == list(FACES)


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_certain_card_names_its_reasons_unless_nothing_decides(speaker, card, finished, dialogue, data):
    sheet = (1, *data.draw(whole_sheets(dialogue))[1:])
    verdict = speaker.about(replace(finished({}), sheet=sheet)).verdict

    _, _, below = card(sheet).partition("\nWHY\n")

    assert bool(below) == verdict.certain
    assert below.startswith("- ") or not verdict.certain
    assert len(re.findall(r"(?m)^- \d+ ", below)) == len(verdict.reasons) * verdict.certain


def test_a_card_says_mode_certainty_faces_reasons_and_what_to_do_in_this_order(card, dialogue, words):
    answers = {"role": "advise", "answer": "explain", "effect": "small", "say": "agree", "gap": "never"}

    shown = card(sheet_of(dialogue, answers), prompts={"name": "Home visits"})

    assert shown.startswith("RESULT: Home visits\nParticipative co-production, limited\n")
    headings = [line for line in shown.splitlines() if line.isupper()]
    assert headings == [*FACES, "WHY", "WATCH FOR", "DO FIRST"]
    assert f"\n{words.say('sure_one')}\nDAY TO DAY\nPeople's own control: shared\n" in shown
    assert "PLANNING\nPart in planning: limited\n" in shown
    assert "A NEW KIND OF SERVICE\nNot met: " in shown
    assert re.search(
        r"\nWHY\n- 5 [^-]*A group advises or\s+co-designs\n- 7 [^-]*Some details\nWATCH FOR\n- ", shown
    )


def test_answers_that_pull_apart_are_looked_at_before_a_barrier(card, dialogue):
    answers = {"role": "advise", "answer": "bound", "effect": "nothing", "say": "staff"}

    shown = card(sheet_of(dialogue, answers))

    assert "LOOK AGAIN\n- A promise, and nothing has changed\nDO FIRST\n" in shown
    assert "WATCH FOR" not in shown


def test_a_card_in_doubt_lists_what_is_possible_and_what_would_settle_it(card, dialogue):
    shown = card(sheet_of(dialogue, {"role": ["none", "asked"], "answer": "nothing", "effect": "nothing"}))

    assert shown.startswith("""\
RESULT
Not certain yet
Open: these results are still possible.
- Consumer
- Participative, cosmetic
To settle it, answer one of these: 5
Part in planning.
""")


def test_a_card_on_which_nothing_is_known_says_so_below_every_heading(card, dialogue):
    shown = card(sheet_of(dialogue, {}))

    assert "A NEW KIND OF SERVICE\nnot known yet\n" in shown


def test_a_card_where_everything_is_met_says_so_in_one_line(card, dialogue):
    answers = {"say": "agree", "gap": "during", "role": "lead", "answer": "bound", "effect": "direction", "join": "loop", "change": "new_live", "source": "users"}  # fmt: skip

    assert "A NEW KIND OF SERVICE\nMet: everything it needs\nWHY\n" in card(sheet_of(dialogue, answers))


@pytest.mark.parametrize(
    ("scope", "hint"),
    [("policy", "Come back when you plan or run the"), ("private", "Day-to-day co-production is in every")],
)
def test_a_card_outside_the_framework_says_what_to_do_instead(card, dialogue, scope, hint):
    shown = card(sheet_of(dialogue, {"scope": scope, "role": "lead"}))

    assert hint in shown
    assert "WHY" not in shown
    assert "Certain" not in shown
    assert not any(face in shown.splitlines() for face in FACES)
