"""Turns become messages, whatever is or is not in them."""

from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.tongue import Tongue
from bot.service.chat import Board
from bot.service.turns import Turn


def test_a_turn_in_which_nothing_is_said_is_no_message():
    tongue = Tongue(Buttons([b"k" * 32]), lambda: "https://t.me/x")

    assert tongue.write(Turn(pages=()), Board()) == ()
