"""One update of Telegram's is read at a time, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.letters import Back, Call, NoWords, Opened, Press, Words, opened
from bot.channels.telegram.updates import HIGHEST, Account, Tap, number_of, tap_of, update_of
from bot.model.post import Gone, Unreadable
from bot.service.queues import MovedTo
from tests.botapi import views
from tests.botapi.world import Member, Options, World

OURS = Account(channel="telegram:123456", username="tango_test_bot")
ANA = {"id": 77, "is_bot": False, "first_name": "Ana", "language_code": "de-AT"}
PRIVATE = {"id": 77, "type": "private", "first_name": "Ana"}
GROUP = {"id": -5, "type": "group", "title": "Team"}
FORUM = {"id": -100, "type": "supergroup", "title": "Forum", "is_forum": True}
CHANNEL = {"id": -200, "type": "channel", "title": "News"}
BOT = {"id": 123456, "is_bot": True, "first_name": "Tango"}


def message(chat=PRIVATE, **more):
    return {"message_id": 3, "date": 1, "chat": chat, "from": ANA, **more}


def command(text, chat=GROUP, kind="bot_command", **more):
    """A text that is one command or mention from its first letter on."""
    length = len(text.partition(" ")[0])
    return message(chat, text=text, entities=[{"type": kind, "offset": 0, "length": length}], **more)


def press(chat=PRIVATE, **more):
    query = {"id": "9", "from": ANA, "message": message(chat), "chat_instance": "1", "data": "x"}
    return query | more


WORLD = World(Options(token="123456:T"))


def member(before, now, chat=PRIVATE):
    states = [
        views.member(WORLD, Member(status=status, muted=status == "restricted"), WORLD.bot.id)
        for status in (before, now)
    ]
    names = ("old_chat_member", "new_chat_member")
    return {"chat": chat, "from": ANA, "date": 1, **dict(zip(names, states, strict=True))}


def read(kind, body):
    return update_of({"update_id": 8, kind: body}, OURS)


TOLD = [
    (message(text="1"), Words("1", "de")),
    (message(text="1", **{"from": ANA | {"language_code": None}}), Words("1", "")),
    (message(text="/start"), Opened("", "de")),
    (message(text="/start join_7"), Opened("join_7", "de")),
    (message(text="/Start@tango_test_bot x y"), Opened("", "de")),
    (message(text="/starting"), Words("/starting", "de")),
    (message(location={"latitude": 1.0, "longitude": 2.0}), NoWords("de")),
    (message(caption="1"), NoWords("de")),
    (command("/help"), Call("de", "help")),
    (command("/help@tango_test_bot"), Call("de", "help")),
    (command("/workshop"), Call("de", "workshop")),
    (command("/Workshop@Tango_Test_Bot now"), Call("de", "workshop")),
    (command("/survey@tango_test_bot"), Call("de")),
    (command("@Tango_Test_Bot hi", kind="mention"), Call("de")),
    (command("/privacy", FORUM), Call("de", "privacy")),
]


@pytest.mark.parametrize(("body", "letter"), TOLD)
def test_what_was_said_is_read(body, letter):
    update = read("message", body)

    assert opened(update.body) == letter
    assert (update.number, update.person, update.news) == (8, "77", None)
    assert update.place == str(body["chat"]["id"])
    assert update.group == (body["chat"] is not PRIVATE)


UNHEARD = [
    message(GROUP, text="hi"),
    message(GROUP, location={"latitude": 1.0, "longitude": 2.0}),
    command("/help@another_bot"),
    command("/survey"),
    command("@another_bot", kind="mention"),
    message(GROUP, text="see /help", entities=[{"type": "bot_command", "offset": 4, "length": 5}]),
    message(text="hi", **{"from": BOT}),
    message(text="hi", **{"from": None}),
    command("/help", sender_chat=CHANNEL),
]


@pytest.mark.parametrize("body", UNHEARD)
def test_what_is_for_others_is_not_heard(body):
    assert read("message", body) is None


def test_a_mention_in_the_middle_means_us():
    marks = [{"type": "mention", "offset": 3, "length": 15}]

    update = read("message", message(GROUP, text="hi @tango_test_bot", entities=marks))

    assert opened(update.body) == Call("de")


def test_an_anonymous_administrator_is_nobody_in_particular():
    update = read("message", command("/workshop", sender_chat=GROUP))

    assert opened(update.body) == Call("de", "workshop")

    assert update.person == ""
    assert update.place == "-5"


def test_a_topic_is_a_place_of_its_own():
    update = read("message", command("/help", FORUM, message_thread_id=4, is_topic_message=True))

    assert update.place == "-100/4"


def test_an_answer_outside_topics_is_in_the_chat_itself():
    update = read("message", command("/help", FORUM, message_thread_id=4))

    assert update.place == "-100"


def test_a_press_is_read_with_its_message():
    update = read("callback_query", press())

    assert opened(update.body) == Press("x", "3", "de")
    assert update.place == update.person == "77"


def test_a_press_on_a_message_that_is_gone_is_read():
    gone = {"chat": PRIVATE, "message_id": 3, "date": 0}

    assert opened(read("callback_query", press(message=gone)).body) == Press("x", "3", "de")


@pytest.mark.parametrize("query", [press(GROUP), press(message=None), press(data=None)])
def test_a_press_that_leads_to_nothing_is_not_taken_in(query):
    assert read("callback_query", query) is None


GONE = {"chat": GROUP, "message_id": 3, "date": 0}
PRESSES = [
    (press(), 0),
    (press(GROUP), -5),
    (press(FORUM), -100),
    (press(message=GONE), -5),
    (press(message=None), 0),
    (press(message="x"), 0),
    (press(message={"chat": {"id": "x"}}), 0),
    (press(message={"chat": {"id": True}}), 0),
]


@pytest.mark.parametrize(("query", "group"), PRESSES)
def test_each_press_can_be_answered(query, group):
    assert tap_of({"update_id": 1, "callback_query": query}) == Tap("9", "x", "de", group, 77)


@pytest.mark.parametrize("raw", [None, [], {}, {"callback_query": 1}, {"callback_query": {"id": 1}}])
def test_what_is_no_press_is_not_answered(raw):
    assert tap_of(raw) is None


def test_a_press_of_nobody_is_answered():
    assert tap_of({"callback_query": {"id": "9", "from": None}}) == Tap("9", "", "")


BACK = [
    (member("kicked", "member"), Back("de")),
    (member("restricted", "member", FORUM), Back("de")),
    (member("left", "member", GROUP), Call("de")),
    (member("kicked", "administrator", GROUP), Call("de")),
]


@pytest.mark.parametrize(("body", "letter"), BACK)
def test_where_we_may_write_again_we_are_back_or_called(body, letter):
    assert opened(read("my_chat_member", body).body) == letter


SAME = [member("left", "administrator", CHANNEL), member("member", "administrator", GROUP)]


@pytest.mark.parametrize("body", SAME)
def test_what_changes_nothing_for_us_is_passed(body):
    assert read("my_chat_member", body) is None


@pytest.mark.parametrize(
    "body",
    [
        member("member", "kicked"),
        member("member", "left", GROUP),
        member("member", "restricted", FORUM),
    ],
)
def test_where_we_may_not_write_we_are_gone(body):
    assert read("my_chat_member", body).news == Gone()


@pytest.mark.parametrize(
    "body", [message(GROUP, migrate_to_chat_id=-100), message(FORUM, migrate_from_chat_id=-5)]
)
def test_both_messages_of_a_move_say_the_same(body):
    update = read("message", body)

    assert (update.place, update.news) == ("-5", MovedTo("-100"))


@pytest.mark.parametrize("body", [None, 7, "x", [], {}, {"chat": {}}, message() | {"text": "\ud800"}])
@pytest.mark.parametrize("kind", ["message", "callback_query", "my_chat_member", "never_heard_of"])
def test_what_cannot_be_read_is_set_aside_under_its_number(kind, body):
    update = read(kind, body)

    assert update.number == 8
    assert update.news == Unreadable()


@pytest.mark.parametrize("number", [None, "8", True, 1.5, -1, HIGHEST])
def test_what_has_no_number_is_no_update(number):
    assert number_of({"update_id": number}) is None
    assert update_of({"update_id": number, "message": message(text="hi")}, OURS) is None


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
fields = st.sampled_from(["message_id", "date", "chat", "from", "text", "entities", "id", "data", "message"])


@given(json)
def test_anything_at_all_is_read_or_passed(raw):
    tap_of(raw)

    assert update_of(raw, OURS) is None or number_of(raw) is not None


@given(
    st.sampled_from(["message", "callback_query", "my_chat_member"]), st.dictionaries(fields, json), fields
)
def test_an_update_with_anything_wrong_in_it_is_read_set_aside_or_passed(kind, wrong, name):
    whole = {
        "message": message(text="1"),
        "callback_query": press(),
        "my_chat_member": member("kicked", "member"),
    }
    body = {**whole[kind], **wrong}
    body.pop(name, None)

    update = read(kind, body)
    tap_of({"update_id": 8, kind: body})

    assert update is None or update.number == 8


@pytest.mark.parametrize(
    "person", [{"language_code": 5}, {"language_code": None}, "nobody", None, {"language_code": ["en"]}]
)
def test_a_press_by_whoever_it_may_be_is_answered(person):
    assert tap_of({"callback_query": {"id": "1", "from": person, "data": 7}}) == Tap("1", "7", "")
