"""A private chat over the real queues: what comes in, and what comes of it in one transaction."""

import itertools
from collections import Counter

import pytest
from abroad import translated
from chatting import NOW, Chats
from plain_tongue import Plain
from versions import Folder

from bot.assemble.parts import Parts
from bot.model.house import House
from bot.model.post import Done, Incoming, Item, Work
from bot.model.sending import Address
from bot.model.talk import Anew, Ask, Back, Chose, Forget, Open, Start, Topic
from bot.service.chat import AWAY, KEEPING, OFTEN, Chat
from bot.service.reading import Called, Read


async def kept(store, who="ann"):
    return await store.all(who)


async def test_the_first_words_are_a_greeting_and_the_next_name_the_service(chats, store, editions):
    welcome = await chats.says("hello")
    await chats.says("Home visits")

    (session,) = await kept(store)
    assert "# Tango" in welcome
    assert editions.current().codec.decode(session.state).notebook.prompts == {"name": "Home visits"}


async def test_an_answer_is_kept_with_the_content_it_was_given_under(chats, store, editions):
    await chats.says("hi")
    await chats.says("Home visits")
    await chats.says("")
    await chats.says("1")

    (session,) = await kept(store)

    assert (session.person, session.finished, session.digest) == ("ann", False, editions.current().digest)
    assert await store.files(session.digest) == editions.current().files


async def test_a_button_is_an_answer(chats, store, editions):
    for text in ("hi", "Home visits", "", "1"):
        await chats.says(text)
    question = editions.current().codec.decode((await kept(store))[0].state)
    place = editions.current().rules.dialogue.questions[question.focus]

    await chats.says(f"tap {place.id} 1")

    session = editions.current().codec.decode((await kept(store))[0].state)
    assert session.sheet[editions.current().rules.dialogue.index[place.id]] == 1


async def test_two_people_have_conversations_of_their_own(chats, store):
    await chats.says("Home visits", "ann")
    await chats.says("Courses", "bob")

    assert len(await kept(store, "ann")) == len(await kept(store, "bob")) == 1


async def test_an_update_that_says_nothing_is_answered_by_nothing(chats, store):
    assert await chats.says("?") == ""
    assert (await store.depth())["inbox"] == 0


async def test_a_message_that_is_too_long_is_told_so(chats):
    await chats.says("hi")
    await chats.says("Home visits")

    assert "longer than" in await chats.says("", kind=Item.TOO_LONG)


async def test_a_stranger_is_told_whom_to_ask_and_nothing_is_kept(store, editions):
    chats = Chats(store, Chat(editions, Plain(), House(contact="Ask Jo."), lambda: "id"))

    assert (await chats.says("", kind=Item.STRANGER)).strip() == (
        "This Tango answers only people whom its operator has listed. Ask Jo."
    )
    for _ in range(3):
        last = await chats.says("", kind=Item.STRANGER)
    assert last == ""
    assert await kept(store) == []


async def test_the_daily_limit_is_said_and_then_kept_to_but_privacy_and_delete_are_always_possible(
    store, editions
):
    chats = Chats(store, Chat(editions, Plain(), House(daily_limit=2), lambda: "id"))
    await chats.says("hi")
    await chats.says("Home visits")
    before = await kept(store)

    assert await chats.says("?") == ""
    assert (await chats.says("1")).startswith("You have sent 2 messages today")
    assert (await chats.says("1")).startswith("You have sent 2 messages today")
    assert await chats.says("1") == ""
    assert await kept(store) == before
    assert "What I keep" in await chats.says("/privacy")
    assert "erased" in await chats.says("/forget everything")
    assert await kept(store) == []


async def test_a_timer_says_nothing_yet(chats):
    assert await chats.says("", kind=Item.TIMER) == ""


async def test_forget_everything_leaves_nothing_of_the_person(chats, store):
    await chats.says("hi")
    await chats.says("Home visits")
    await chats.says("")

    read = await chats.says("forget everything")

    assert "erased" in read
    assert await store.export("ann") == {}


async def test_a_fault_of_ours_is_owned_up_to_and_loses_nothing(chats, store, monkeypatch):
    await chats.says("hi")
    await chats.says("Home visits")
    before = await kept(store)
    monkeypatch.setattr(Plain, "read", lambda *_: 1 / 0)

    read = await chats.says("boom")

    assert "a fault of mine" in read
    assert await kept(store) == before
    assert (await store.depth())["set_aside"] == 1


async def test_a_session_goes_on_under_its_own_content_and_is_offered_the_newer_once(
    store, editions, tmp_path, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setenv("TANGO_CONTENT", str(Folder(tmp_path / "content").asks_more().path))
        older = Parts().desk().editions
    chats = Chats(store, Chat(older, Plain(), House(), lambda: "id"))
    for text in ("hi", "Home visits", "", "1"):
        await chats.says(text)
    chats.chat = Chat(editions, Plain(), House(), lambda: "id")

    first = await chats.says("1")
    second = await chats.says("1")
    moved = await chats.says("move")

    assert "move" in first
    assert "move" not in second
    assert (await kept(store))[0].digest == editions.current().digest
    assert moved


def test_a_repeat_of_an_answer_in_a_rolled_back_transaction_gives_the_same(editions):
    chat = Chat(editions, Plain(), House(), lambda: "id")
    item = Incoming("t:1", 1, "ann", "ann", b"Home visits", NOW)
    work = Work(item, None, 0, list, lambda _: None, dict)

    assert chat(work) == chat(work) != Done()
    assert Counter(message.kind for message in chat(work).send)


async def test_whoever_asks_is_told_what_is_kept_until_when_and_whom_to_ask(store, editions):
    house = House(platform=True, contact="jo@council.example", drafts_days=10)
    chats = Chats(store, Chat(editions, Plain(), house, lambda: "id"))
    await chats.says("hi")

    read = await chats.says("/privacy")

    assert "- your answers and what you write, until 2026-10-01. Each new answer moves that day." in read
    assert "no name: you are stored under a code" in read
    assert read.strip().endswith("Whom to ask about your data: jo@council.example")


async def test_delete_works_where_what_is_kept_cannot_be_read(chats, store, monkeypatch):
    await chats.says("hi")
    await chats.says("Home visits")
    await store._run(lambda tx: tx.run("UPDATE session SET state = ?", b"9|x"))

    lost = await chats.says("1")
    gone = await chats.says("/forget everything")

    assert "cannot be read" in lost
    assert "erased" in gone
    assert await store.export("ann") == {}


async def test_a_button_to_delete_works_whatever_is_kept(chats, store, monkeypatch):
    await chats.says("hi")
    await store._run(lambda tx: tx.run("UPDATE session SET state = ?", b"9|x"))
    monkeypatch.setattr(Plain, "read", lambda *_: Read(Forget()))

    assert "erased" in await chats.says("delete")
    assert await kept(store) == []


async def test_who_goes_on_after_the_first_words_agrees_to_what_they_say(chats, store):
    await chats.says("hi")
    assert await store.agreed("ann", KEEPING) is None

    await chats.says("Home visits")

    assert await store.agreed("ann", KEEPING) == "2026-09-21T14:13:20Z"


class Press:
    """A button for a session, or for none."""

    def __init__(self, session="", digest="", message="9", *, turns=False):
        self.bound = session, digest
        self.message = message
        self.turns = turns
        self.once = f"m{message}.{session}"

    def fits(self, session, digest):
        return self.bound == (session, digest)


@pytest.fixture
def presses(chats, monkeypatch):
    """Press a button with an act; gives what was then read."""

    async def presses(act, press, **facts):
        with monkeypatch.context() as context:
            context.setattr(Plain, "read", lambda *_: Read(act, "en", press, **facts))
            return await chats.says("press")

    return presses


@pytest.fixture
async def asked(chats, store):
    """A conversation at the scope question; gives a button of it."""
    for text in ("hi", "Home visits", ""):
        await chats.says(text)
    (session,) = await kept(store)
    return Press(session.id, session.digest)


async def test_a_button_of_another_session_or_version_is_explained(presses, asked, store):
    before = (await kept(store))[0].state

    elsewhere = await presses(Chose("scope", 1, on_table=True), Press("other", asked.bound[1]))
    older = await presses(Chose("scope", 1, on_table=True), Press(asked.bound[0], "sha256:old"))

    assert "belongs to an earlier step" in elsewhere
    assert "belongs to an earlier step" in older
    assert (await kept(store))[0].state.split(b"|")[-2:] == before.split(b"|")[-2:]


async def test_a_second_tap_counts_once_and_says_nothing(presses, asked):
    first = await presses(Back("scope"), asked)

    assert "Which part of it" not in first
    assert await presses(Back("scope"), asked) == ""


async def test_what_is_asked_for_by_a_button_can_be_asked_for_again(presses, asked):
    assert await presses(Ask(Topic.HELP), asked) == await presses(Ask(Topic.HELP), asked) != ""


async def test_why_is_said_each_time(presses, asked):
    assert "Source: " in await presses(Ask(Topic.WHY, "scope"), asked)
    assert "Source: " in await presses(Ask(Topic.WHY, "scope"), asked)


async def test_after_a_deletion_a_button_is_explained_and_a_new_beginning_offered(presses, asked, chats):
    await chats.says("forget everything")

    gone = await presses(Chose("scope", 1, on_table=True), asked)
    begun = await presses(Start(), Press())

    assert "belongs to a conversation that is erased" in gone
    assert "# Tango" in begun


async def test_a_button_to_delete_that_is_not_of_this_session_erases_nothing(presses, asked, store):
    read = await presses(Forget(), Press("other", asked.bound[1]))

    assert "belongs to an earlier step" in read
    assert len(await kept(store)) == 1


async def test_whoever_comes_back_after_long_is_told_where_they_stand(chats, store):
    for text in ("hi", "Home visits", "", "1"):
        await chats.says(text)
    later = NOW + AWAY + 60_000
    chats.now = later

    greeted = await chats.says("good morning")
    answered = await chats.says("1")

    assert "Welcome back." in greeted
    assert "You said: Staff decide" in answered


async def test_a_sure_answer_counts_however_long_somebody_was_away(chats):
    for text in ("hi", "Home visits", "", "1"):
        await chats.says(text)
    chats.now = NOW + AWAY + 60_000

    assert "You said: Staff decide" in await chats.says("1")


async def test_a_language_that_is_not_offered_is_answered_with_those_that_are(chats):
    for text in ("hi", "Home visits", ""):
        await chats.says(text)

    assert "No other language is complete yet." in await chats.says("/language xx")
    assert "No other language is complete yet." in await chats.says("/language xx", who="bob")


async def test_before_anything_is_kept_privacy_and_data_can_be_asked_for(presses, chats):
    assert "# What I keep" in await presses(Ask(Topic.PRIVACY), Press())


async def test_whoever_has_several_services_chooses_one_of_those_that_can_be_read(chats, store, presses):
    for text in ("hi", "Home visits", "", "start again", "The library", "/start again"):
        await chats.says(text)
    one, *_ = [kept for kept in await kept_all(store) if b"Home visits" in kept.state]
    await store._run(lambda tx: tx.run("UPDATE session SET state = ? WHERE id = ?", b"9|x", one.id))

    alone = await chats.says("/resume")
    await store._run(lambda tx: tx.run("UPDATE session SET state = ? WHERE id = ?", one.state, one.id))
    both = await chats.says("/resume")
    (current, *_) = await kept(store)
    gone = await presses(Open("nobody"), Press(current.id, current.digest))
    opened = await presses(Open(one.id), Press(current.id, current.digest))

    assert "Home visits" not in alone
    assert "1 The library" in both or "2 The library" in both
    assert "belongs to an earlier step" in gone
    assert "Welcome back." in opened
    assert (await kept(store))[0].id == one.id


async def kept_all(store):
    return await store.all("ann")


async def test_a_conversation_goes_on_in_another_language_that_is_offered(
    store, tmp_path, library, monkeypatch
):
    monkeypatch.setenv("TANGO_CONTENT", str(translated(tmp_path / "content", library)))
    parts = Parts(chat=True)
    chats = Chats(
        store, Chat(parts.editions, Plain(), parts.house(), map("id{}".format, itertools.count(1)).__next__)
    )
    await chats.says("hi")

    strange = await chats.says("/language xx")
    plain = await chats.says("/language en")
    newcomer = await chats.says("/language xx", who="bob")

    assert newcomer.startswith("# ")
    assert "What do you call the service?" not in newcomer
    assert "What do you call the service?" in plain
    assert "What do you call the service?" not in strange


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/privacy", "# What I keep"),
        ("/delete", "forget everything"),
        ("/mydata", "tango data export"),
        ("/help", "# What you can type"),
    ],
)
async def test_what_is_asked_for_first_is_answered_and_nothing_is_kept(chats, store, command, said):
    assert said in await chats.says(command)
    assert await kept(store) == []


async def test_whoever_forgets_first_has_nothing_kept(chats, store):
    assert "erased" in await chats.says("/forget everything")
    assert await kept(store) == []


async def test_the_session_that_was_begun_last_is_the_one_in_use_even_in_the_same_moment(store, editions):
    chat = Chat(editions, Plain(), House(), map("id{}".format, itertools.count(1)).__next__)
    texts = ["hi", "Home visits", "", "1", "start again", "The library", "skip"]
    await store.receive(
        [
            Incoming("t:1", number, "ann", "ann", text.encode(), NOW, Item.UPDATE, Address("ann"))
            for number, text in enumerate(texts)
        ]
    )
    while (await store.answer(chat, "2026-09-21")).items:
        pass

    first, second = (editions.current().codec.decode(one.state) for one in await kept(store))
    assert first.notebook.prompts == {"name": "The library"}
    assert (first.focus, second.focus) == (0, 1)
    assert len(second.trail) == 1


async def test_a_second_tap_on_another_service_or_length_begins_nothing(presses, asked, store):
    await presses(Anew(), asked)
    (current, *_) = await kept(store)
    button = Press(current.id, current.digest)

    assert await presses(Anew(), button) == ""
    assert "about three minutes" in await presses(Anew("quick"), button)
    assert await presses(Anew("quick"), button) == ""
    assert len(await kept(store)) == 2


async def test_whoever_calls_again_and_again_in_a_group_is_answered_some_times_a_day(chats, monkeypatch):
    monkeypatch.setattr(Plain, "read", lambda *_: Called("en"))

    answers = [await chats.says("/start") for _ in range(OFTEN + 2)]

    assert [bool(answer) for answer in answers] == [True] * OFTEN + [False] * 2


async def test_whoever_only_asks_has_agreed_to_nothing(chats, store):
    await chats.says("hi")
    await chats.says("/privacy")
    await chats.says("/help")

    assert await store.agreed("ann", KEEPING) is None


async def test_a_stranger_of_whom_something_is_kept_may_still_see_and_erase_it(store, editions):
    chats = Chats(store, Chat(editions, Plain(), House(), lambda: "id"))
    await chats.says("hi")
    await chats.says("Home visits")

    assert "What I keep" in await chats.says("/privacy", kind=Item.STRANGER)
    assert "another service" not in str(await kept(store))
