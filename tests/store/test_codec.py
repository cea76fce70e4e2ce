from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.errors import StoreError
from bot.model.session import EMPTY_NOTEBOOK, Action, Doubt, Length, Notebook, Session, Stage
from bot.model.talk import Ask, Topic
from bot.store.codec import Codec

WORDS = st.text(max_size=60)
IDS = st.text("abcdef0123456789", min_size=8, max_size=8)
AWKWARD = 'a|b;c=d+e,f:g&h\nsecond line\r\n\u2028 市 \u202eabc e\u0301 \x00 "quoted" \\n'


@pytest.fixture
def codec(dialogue):
    return Codec(dialogue)


@pytest.fixture
def asking(dialogue):
    """At the second question, with a sheet of one answer of each kind: single, set, unknown, not given."""
    sheet = [0] * len(dialogue.questions)
    sheet[dialogue.index["scope"]] = dialogue.mask("scope", ("service",))
    sheet[dialogue.index["role"]] = dialogue.mask("role", ("advise", "share"))
    sheet[dialogue.index["gap"]] = dialogue.question("gap").every
    return Session(
        dialogue=dialogue.digest,
        language="en",
        length=Length.FULL,
        stage=Stage.ASKING,
        sheet=tuple(sheet),
        focus=1,
        trail=tuple(dialogue.index[name] for name in ("scope", "role", "gap")),
    )


LISTS = (Ask(Topic.SERVICES), Ask(Topic.WHAT_IF), Ask(Topic.WHAT_IF, "role"))


def sessions(dialogue):
    """Any session that the engine could reach, and many that it could not."""
    places = range(len(dialogue.questions))
    masks = st.tuples(*(st.integers(0, question.every) for question in dialogue.questions))
    doubts = st.sampled_from(dialogue.questions).flatmap(
        lambda question: st.builds(
            Doubt,
            st.just(question.id),
            st.lists(st.integers(1, question.every), min_size=1, max_size=3).map(tuple),
            several=st.booleans(),
        )
    )
    notebooks = st.builds(
        Notebook,
        prompts=st.dictionaries(st.sampled_from([prompt.id for prompt in dialogue.prompts]), WORDS),
        notes=st.dictionaries(st.sampled_from([question.id for question in dialogue.questions]), WORDS),
        actions=st.lists(st.builds(Action, WORDS, WORDS, WORDS), max_size=3).map(tuple),
        aim=st.sampled_from([None, *(aim.id for aim in dialogue.aims)]),
    )
    whole = st.builds(
        Session,
        dialogue=st.just(dialogue.digest),
        language=st.sampled_from(["en", "pt-BR"]),
        length=st.sampled_from(Length),
        stage=st.sampled_from(Stage),
        sheet=masks,
        focus=st.sampled_from(places),
        trail=st.lists(st.sampled_from(places), unique=True).map(tuple),
        misses=st.integers(0, 9),
        doubt=st.none() | doubts,
        revision=st.integers(0, 10**9),
        recent=st.lists(IDS, max_size=8).map(tuple),
        part_only=st.booleans(),
        offered=st.none() | st.just("sha256:newer"),
        listing=st.none() | st.sampled_from(LISTS),
        notebook=st.just(EMPTY_NOTEBOOK) | notebooks,
    )
    return whole.map(answered)


def answered(session):
    """The trail holds places that are answered, as the engine keeps it."""
    return replace(session, trail=tuple(place for place in session.trail if session.sheet[place]))


@given(data=st.data())
def test_any_session_comes_back_as_it_was(dialogue, data):
    session = data.draw(sessions(dialogue))
    codec = Codec(dialogue)

    back = codec.decode(codec.encode(session))

    assert back == session


def test_newlines_separators_and_any_script_come_back(codec, asking):
    notebook = Notebook(
        prompts={"name": AWKWARD}, notes={"role": AWKWARD}, actions=(Action("x", AWKWARD, AWKWARD),)
    )
    session = replace(asking, notebook=notebook)

    assert codec.decode(codec.encode(session)) == session


def test_an_empty_notebook_takes_no_second_line(codec, asking):
    assert b"\n" not in codec.encode(asking)


OLD = b"1|sha256:then|en|full|asking|1|0|7||one:role:role=asked|e1,e2|scope=service;role=asked|gap=never"
"""A draft as it was written before newer versions were offered."""


def test_a_draft_of_before_is_read_as_it_was(codec, dialogue):
    session = codec.decode(OLD.replace(b"sha256:then", dialogue.digest.encode()))

    assert session.offered is None
    assert session.doubt == Doubt("role", (dialogue.mask("role", ("asked",)),))
    assert codec.encode(session) == OLD.replace(b"sha256:then", dialogue.digest.encode())


def test_the_version_offered_is_kept_at_the_end_of_the_line(codec, asking):
    offered = replace(asking, offered="sha256:newer")

    written = codec.encode(offered)

    assert written == codec.encode(asking) + b"|sha256:newer"
    assert codec.decode(written) == offered


def test_a_line_with_more_than_that_is_of_a_newer_tango(codec, asking):
    full = codec.encode(replace(asking, offered="sha256:newer", listing=Ask(Topic.BARRIERS)))

    with pytest.raises(StoreError, match="A newer or a damaged Tango wrote it"):
        codec.decode(full + b"|more")


def test_the_list_that_was_shown_last_is_kept_behind_it(codec, asking):
    shown = replace(asking, listing=Ask(Topic.WHAT_IF, "role"))

    written = codec.encode(shown)

    assert written == codec.encode(asking) + b"||what_if:role"
    assert codec.decode(written) == shown


def test_a_list_of_another_version_picks_nothing(codec, asking):
    written = codec.encode(replace(asking, dialogue="sha256:then", listing=Ask(Topic.WHAT_IF, "gone")))

    assert codec.decode(written).listing is None


def test_answers_are_kept_by_their_ids(codec, asking):
    written = codec.encode(asking).decode()

    assert "scope=service;role=advise+share;gap=dont_know" in written


@pytest.fixture
def newer(dialogue):
    """The dialogue after an update: `gap` is gone, `role` lost two options, and `say` has one more."""
    questions = {question.id: question for question in dialogue.questions}
    role = questions["role"]
    say = questions["say"]
    questions["role"] = replace(role, options=tuple(o for o in role.options if o.id not in ("share", "lead")))
    questions["say"] = replace(say, options=(*say.options, replace(say.options[0], id="family")))
    del questions["gap"]
    return replace(dialogue, digest="sha256:newer", questions=tuple(questions.values()))


def test_a_newer_dialogue_takes_over_the_answers_that_it_still_has(codec, asking, newer):
    session = Codec(newer).decode(codec.encode(asking))

    assert session.sheet[newer.index["scope"]] == newer.mask("scope", ("service",))
    assert len(session.sheet) == len(newer.questions)


def test_a_newer_dialogue_drops_a_set_of_which_an_option_is_gone(codec, asking, newer):
    """Who said "one of these" did not say that it is the one that is left."""
    session = Codec(newer).decode(codec.encode(asking))

    assert session.sheet[newer.index["role"]] == 0


def test_a_newer_dialogue_keeps_a_set_whose_options_are_all_there(codec, dialogue, asking, newer):
    asked = dialogue.mask("role", ("none", "asked"))
    session = Codec(newer).decode(
        codec.encode(replace(asking, sheet=_with(dialogue, asking.sheet, "role", asked)))
    )

    assert session.sheet[newer.index["role"]] == newer.mask("role", ("none", "asked"))


def test_a_newer_dialogue_drops_an_answer_whose_options_are_all_gone(codec, dialogue, asking, newer):
    led = replace(asking, sheet=_with(dialogue, asking.sheet, "role", dialogue.mask("role", ("lead",))))

    session = Codec(newer).decode(codec.encode(led))

    assert session.sheet[newer.index["role"]] == 0
    assert newer.index["role"] not in session.trail


def test_a_newer_dialogue_drops_questions_that_are_gone_with_their_notes(codec, asking, newer):
    noted = replace(asking, notebook=Notebook(notes={"gap": "since May", "role": "the panel"}))

    session = Codec(newer).decode(codec.encode(noted))

    assert session.trail == (newer.index["scope"],)
    assert session.notebook.notes == {"role": "the panel"}


def test_dont_know_stays_dont_know_when_an_option_is_added(codec, dialogue, asking, newer):
    unknown = replace(asking, sheet=_with(dialogue, asking.sheet, "say", dialogue.question("say").every))

    session = Codec(newer).decode(codec.encode(unknown))

    assert session.sheet[newer.index["say"]] == newer.question("say").every


def test_a_session_of_an_older_dialogue_keeps_its_digest_so_that_it_can_be_told(codec, asking, newer):
    assert Codec(newer).decode(codec.encode(asking)).dialogue == asking.dialogue


def test_a_doubt_about_an_older_question_is_not_carried_over(codec, asking, newer):
    doubting = replace(asking, doubt=Doubt("gap", (1, 2)))

    assert Codec(newer).decode(codec.encode(doubting)).doubt is None


def _with(dialogue, sheet, question, mask):
    place = dialogue.index[question]
    return (*sheet[:place], mask, *sheet[place + 1 :])
