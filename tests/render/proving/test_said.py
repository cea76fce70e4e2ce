"""Is the table of what Python says that of the source? The source itself is read."""

import ast
from pathlib import Path

import pytest

from bot.channels.telegram.menus import GROUP, PRIVATE
from bot.engine.answering import EXPLAINED, RE_ASKS
from bot.engine.step import UNREAD
from bot.model.errors import Spot
from bot.model.meet import Outside
from bot.model.reply import Line, Tell
from bot.render import offers
from bot.render.proving.said import SAID, said_about, unsaid, unsayable
from bot.render.proving.said_workshop import SAID_IN_WORKSHOPS
from bot.render.screen import Screen
from bot.render.words import Words
from bot.render.workshop import findings, group, leading, seats
from bot.render.workshop.report import ASIDE
from bot.workshop import events

BOT = Path(__file__).parents[3] / "bot"
TREES = [
    ast.parse(path.read_text(encoding="utf-8"))
    for path in BOT.rglob("*.py")
    if path.parent != BOT / "workshop"  # it has lines of its own, whose words are in the room below
]
CALLS = [node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Call)]
COMMANDS = {
    call.args[0].value
    for call in CALLS
    if ast.unparse(call.func) == "Unreadable" and call.args and isinstance(call.args[0], ast.Constant)
}
OFFERED = {
    f"offer_{call.args[0].value}"
    for call in CALLS
    if ast.unparse(call.func) == "self._offer" and isinstance(call.args[0], ast.Constant)
}
OFFERED |= {
    f"offer_{key}" for key, _ in (*offers._RESULT, *(one for told in offers._TOLD.values() for one in told))
}
OFFERED |= {"offer_go_on", "offer_show_result"}  # below the answers, by what is left to ask
TAKEN = {"this_language", *(f"command_{name}" for name in (*PRIVATE, *GROUP))}
TAKEN |= {key for key in SAID_IN_WORKSHOPS if key.startswith(ASIDE)}
"""Messages that are taken from the file as they are."""
MESSAGES = "knowledge/messages.yaml:1:1:"

BUILT = {
    "f'example_{reply.text}'": {f"example_{command}" for command in COMMANDS},
    "f'offer_{key}'": OFFERED,
    "f'scope_{scope}'": set(),  # the content's own
    "reply.line": set(),  # heard below, one by one
    "f'offer_w_{key}'": {
        key for key, slots in SAID_IN_WORKSHOPS.items() if key.startswith("offer_w_") and not slots
    },
    "f'workshop_told_{line.value}'": {f"workshop_told_{line.value}" for line in events.Line},
    "line.value": set(Outside),
    "LINES[board]": set(group.LINES.values()),
    "TYPED[board]": set(leading.TYPED.values()),
    "AS[role]": set(seats.AS.values()),
    "WENT[status]": set(group.WENT.values()),
    "WENT[self._meeting.went[at]]": set(group.WENT.values()),
    "ROLES[role]": set(findings.ROLES.values()),
    "AGREEING[told.word]": set(findings.AGREEING.values()),
    "f'workshop_role_{role.value}'": set(findings.ROLES.values()),
}
"""Keys that are put together or handed over, by the expression that does."""

LINES = {
    "first": {Line.WELCOME, Line.ANEW},
    "UNREAD[act.heard.how]": set(UNREAD.values()),
    "EXPLAINED[heard.how]": set(EXPLAINED.values()),
    "line": set(RE_ASKS),
    "_goodbye(session)": {Line.PAUSED, Line.PAUSED_RESULT, Line.PAUSED_EMPTY},
}
"""The lines that an expression of the engine stands for."""


def said_in(tree):
    """Every `say(...)` of a module, as its key and the slots that it fills."""
    return {
        (key, frozenset(pair.arg for pair in call.keywords))
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in ("say", "_say")
        for key in keys(call.args[0], function)
    }


def keys(node, function):
    """What an expression may stand for: a constant, either side of a condition, or all that a name was given."""
    match node:
        case ast.Constant(value=key):
            return {key}
        case ast.IfExp():
            return keys(node.body, function) | keys(node.orelse, function)
        case ast.Name(id=name):
            return given(name, function)
        case _:
            return BUILT[ast.unparse(node)]


def given(name, function):
    """The texts that a function gives to a name."""
    nodes = list(ast.walk(function))
    values = [one.value for one in nodes if isinstance(one, ast.Assign) and named(one.targets, name)]
    values += [one.iter for one in nodes if isinstance(one, ast.For) and named([one.target], name)]
    constants = [part for value in values for part in ast.walk(value) if isinstance(part, ast.Constant)]
    return {part.value for part in constants if isinstance(part.value, str)}


def named(targets, name):
    return any(isinstance(part, ast.Name) and part.id == name for one in targets for part in ast.walk(one))


def lines_of(call):
    """The lines of a `Tell(...)`."""
    line = ast.unparse(call.args[0])
    return LINES[line] if line in LINES else {Line[line.removeprefix("Line.")]}


SAID_PLAINLY = {pair for tree in TREES for pair in said_in(tree)}
PLACELESS = {
    line
    for call in CALLS
    if ast.unparse(call.func) == "Tell" and len(call.args) == 1
    for line in lines_of(call)
}
"""The lines that are told somewhere without a question."""


class Overheard(Words):
    """The real words, which keep the slots of each message that they were asked for."""

    def __init__(self, words):
        super().__init__(words.messages, words.dialogue, dict)
        self.slots = {}

    def say(self, key, **slots):
        self.slots[str(key)] = frozenset(slots)
        return super().say(key, **slots)


@pytest.fixture
def slots_of(words, rules, finished):
    """The slots that the screen fills for a line, at the least."""

    def slots_of(line):
        overheard = Overheard(words)
        place = None if line in PLACELESS else 1
        Screen(overheard, rules, finished({})).tell(Tell(line, place, 1, TEXTS.get(line, "")))
        plainly = {slots for key, slots in SAID_PLAINLY if key == line}
        return overheard.slots[line].intersection(*plainly)

    return slots_of


TEXTS = {Line.ELSEWHERE: "gap", Line.UNREADABLE: "change"}


def test_python_says_what_the_table_says():
    assert {key for key, _ in SAID_PLAINLY} | set(Line) | TAKEN == set(SAID)


@pytest.mark.parametrize(("key", "slots"), sorted(SAID_PLAINLY, key=str))
def test_python_fills_the_slots_that_the_table_says(key, slots):
    assert slots >= SAID[key]
    assert key in set(Line) or slots == SAID[key]


@pytest.mark.parametrize("line", Line)
def test_the_screen_fills_the_slots_of_a_line_that_the_table_says(slots_of, line):
    assert slots_of(line) == SAID[line]


def test_the_table_is_as_long_as_it_must_be(library, knowledge):
    said = said_about(knowledge)

    assert list(unsayable(library.messages(), said, {})) == []
    assert {f"scope_{scope}" for item in knowledge.items for scope in item.stated_for} == set(said) - set(
        SAID
    )


def test_a_message_that_python_says_must_be_there():
    (fault,) = unsayable({"welcom": "Hello"}, {"welcome": frozenset()}, {})

    assert str(fault) == (
        f"{MESSAGES} error unknown-message: The message `welcome` is missing; Tango says it. "
        "Did you mean `welcom`?"
    )


def test_a_message_that_is_nowhere_is_to_be_written():
    (fault,) = unsayable({}, {"welcome": frozenset()}, {})

    assert fault.mend == "Add a line `welcome: ...`."


def test_a_slot_that_python_does_not_fill_is_told_with_the_nearest_that_it_does():
    (fault,) = unsayable({"kept": "Kept: {anwser} {{so}}."}, {"kept": frozenset({"answer", "count"})}, {})

    assert str(fault) == (
        f"{MESSAGES} error unknown-slot: "
        "The message `kept` has a slot `{anwser}` that is not filled where it is said. Did you mean `{answer}`?"
    )


def test_the_words_of_a_chat_stand_in_for_others_with_the_same_slots():
    said = {"kept": frozenset({"answer"})}

    unknown, alone = unsayable(
        {"kept": "Kept.", "kept_chat": "Kept: {answer}.", "bye_chat": "Bye."}, said, {}
    )

    assert str(unknown) == (
        f"{MESSAGES} error unknown-slot: The message `kept_chat` has a slot `{{answer}}` that is not filled where"
        " it stands in for another. Take it away."
    )
    assert str(alone) == (
        f"{MESSAGES} error unknown-message: The message `bye_chat` is for a chat, and there is no `bye` that it"
        " stands in for. Add `bye`, or take it away."
    )


def test_the_words_of_a_chat_are_said_where_the_others_are():
    assert list(unsaid({"bye": "Bye", "bye_chat": "See you"}, {"bye"}, {})) == []


def test_a_message_that_nobody_says_is_a_warning():
    (fault,) = unsaid({"hello": "Hello", "bye": "Bye"}, {"hello"}, {"message/bye": Spot(MESSAGES[:-5], 7, 3)})

    assert (
        str(fault) == f"{MESSAGES[:-4]}7:3: warning never-said: Nobody says the message `bye`. Take it away."
    )
