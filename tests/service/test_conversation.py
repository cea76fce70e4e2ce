from dataclasses import replace

import pytest

from bot.assemble.parts import drive
from bot.model.errors import StoreError
from bot.model.keeping import Kept
from bot.model.session import Length
from bot.service.conversation import Conversation, NoSuchSessionError, drafts

OTHERS_UNKNOWN = ["skip"] * 18


@pytest.fixture
def conversation(desk):
    return Conversation.begin(desk, Length.FULL, "en")


async def session_of(desk, name):
    """The session as it is kept."""
    return desk.editions.current().codec.decode((await desk.store.load(name)).state)


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
    kept = [await session_of(desk, conversation.name)]

    await conversation.hear("1")
    kept.append(await session_of(desk, conversation.name))
    await conversation.hear("3")
    kept.append(await session_of(desk, conversation.name))

    sheets = [session.sheet[:2] for session in kept]
    assert sheets == [(0, 0), (0b1, 0), (0b1, 0b100)]


async def test_what_is_kept_is_what_the_conversation_holds(desk, conversation):
    await say(conversation, "Home visits", "old people\twho live alone", "1", "1 and 2")

    assert await session_of(desk, conversation.name) == conversation.session
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


@pytest.mark.parametrize("line", [None, "quit"])
async def test_to_open_a_draft_and_to_leave_it_changes_nothing(desk, conversation, line):
    await say(conversation, "Home visits", "", "1", "3")
    before = await desk.store.load(conversation.name)

    await say(await Conversation.resume(desk, conversation.name), *filter(None, [line]))

    assert await desk.store.load(conversation.name) == before


async def test_a_draft_that_another_window_opens_is_still_taken_here(desk, conversation):
    await say(conversation, "Home visits", "", "1")
    await say(await Conversation.resume(desk, conversation.name))

    turn = await conversation.hear("3")

    assert "How do people and the service meet?" in words(turn)
    assert (await session_of(desk, conversation.name)).sheet[:2] == (0b1, 0b100)


async def test_what_another_window_changed_is_told_and_the_conversation_goes_on_from_there(
    desk, conversation
):
    await say(conversation, "Home visits", "", "1")
    other = await Conversation.resume(desk, conversation.name)
    await say(other, "3", "1")

    turn = await conversation.hear("2")
    told = words(turn)
    await conversation.hear("2")

    assert told.startswith(
        "This conversation was changed in another window. Here is where it stands now.\n"
        "If your last answer is missing, say it again.\n"
    )
    assert words(await other.start()).endswith(told.partition("say it again.\n")[2].lstrip())
    assert conversation.session.sheet[:4] == (*other.session.sheet[:3], 0b10)
    assert (await session_of(desk, conversation.name)) == conversation.session


async def test_a_result_that_another_window_reached_is_shown(desk, conversation):
    await say(conversation, "Home visits", "", "1")
    await say(await Conversation.resume(desk, conversation.name), *OTHERS_UNKNOWN, "result")

    turn = await conversation.hear("2")

    assert [page.result for page in turn.pages] == [False, True, False]
    assert conversation.finished


async def test_the_version_that_another_window_moved_to_is_taken_up(opened, folder):
    first = Conversation.begin(opened(folder), Length.FULL, "en")
    await say(first, "Home visits", "", "1")
    desk = opened(folder.asks_more())
    here = await Conversation.resume(desk, first.name)
    await say(here)
    await say(await Conversation.resume(desk, first.name), "move")

    turn = await here.hear("3")
    await here.hear("3")

    assert words(turn).startswith("This conversation was changed in another window.")
    assert here.session.dialogue == desk.editions.current().digest


async def test_what_another_window_erased_is_not_kept_again(desk, conversation):
    await say(conversation, "Home visits", "", "1")
    await say(await Conversation.resume(desk, conversation.name), "forget everything")

    with pytest.raises(StoreError) as caught:
        await conversation.hear("2")

    assert str(caught.value) == (
        f"Session {conversation.name} was erased in another window meanwhile, and nothing of it is kept."
        " Begin anew: tango"
    )
    assert await desk.store.all() == []


async def test_answers_that_were_filled_in_are_kept_when_the_draft_is_opened(desk, conversation):
    await say(conversation, "Home visits", "", "1")
    resumed = await Conversation.resume(desk, conversation.name)
    resumed.fill_in((0, 0b10, *[0] * (len(resumed.session.sheet) - 2)))

    await resumed.start()

    assert (await session_of(desk, conversation.name)).sheet[:2] == (0b1, 0b10)


async def test_a_draft_that_was_carried_over_is_kept_as_it_is_now_when_it_is_opened(opened, folder):
    desk = opened(folder)
    first = Conversation.begin(desk, Length.FULL, "en")
    await say(first, "Home visits", "", "1", "3")
    forget_contents(desk)
    desk = opened(folder.asks_more())

    await say(await Conversation.resume(desk, first.name))

    assert (await desk.store.load(first.name)).digest == desk.editions.current().digest


async def test_a_doubt_is_asked_again_after_a_pause(desk, conversation):
    before = await say(conversation, "Home visits", "", "1", "1 and 2")

    resumed = await Conversation.resume(desk, conversation.name)
    turn = await resumed.start()

    assert turn.pages[-1] == before.pages[-1]


async def test_there_is_nothing_to_resume_under_an_unknown_id(desk):
    with pytest.raises(NoSuchSessionError) as caught:
        await Conversation.resume(desk, "nobody")

    assert str(caught.value) == "There is no session nobody on this machine. See: tango sessions"


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


async def test_the_content_is_kept_with_the_first_answer_and_not_before(desk, conversation, library):
    await say(conversation, "", "")
    before = await desk.store.pinned(library.digest)

    await conversation.hear("1")

    assert not before
    assert await desk.store.files(library.digest) == library.files


async def test_content_that_is_kept_is_left_alone(desk, conversation, library):
    await desk.store.pin(library.digest, {"knowledge/x.yaml": b"x"}, "2026-01-01")

    await say(conversation, "Home visits", "", "1")

    assert await desk.store.files(library.digest) == {"knowledge/x.yaml": b"x"}


async def test_a_draft_under_changed_content_goes_on_as_it_was_and_is_offered_the_newer_one_once(
    opened, folder
):
    first = Conversation.begin(opened(folder), Length.FULL, "en")
    await say(first, "Home visits", "", "1", "3")
    desk = opened(folder.asks_more())

    resumed = await Conversation.resume(desk, first.name)
    turns = [await resumed.start(), await resumed.hear("1"), await resumed.hear("1")]

    assert [turn.offered for turn in turns] == [True, False, False]
    assert "How do people and the service meet?" in words(turns[0])
    assert resumed.session.dialogue == first.session.dialogue != desk.editions.current().digest
    assert (await desk.store.load(first.name)).digest == first.session.dialogue


async def test_the_next_run_offers_it_again(opened, folder):
    first = Conversation.begin(opened(folder), Length.FULL, "en")
    await say(first, "Home visits", "", "1", "3")
    folder.asks_more()
    await say(await Conversation.resume(opened(folder), first.name), "1", "quit")

    again = await (await Conversation.resume(opened(folder), first.name)).start()

    assert again.offered


async def test_whoever_moves_is_kept_under_the_newest_content(opened, folder):
    first = Conversation.begin(opened(folder), Length.FULL, "en")
    await say(first, "Home visits", "", "1", "3")
    desk = opened(folder.asks_more())

    resumed = await Conversation.resume(desk, first.name)
    await say(resumed, "move")

    newest = desk.editions.current()
    assert (await desk.store.load(first.name)).digest == newest.digest == resumed.session.dialogue
    assert await desk.store.files(newest.digest) == newest.files
    assert resumed.edition is newest


async def test_a_draft_whose_version_is_not_kept_is_carried_over_and_told_so_once(opened, folder):
    desk = opened(folder)
    first = Conversation.begin(desk, Length.FULL, "en")
    await say(first, "Home visits", "", "1", "3")
    forget_contents(desk)

    resumed = await Conversation.resume(opened(folder.asks_more()), first.name)
    turns = [await resumed.start(), await resumed.hear("1")]

    assert words(turns[0]).startswith("The questions have changed since you stopped.")
    assert "The questions have changed" not in words(turns[1])
    assert not turns[0].offered
    assert resumed.session.dialogue == resumed.edition.digest


async def test_the_list_counts_answers_under_each_version(opened, folder):
    first = Conversation.begin(opened(folder), Length.FULL, "en")
    await say(first, "Home visits", "", "1", *OTHERS_UNKNOWN[:14], "2")

    listed = await drafts(opened(folder.loses_an_option()))

    assert [one.answers for one in listed] == [15]


async def test_a_session_goes_on_in_the_language_asked_for_where_it_is_offered(desk, conversation):
    await say(conversation, "Home visits", "", "1")

    resumed = await Conversation.resume(desk, conversation.name, "xx")

    assert resumed.session.language == "xx"
    assert resumed.edition is desk.editions.current()


def forget_contents(desk):
    desk.store._run._database._db.execute("DELETE FROM content")


def test_a_port_that_waits_for_an_event_loop_is_a_fault_of_ours():
    with pytest.raises(RuntimeError, match="waited for an event loop"):
        drive(_wait())


async def _wait():
    await _Never()


class _Never:
    def __await__(self):
        yield


async def test_in_a_terminal_what_is_kept_is_in_one_file(conversation):
    turn = await say(conversation, "Home visits", "", "privacy")

    assert "- your answers and what you write, until 2026-04-24. Each new answer moves that day." in words(
        turn
    )
    assert "one file on this machine" in words(turn)
    assert "Whom to ask" not in words(turn)


async def test_another_service_is_a_conversation_of_its_own(desk):
    conversation = Conversation.begin(desk, Length.FULL, "en")
    await conversation.start()
    await say(conversation, "Home visits", "", "1")
    first = conversation.name

    turn = await conversation.hear("start again")

    assert conversation.name != first
    assert turn.pages[0].text.startswith("# Tango")
    await say(conversation, "The library")
    assert {one.name for one in await drafts(desk)} == {"Home visits", "The library"}
