"""Turns become messages, whatever is or is not in them."""

from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.messages import Parcel, unpacked
from bot.channels.telegram.tongue import Tongue
from bot.model.page import Offer, Page
from bot.model.talk import Start
from bot.service.boards import Board
from bot.service.turns import Turn


def test_a_turn_in_which_nothing_is_said_is_no_message():
    tongue = Tongue(Buttons([b"k" * 32]), lambda: "https://t.me/x")

    assert tongue.write(Turn(pages=()), Board()) == ()


def test_as_long_as_our_name_is_not_known_a_group_gets_the_words_without_the_link():
    tongue = Tongue(Buttons([b"k" * 32]), lambda: "")
    page = Page("Hello", offers=((Offer("Open a private chat", Start()),),))

    (message,) = tongue.write(Turn(pages=(page,)), Board(group=True))

    assert unpacked(message.body) == Parcel(text="Hello")
