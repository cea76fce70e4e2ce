"""Turns become messages, whatever is or is not in them; a link says what it was made for."""

from dataclasses import replace

import pytest

from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.letters import Call, Opened, Words, sealed
from bot.channels.telegram.messages import Parcel, unpacked
from bot.channels.telegram.tokens import Links, Tokens
from bot.channels.telegram.tongue import Tongue
from bot.model.meet import AT_THE_DOOR, UNKNOWN, Deed, Meet
from bot.model.page import Choice, Document, Offer, Page
from bot.model.post import Incoming
from bot.model.sending import FORMER, Kind
from bot.model.talk import Start
from bot.service.boards import Board
from bot.service.reading import Called, Read
from bot.service.turns import Turn

BUTTONS = Buttons([b"k" * 32])
TOKENS = Tokens([b"l" * 32])
WORKSHOP = "0a1b2c3d"
NOW = 1_800_000_000_000
LINK = "https://t.me/tango_test_bot?start="
SVG = "<svg/>"


@pytest.fixture
def tongue():
    return Tongue(BUTTONS, Links(TOKENS, lambda: "tango_test_bot"))


@pytest.fixture
def nameless():
    return Tongue(BUTTONS, Links(TOKENS, lambda: ""))


def item(letter, person="ana", received=NOW):
    return Incoming("telegram:1", 7, "c", person, sealed(letter), received)


def offers(*acts):
    return (tuple(Offer(str(number), act) for number, act in enumerate(acts)),)


def parcels(sent):
    return [unpacked(one.body) for one in sent]


def data(parcel):
    return [data for row in parcel.rows for _, data in row]


def test_a_turn_in_which_nothing_is_said_is_no_message(tongue):
    for board in (Board(), Board(pins=True), Board(again=True)):
        assert tongue.write(Turn(pages=(), picture=SVG), board) == ()


def test_as_long_as_our_name_is_not_known_a_group_gets_the_words_without_the_link(nameless):
    page = Page(
        "Hello",
        choices=(Choice("1", "Here", "Here", Start()),),
        offers=offers(Start(), Meet(WORKSHOP, Deed.JOIN)),
    )

    (message,) = nameless.write(Turn(pages=(page,)), Board(group=True, session=WORKSHOP))

    (parcel,) = parcels([message])
    assert parcel.text.startswith("Hello")
    assert [label for row in parcel.rows for label, _ in row] == ["1"]
    assert nameless.link(WORKSHOP, NOW) == ""


# What came


def test_a_link_is_read_for_whom_it_was_made(tongue):
    meet = Meet(WORKSHOP, Deed.CLAIM)
    letter = Opened(TOKENS.made(meet, "ana", NOW + 1000), "de")

    assert tongue.read(item(letter)) == Read(meet, "de")
    assert tongue.read(item(letter, person="ben")) == Read(Meet(UNKNOWN, Deed.JOIN), "de")
    assert tongue.read(item(letter, received=NOW + 1000)) == Read(Meet(UNKNOWN, Deed.JOIN), "de")


@pytest.mark.parametrize("token", ["", "group", "join_7"])
def test_any_other_link_is_a_plain_start(tongue, token):
    assert tongue.read(item(Opened(token))) == Read(Start())


def test_the_link_of_the_room_is_good_for_whoever_reads_it(tongue):
    link = tongue.link(WORKSHOP, NOW + 1000)

    assert link.startswith(LINK)
    assert tongue.read(item(Opened(link.removeprefix(LINK)))) == Read(Meet(WORKSHOP, Deed.ROOM))


def test_a_call_says_by_which_command(tongue):
    assert tongue.read(item(Call("de", "workshop"), person="")) == Called("de", "workshop")
    assert tongue.read(item(Call())) == Called()


def test_words_are_read_as_ever(tongue):
    assert tongue.read(item(Words("hi"))) == Read("hi")


# What goes out


def test_in_a_group_only_the_door_of_a_workshop_is_pressed_and_all_else_is_a_link(tongue):
    others = [Meet(WORKSHOP, deed) for deed in Deed if deed not in AT_THE_DOOR]
    door = [Meet(WORKSHOP, deed) for deed in sorted(AT_THE_DOOR)]
    page = Page("Come in", offers=offers(*door, *others[:4], Start()))

    (message,) = tongue.write(Turn(pages=(page,)), Board(group=True, session=WORKSHOP))

    behind = data(*parcels([message]))
    read = [BUTTONS.read(one, "7") for one in behind[: len(door)]]
    assert [one.act for one in read] == door
    assert all(one.fits(WORKSHOP, "") for one in read)
    assert not any(one.fits("0a1b2c3e", "") or one.fits("", "") for one in read)
    assert set(behind[len(door) :]) == {f"{LINK}group"}


def test_in_private_every_button_of_a_workshop_is_pressed(tongue):
    page = Page("Choose", offers=offers(*(Meet(WORKSHOP, deed, "x") for deed in Deed)))

    (message,) = tongue.write(Turn(pages=(page,)), Board(session=WORKSHOP, digest=""))

    assert [BUTTONS.read(one, "7").act.deed for one in data(*parcels([message]))] == list(Deed)


def test_what_is_for_another_conversation_goes_there_whole(tongue):
    turn = Turn(pages=(Page("One", asks="a", result=True), Page("Two")), closed=(Page("Old", asks="b"),))

    sent = tongue.write(turn, Board(to="ben", pins=True))

    assert len(sent) == 5
    assert {one.to for one in sent} == {"ben"}


def test_what_is_shown_again_changes_the_messages_that_ask_the_same_and_no_others(tongue):
    pages = (
        Page("Ana and Ben are here", asks="panel", offers=offers(Meet(WORKSHOP, Deed.NEXT)), result=True),
        Page("Nothing is asked here"),
    )

    (sent,) = tongue.write(Turn(pages=pages, picture=SVG), Board(session=WORKSHOP, again=True))

    assert (sent.kind, sent.slot) == (Kind.EDIT, f"ask/{WORKSHOP}/panel")
    (parcel,) = parcels([sent])
    assert parcel.closes
    assert parcel.stands
    assert (parcel.text, parcel.picture) == ("Ana and Ben are here", "")
    assert BUTTONS.read(*data(parcel), "7").act == Meet(WORKSHOP, Deed.NEXT)


def test_what_has_become_too_long_to_stand_in_one_place_is_shown_anew_and_whole(tongue):
    actions = "\n".join(
        f"{number}. {'Show the draft plan to users before it is signed. ' * 6}." for number in range(20)
    )

    sent = tongue.write(Turn(pages=(Page(actions, asks="actions"),)), Board(session=WORKSHOP, again=True))

    *parts, retired = sent
    texts = [parcel.text for parcel in parcels(parts)]
    assert len(texts) > 1
    assert [line for text in texts for line in text.splitlines()] == actions.splitlines()
    assert [one.kind for one in sent] == [*[Kind.GUIDANCE] * len(parts), Kind.EDIT]
    assert (parts[-1].slot, retired.slot) == (f"ask/{WORKSHOP}/actions", FORMER + parts[-1].slot)


def test_what_is_pinned_is_pinned_once_it_has_arrived_by_the_slot_of_its_message(tongue):
    sent = tongue.write(Turn(pages=(Page("Come in", asks="card"),)), Board(pins=True))

    assert [(one.kind, one.slot) for one in sent] == [
        (Kind.GUIDANCE, "ask/card"),
        (Kind.EDIT, "ask/card"),
        (Kind.EDIT, f"{FORMER}ask/card"),
    ]
    assert parcels(sent)[1] == Parcel(closes=True, pins=True)


def test_what_asks_nothing_is_pinned_by_a_slot_of_its_own_and_ends_nothing(tongue):
    sent = tongue.write(Turn(pages=(Page("Come in"),)), Board(pins=True))

    assert [(one.kind, one.slot) for one in sent] == [(Kind.GUIDANCE, "pin"), (Kind.EDIT, "pin")]


def test_of_several_messages_the_last_with_words_is_pinned(tongue):
    pages = (Page("Come in", result=True), Page("x" * 2000))

    sent = tongue.write(Turn(pages=pages, document=Document("a.md", "b")), Board(pins=True))
    alone = tongue.write(Turn(pages=(Page("y" * 2000),), picture=SVG), Board(pins=True))

    assert [(one.pins, one.name) for one in parcels(sent)] == [
        (False, ""),
        (False, ""),
        (True, ""),
        (False, "a.md"),
    ]
    assert [(one.pins, one.picture) for one in parcels(alone)] == [(False, ""), (True, ""), (False, SVG)]


def test_nothing_is_pinned_where_there_are_no_words(tongue):
    turn = Turn(pages=(Page(""),), document=Document("a.md", "b"))

    assert [one.pins for one in parcels(tongue.write(turn, Board(pins=True)))] == [False]


def test_a_picture_stands_above_the_first_message_where_its_words_fit(tongue):
    pages = (Page("# Result\n" + "&" * 1010, result=True), Page("More"))

    first, second = parcels(tongue.write(Turn(pages=pages, picture=SVG), Board()))

    assert (first.picture, second.picture) == (SVG, "")
    assert first.text.startswith("<b>Result</b>")


@pytest.mark.parametrize("words", ["x" * 1025, "x " * 3000])
def test_else_it_comes_after_it_and_is_left_out_rather_than_sent_twice(tongue, words):
    pages = (Page(words, result=True), Page("More"))

    sent = tongue.write(Turn(pages=pages, picture=SVG), Board())

    *_, before, picture, last = parcels(sent)
    assert before.text
    assert picture == Parcel(picture=SVG)
    assert last.text == "More"
    assert [one.kind for one in sent[-2:]] == [Kind.NUDGE, Kind.GUIDANCE]


def test_a_file_has_no_words_below_it_that_a_picture_has(tongue):
    turn = Turn(pages=(Page("Here"),), picture=SVG, document=Document("a.md", "b"))

    pictured, file = parcels(tongue.write(turn, Board()))

    assert (pictured.text, pictured.picture) == ("Here", SVG)
    assert file == Parcel(name="a.md", content="b")


def test_a_page_with_a_picture_turns_no_message(tongue):
    board = Board(turned="7")
    turn = Turn(pages=(Page("Here"),))

    (turned,) = parcels(tongue.write(turn, board))
    (pictured,) = parcels(tongue.write(replace(turn, picture=SVG), board))

    assert (turned.edits, pictured.edits) == ("7", "")
