import contextlib
import itertools
from dataclasses import replace

import pytest

from bot.assemble import Parts, drive
from bot.model.errors import StoreError
from bot.model.keeping import Kept
from bot.model.session import Length, Stage
from bot.reasoning.rules import Rules
from bot.render.speaker import Speaker
from bot.service.conversation import Conversation, NoSuchSessionError, drafts
from bot.store.codec import Codec

OTHERS_UNKNOWN = ["skip"] * 18


@pytest.fixture
def desk():
    """The real parts over a real file, with a clock and ids that can be told beforehand."""
    desk = Parts().desk()
    ids = (f"id{number}" for number in itertools.count(1))
    seconds = itertools.count()
    clock = lambda: f"2026-03-25T10:{next(seconds) // 60:02}:{next(seconds) % 60:02}Z"  # noqa: E731
    with contextlib.closing(desk.store):
        yield replace(desk, clock=clock, ids=lambda: next(ids))


@pytest.fixture
def conversation(desk):
    return Conversation.begin(desk, Length.FULL, "en")


@pytest.fixture
def newer(desk, library):
    """The desk after an update: the last question is gone."""
    dialogue = desk.rules.dialogue
    rules = Rules(replace(dialogue, digest="sha256:newer", questions=dialogue.questions[:-1]))
    voice = Speaker(rules, library.messages(), library.knowledge, library.templates)
    return replace(desk, rules=rules, voice=voice, codec=Codec(rules.dialogue))


async def say(conversation, *lines):
    """Say the lines one after another; gives the last turn."""
    turn = await conversation.start()
    for line in lines:
        turn = await conversation.hear(line)
    return turn


def words(turn):
    return "\n".join(page.text for page in turn.pages)


async def test_the_first_words_are_a_welcome(conversation):
    turn = await conversation.start()

    assert words(turn).startswith("# Tango")
    assert not turn.left


async def test_nothing_is_kept_before_anything_is_said(desk, conversation):
    await say(conversation, "", "")

    assert await desk.store.all() == []
    assert not conversation.worth_keeping


async def test_a_name_alone_is_worth_keeping(desk, conversation):
    await say(conversation, "Home visits")

    assert [kept.id for kept in await desk.store.all()] == [conversation.name]


async def test_every_answer_is_in_the_store_when_the_next_question_is_shown(desk, conversation):
    await say(conversation, "Home visits", "")
    kept = [(await desk.store.load(conversation.name)).state]

    await conversation.hear("1")
    kept.append((await desk.store.load(conversation.name)).state)
    await conversation.hear("3")
    kept.append((await desk.store.load(conversation.name)).state)

    sheets = [desk.codec.decode(state).sheet[:2] for state in kept]
    assert sheets == [(0, 0), (0b1, 0), (0b1, 0b100)]


async def test_what_is_kept_is_what_the_conversation_holds(desk, conversation):
    await say(conversation, "Home visits", "old people\twho live alone", "1", "1 and 2")

    kept = await desk.store.load(conversation.name)

    assert desk.codec.decode(kept.state) == conversation.session
    assert conversation.session.doubt is not None


async def test_nothing_is_said_that_could_not_be_kept(desk, conversation):
    await say(conversation, "Home visits", "")
    desk.store._run._database._db.execute("DROP TABLE session")

    with pytest.raises(StoreError):
        await conversation.hear("1")


async def test_a_conversation_goes_on_where_it_stopped(desk, conversation):
    await say(conversation, "Home visits", "", "1", "3")

    resumed = await Conversation.resume(desk, conversation.name)
    turn = await resumed.start()

    assert words(turn).startswith("Welcome back.")
    assert "How do people and the service meet?" in words(turn)
    assert replace(resumed.session, revision=0, recent=()) == replace(
        conversation.session, revision=0, recent=()
    )


async def test_a_doubt_is_asked_again_after_a_pause(desk, conversation):
    before = await say(conversation, "Home visits", "", "1", "1 and 2")

    resumed = await Conversation.resume(desk, conversation.name)
    turn = await resumed.start()

    assert turn.pages[-1] == before.pages[-1]


async def test_there_is_nothing_to_resume_under_an_unknown_id(desk):
    with pytest.raises(NoSuchSessionError) as caught:
        await Conversation.resume(desk, "nobody")

    assert str(caught.value) == "There is no session nobody on this machine. See: tango sessions"


async def test_under_newer_questions_the_draft_says_so_once(desk, newer, conversation):
    await say(conversation, "Home visits", "", "1", "3")

    resumed = await Conversation.resume(newer, conversation.name)
    first = await resumed.start()
    second = await resumed.hear("1")

    assert words(first).startswith("The questions have changed since you stopped.")
    assert "The questions have changed" not in words(second)
    assert resumed.session.dialogue == "sha256:newer"


async def test_a_draft_at_a_question_that_is_gone_takes_up_at_the_next(desk, newer, conversation):
    await say(conversation, "Home visits", "", "1", *OTHERS_UNKNOWN, "change 18")
    assert conversation.session.focus == len(desk.rules.dialogue.questions) - 1

    resumed = await Conversation.resume(newer, conversation.name)
    turn = await resumed.start()

    assert resumed.session.stage is Stage.CHECKING
    assert "CHECK YOUR ANSWERS" in words(turn)


async def test_quit_leaves_and_keeps_the_draft(desk, conversation):
    turn = await say(conversation, "Home visits", "", "1", "quit")

    assert turn.left
    assert await desk.store.load(conversation.name) is not None


async def test_forget_erases_from_the_store_and_ends(desk, conversation):
    await say(conversation, "Home visits", "", "1")

    turn = await conversation.hear("forget everything")

    assert turn.left
    assert await desk.store.all() == []
    assert not conversation.worth_keeping


async def test_nothing_is_kept_after_forget_whatever_is_said(desk, conversation):
    await say(conversation, "Home visits", "", "1", "forget everything")

    turn = await conversation.hear("1")

    assert turn.left
    assert await desk.store.all() == []


async def test_a_whole_conversation_comes_to_a_result(desk, conversation):
    turn = await say(conversation, "", "", "1", *OTHERS_UNKNOWN, "result")

    assert [page.result for page in turn.pages] == [True, False]
    assert conversation.finished
    assert (await desk.store.load(conversation.name)).finished


async def test_a_check_page_with_nothing_left_to_ask_is_answered(conversation):
    await say(conversation, "", "", "1", *OTHERS_UNKNOWN)

    assert conversation.answered


async def test_an_early_check_page_is_not_answered(conversation):
    await say(conversation, "", "", "1", "check")

    assert not conversation.answered


async def test_a_plan_half_made_under_an_older_version_comes_back_at_the_result(desk, conversation):
    await say(conversation, "", "", "1", *OTHERS_UNKNOWN, "result", "plan")
    kept = await desk.store.load(conversation.name)
    old = replace(desk.codec.decode(kept.state), dialogue="sha256:old")
    await desk.store.save(replace(kept, state=desk.codec.encode(old)))

    resumed = await Conversation.resume(desk, conversation.name)

    assert resumed.session.stage is Stage.RESULT


async def test_a_finished_result_stays_where_it_is_under_a_newer_version(desk, conversation):
    await say(conversation, "", "", "1", *OTHERS_UNKNOWN, "result")
    kept = await desk.store.load(conversation.name)
    old = replace(desk.codec.decode(kept.state), dialogue="sha256:old")
    await desk.store.save(replace(kept, state=desk.codec.encode(old)))

    resumed = await Conversation.resume(desk, conversation.name)

    assert resumed.session.stage is Stage.RESULT


async def test_a_session_that_cannot_be_read_is_left_out_of_the_list(desk, conversation):
    await say(conversation, "Home visits", "", "1")
    await desk.store.save(Kept("broken", b"9|x", finished=False, changed="2026-03-25T10:00:00Z"))

    assert [draft.name for draft in await drafts(desk)] == ["Home visits"]
    with pytest.raises(StoreError, match="cannot be read"):
        await Conversation.resume(desk, "broken")


async def test_report_gives_a_document_to_save(conversation):
    turn = await say(conversation, "Home visits", "", "1", *OTHERS_UNKNOWN, "result", "report")

    assert turn.document.name == "tango-report.md"
    assert turn.document.text.startswith("# Co-production report: Home visits")


async def test_missing_names_the_questions_still_to_be_asked(conversation):
    await say(conversation, "", "", "1")

    assert conversation.missing.startswith("Who decides for each person, How people and the service meet, ")


async def test_drafts_list_names_answers_and_results_the_last_changed_first(desk, conversation):
    await say(conversation, "Home visits", "", "1", "3")
    second = Conversation.begin(desk, Length.FULL, "en")
    await say(second, "", "", "2")

    listed = await drafts(desk)

    assert [(one.id, one.name, one.answers, one.finished) for one in listed] == [
        (second.name, "", 0, True),
        (conversation.name, "Home visits", 1, False),
    ]


def test_a_port_that_waits_for_an_event_loop_is_a_fault_of_ours():
    with pytest.raises(RuntimeError, match="waited for an event loop"):
        drive(_wait())


async def _wait():
    await _Never()


class _Never:
    def __await__(self):
        yield
