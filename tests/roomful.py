"""A roomful of people and their workshop: they call, press and type in memory, and what must never be seen is looked for at each step."""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import random
from dataclasses import dataclass

from bot.assemble.parts import Parts, drive
from bot.channels.rehearsal import Rehearsal, Tongue
from bot.model.meet import AT_THE_DOOR, Deed, Meet
from bot.model.sending import Kind
from bot.service.chat import Chat
from bot.service.reading import Called, Read
from bot.service.workshop.gatherings import Gatherings
from bot.service.workshop.sitting import KEY, Tools
from bot.store import minutes
from bot.store.inline import Inline
from bot.store.sqlite import SqliteFile
from bot.store.store import Store
from bot.workshop.meeting import Meeting
from bot.workshop.state import Stage

LEADER = "Zora"
PEOPLE = tuple(f"Qadir{number:02}" for number in range(1, 41))
ROLES = ("I use the service", "I work with users", "I plan or manage", "I am a partner", "I only watch")
HIDDEN = frozenset({Stage.GATHERING, Stage.ANSWERING, Stage.SECOND})
"""While these last, nothing that the group or the leader reads may name an answer."""
DOORS = (
    "# A workshop about one public service",
    "# The workshop is still open",
    "Whoever has agreed to lead",
)
REWRITTEN = ("# Workshop: ", "# The questions are ", "# Actions")
"""How the messages of a group begin whose text may change after they were sent."""


@functools.cache
def parts():
    """The parts of a bot on the shipped content, built once."""
    return Parts(chat=True)


@dataclass(frozen=True)
class Press:
    """A button as a messenger tells of it: a second tap on it has the same name."""

    message: str
    name: str
    workshop: str
    turns: bool = False

    @property
    def once(self):
        return f"m{self.message}.{self.name}"

    def fits(self, session, digest):
        return (self.workshop, "") == (session, digest)


class Tapping(Tongue):
    """Like that of a rehearsal, but it knows which message a button stands on, and who speaks which language."""

    def __init__(self, languages):
        super().__init__("en")
        self.languages = languages

    def read(self, item):
        read = super().read(item)
        if read is None or isinstance(read, Called):
            return read and Called(self.languages.get("group", "en"), read.command)
        language = self.languages.get(item.person, "en")
        told = json.loads(item.body)
        if "deed" not in told or told["deed"] in AT_THE_DOOR:
            return Read(read.said, language)
        press = Press(told["message"], f"{told['deed']}.{told['about']}", told["sealed"])
        return Read(read.said, language, press)


class Heard(Rehearsal):
    """A rehearsal that notes what was new at each step."""

    def __init__(self, *given):
        super().__init__(*given)
        self.news = []
        self.changes = []
        self.shown = []

    def last(self, chat):
        """The newest message of a chat."""
        return self.chats[chat][-1]

    def _show(self, chat, body, which):
        kind, reference = which
        self.shown.append((self.now, chat, kind))
        before = next((one for one in self.chats.get(chat, ()) if str(one.number) == reference), None)
        number = super()._show(chat, body, which)
        if kind is not Kind.EDIT:
            self.news.append((chat, self.chats[chat][-1]))
        elif before:
            after = next(one for one in self.chats[chat] if one.number == before.number)
            self.changes.append((chat, before, after))
            self.news.append((chat, after))
        return number


class Room:
    """One store, one bot, some groups. Each deed gives what the person who did it then reads."""

    def __init__(self, given=None, database=":memory:", languages=None):
        self.parts = given or parts()
        self.languages = dict(languages or {})
        self.store = Store(Inline(SqliteFile(str(database))))
        self.chance = random.Random(7)
        self.tongue = Tapping(self.languages)
        self.heard = Heard(self.store, self._chat(self.parts))
        self.typed = []
        self.voices = set()
        self.people = set()
        dialogue = self.parts.rules.dialogue
        self.labels = {
            text
            for one in dialogue.questions
            for option in one.options
            for text in (option.label, option.long)
        }

    def _chat(self, given):
        house = given.house()
        ids = lambda: f"{self.chance.getrandbits(32):08x}"  # noqa: E731
        tools = Tools(
            editions=given.editions,
            writer=self.tongue,
            minutes=minutes,
            ids=ids,
            key=lambda: self.chance.randbytes(KEY),
            languages=tuple(code for code, _ in house.languages),
        )
        return Chat(given.editions, self.tongue, house, ids, Gatherings(tools, self.tongue.read))

    def restarts(self, given):
        """The bot starts again, on this content."""
        self.heard._answers = self._chat(given)

    def close(self):
        self.store.close()

    # What people do

    def calls(self, person=LEADER, group="group"):
        """Somebody types /workshop in a group; gives what the group then reads."""
        with self._in(group):
            self._does(self.heard.calls(person), person)
        return self.new(group)

    def says(self, person, text):
        self.typed.append(" ".join(text.split()))
        return self._does(self.heard.says(person, text), person)

    def taps(self, person, label, group="group"):
        """Press the newest button that is called so."""
        found = self.button(person, label, group)
        assert found, (
            f"{person} sees no button {label!r}, but {[name for _, name, _ in self.buttons(person, group)]}"
        )
        number, _, meet = found
        return self.presses(person, meet, number)

    def presses(self, person, meet, message=0, sealed=None):
        """Press what leads to this, on that message."""
        told = {
            "workshop": meet.workshop,
            "deed": meet.deed.value,
            "about": meet.about,
            "message": str(message),
            "sealed": meet.workshop if sealed is None else sealed,
        }
        if meet.deed in (Deed.VOTE, Deed.JOIN, Deed.ROOM, Deed.WATCH):
            self.voices.add(person)
        return self._does(self.heard._happens(person, person, told), person)

    def does(self, person, deed, about="", message=None):
        """A deed in the workshop that goes on, by a button that nobody has drawn."""
        message = next(self.heard._numbers) if message is None else message
        return self.presses(person, Meet(self.workshop, deed, about), message)

    def claims(self, person):
        """Press the button by which somebody leads, on a message that had it once."""
        return self.does(person, Deed.CLAIM)

    def passes(self, seconds):
        self._begin()
        drive(self.heard.passes(seconds))
        self.check()

    # What people see

    def buttons(self, person, group="group"):
        """All buttons that a person can press, the newest first: their own, then those at the door in the group."""
        own = [
            (message.number, label, meet)
            for message in reversed(self.heard.reads(person))
            for label, meet in message.buttons.items()
        ]
        door = [
            (message.number, label, meet)
            for message in reversed(self.heard.reads(group))
            for label, meet in message.buttons.items()
        ]
        return own + door

    def button(self, person, label, group="group"):
        for number, name, meet in self.buttons(person, group):
            if name == label or name.startswith(label) or name.partition(" ")[2].startswith(label):
                return number, name, meet
        return None

    def labels_of(self, person):
        """The labels of the newest message of a person that has buttons."""
        return next((list(one.buttons) for one in reversed(self.heard.reads(person)) if one.buttons), [])

    def new(self, chat):
        """What was new in a chat at the last step, changed messages too."""
        return "\n".join(message.text for where, message in self.heard.news if where == chat)

    def reads(self, chat="group"):
        return "\n".join(message.text for message in self.heard.reads(chat))

    def text(self, key, **slots):
        """A message of the content, as it is said today."""
        return self.parts.speaker.words.say(f"workshop_{key}", **slots)

    # What the store holds

    def rows(self, sql, *values):
        return drive(self.store._run(lambda tx: tx.rows(sql, *values)))

    @property
    def workshop(self):
        return self.rows("SELECT id FROM workshop ORDER BY begun DESC, id DESC")[0][0]

    def meeting(self, name=None):
        rows = self.rows("SELECT state FROM workshop WHERE id = ?", name or self.workshop)
        return minutes.decode(bytes(rows[0][0]), Meeting)

    @property
    def stage(self):
        return self.meeting().workshop.course.stage

    @property
    def stages(self):
        return [
            minutes.decode(bytes(state), Meeting).workshop.course.stage
            for (state,) in self.rows("SELECT state FROM workshop WHERE ended = 0")
        ]

    # What must hold at each step

    def _begin(self):
        self.heard.news, self.heard.changes = [], []

    def _does(self, deed, person):
        self._begin()
        self.people.add(person)
        drive(deed)
        self.check()
        return self.new(person)

    @contextlib.contextmanager
    def _in(self, group):
        """The group is this one, for a moment."""
        before, self.heard.group = self.heard.group, group
        yield
        self.heard.group = before

    def check(self):
        hidden = bool(set(self.stages) & HIDDEN)
        for chat, message in self.heard.news:
            if chat.startswith("group"):
                self._group_may_read(message.text, hidden)
            elif chat == LEADER and chat not in self.voices:
                self._leader_may_read(message.text)
        for chat, before, after in self.heard.changes:
            if chat.startswith("group"):
                if before.text.startswith(DOORS):  # once somebody leads, their button goes
                    assert after.buttons == {}, after.text
                    continue
                kind = next((one for one in REWRITTEN if before.text.startswith(one)), before.text)
                assert after.text.startswith(kind), before.text
                assert not before.picture, before.text

    def _group_may_read(self, text, hidden):
        for name in self.people - {""}:
            assert name not in text, f"{name} is named to the group: {text}"
        if hidden and not text.startswith("Hands raised"):
            assert not self.answers_in(text), f"an answer is told before the close: {text}"

    def _leader_may_read(self, text):
        alone = self.rows("SELECT count(*) FROM session WHERE conversation = ?", LEADER) != [(0,)]
        if not alone and not text.startswith(("# Hands raised", "I could not read")):
            assert not self.answers_in(text), f"the leader is told an answer: {text}"

    def answers_in(self, text):
        """The answers that a text names, beside what people typed."""
        for typed in sorted(self.typed, key=len, reverse=True):
            text = text.replace(typed, "") if typed else text
        return [label for label in self.labels if label in text]


class Workshop(Room):
    """A workshop of twelve, brought to where a test begins."""

    def gathers(self, people=12, roles=4, name="home visits", least=None, *, every=False):
        """Called, led and announced; so many have joined, in turn from so many sides."""
        self.calls()
        self.taps(LEADER, "Lead")
        self.says(LEADER, name)
        if every:
            self.taps(LEADER, "Ask all")
        if least:
            self.taps(LEADER, "Smallest group")
            self.taps(LEADER, str(least))
        self.taps(LEADER, "Show the notice")
        for person, role in zip(PEOPLE[:people], itertools.cycle(ROLES[:roles]), strict=False):
            self.joins(person, role)
        return self

    def joins(self, person, role=ROLES[0]):
        self.taps(person, "I join")
        return self.taps(person, role)

    def opens(self, people=12, **how):
        self.gathers(people, **how)
        self.taps(LEADER, "Open the questions")
        return self

    def answers(self, person, how=lambda question: 0):
        """Answer all that is asked; `how` gives the place of an option, or "dont_know", for the id of a question."""
        for _ in range(30):
            asked = self.asked(person)
            if not asked:
                return
            self.picks(person, how(asked))
        raise AssertionError("the questions do not end")

    def asked(self, person):
        """The id of the question that the newest message asks; None where it asks none."""
        last = self.heard.last(person)
        found = [meet.about.partition(".")[2] for meet in last.buttons.values() if meet.deed is Deed.VOTE]
        return found[0] if found else None

    def picks(self, person, place):
        last = self.heard.last(person)
        votes = [label for label, meet in last.buttons.items() if meet.deed is Deed.VOTE]
        label = votes[-1] if place == "dont_know" else votes[place % (len(votes) - 1)]
        return self.presses(person, last.buttons[label], last.number)

    def closes(self, people=12, how=None, **given):
        """All have answered, service users otherwise than the others unless said how, and it is shown."""
        self.opens(people, **given)
        for at, person in enumerate(PEOPLE[:people]):
            self.answers(person, (lambda q, at=at: how(at, q)) if how else (lambda q, at=at: apart(at, q)))
        self.taps(LEADER, "Close and show")
        return self

    def talks(self, people=12, **given):
        self.closes(people, **given)
        self.taps(LEADER, self.labels_of(LEADER)[0])
        return self

    def second(self, **given):
        self.talks(**given)
        self.taps(LEADER, "Second round")
        return self

    def acts(self, **given):
        self.talks(**given)
        while self.stage is Stage.TALKING:
            labels = self.labels_of(LEADER)
            self.taps(LEADER, "To the actions" if "To the actions" in labels else "Next question")
        return self

    def results(self, **given):
        self.acts(**given)
        self.taps(LEADER, "Show the result")
        return self

    def ends(self, **given):
        self.results(**given)
        self.taps(LEADER, "End and destroy")
        self.taps(LEADER, "Yes, end it")
        return self


def apart(at, question):
    """Every fourth, who is a service user, mostly sees the planning otherwise than the others."""
    user = at % 4 == 0
    return {
        "role": (at // 4) % 2 if user else 2 + at % 2,
        "say": at % 3,
        "change": 1 + at % 2,
    }.get(question, (at + len(question)) % 3 if user else (at // 4) % 2)
