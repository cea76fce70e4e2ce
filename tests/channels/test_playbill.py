"""Chats of a rehearsal as lines."""

import pytest

from bot.channels.playbill import Playbill, counts
from bot.channels.rehearsal import Did, Message, Saw

WORDS = {
    "workshop_sim_said": "{time} said",
    "workshop_sim_changed": "{time} changed",
    "workshop_sim_changed_often": "{first} to {time} changed {times} times",
    "workshop_sim_typed": "{time} {who} types: {text}",
    "workshop_sim_pressed": "{time} {who} presses: {label}",
    "workshop_sim_picture": "Picture:",
    "workshop_sim_file": "File: {name}",
}


def bill(width=40, *, colour=False):
    return Playbill(lambda key, **slots: WORDS[key].format(**slots), {"a": "Ada"}, width, colour=colour)


def message(text, number=1, **named):
    return Message(number=number, text=text, **named)


def saw(at, text, before=None, **named):
    was = None if before is None else message(before)
    return Saw(at=at * 1000, chat="a", message=message(text, **named), before=was)


def test_what_was_done_and_said_is_told_in_order_with_its_time():
    log = [
        Did(at=0, chat="a", person="a", typed="hello"),
        Did(at=61_999, chat="a", person="a", pressed="Go on"),
        Did(at=62_000, chat="b", person="a", typed="elsewhere"),
        saw(3_700, "Well done"),
    ]

    assert bill().chat(log, "a") == (
        "00:00 Ada types: hello\n\n01:01 Ada presses: Go on\n\n61:40 said\nWell done\n"
    )


def test_a_chat_in_which_nothing_was_said_is_empty():
    assert bill().chat([], "a") == ""


def test_a_change_is_told_by_what_is_new_in_it():
    log = [saw(1, "# Who comes?\nNobody yet", "# Asked"), saw(2, "# Asked\nBen", "Asked\nNobody")]

    assert bill().chat(log[1:], "a") == "00:02 changed\nBen\n"


def test_changes_of_one_message_with_nothing_between_them_are_told_at_once():
    log = [
        saw(1, "1 came", "0 came"),
        saw(5, "2 came", "1 came"),
        saw(9, "3 came", "2 came"),
        saw(10, "Next", number=2),
    ]

    assert bill().chat(log, "a") == "00:01 to 00:09 changed 3 times\n3 came\n\n00:10 said\nNext\n"


def test_a_change_that_says_nothing_new_is_not_told():
    log = [saw(1, "You said: Yes", "You said: Yes\n1 Yes\n2 No")]

    assert bill().chat(log, "a") == ""


def test_buttons_are_told_that_the_words_do_not_list():
    labels = ("1 Yes", "2 Perhaps", "Back", "3")

    assert bill().chat([saw(1, "Well?\n1 Yes, always", labels=labels)], "a") == (
        "00:01 said\nWell?\n1 Yes, always\n[2 Perhaps] [Back] [3]\n"
    )


def test_a_picture_is_told_in_its_lines_and_a_file_by_its_name():
    shown = saw(1, "Look", drawn=("  3 ooo Yes", "  0     No"), file=("look.md", "# Look"))

    assert bill().chat([shown], "a") == (
        "00:01 said\nLook\n\nPicture:\n  3 ooo Yes\n  0     No\nFile: look.md\n"
    )


def test_a_picture_fits_a_narrow_screen():
    shown = saw(1, "Look", drawn=("  3 ooo It is too early to tell anything",))

    assert max(map(len, bill(24).chat([shown], "a").splitlines())) <= 24


@pytest.mark.parametrize(("colour", "told"), [(True, "\x1b[1mLook\x1b[0m\n"), (False, "Look\n")])
def test_headings_are_bold_where_there_is_colour(colour, told):
    assert bill(colour=colour).page("# Look") == told


def test_messages_changes_and_the_busiest_minute_are_counted():
    log = [saw(0, "a"), saw(30, "b", "a"), saw(59, "c", "b"), saw(60, "d"), saw(600, "e")]

    assert counts([*log, Did(at=1, chat="a", person="a", typed="x")], "a") == (3, 2, 3)
    assert counts(log, "nowhere") == (0, 0, 0)
