"""What do two hundred designers do? Each follows a script of their own, and keeps a plain dict of what they answered.

The dict is the model that the bot is held against. It knows the questions from the file that people write, the boards
that its designer saw, and what was pressed there; of the bot's code it knows nothing.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
STARVED = float(os.environ.get("TANGO_TEST_STARVED", "300"))
"""Seconds without an answer that nobody may have to wait."""
LEFT_ALONE = STARVED / 3
"""Seconds without an answer after which a person asks where they are."""
NAMES = ("home visits", "the library", "Jobcenter Süd", "a <b>ward</b> & its garden", "school meals 🍎")


def questions():
    """The questions by their ids, in their order, as they stand in the file."""
    told = yaml.safe_load((ROOT / "dialogues" / "assess.yaml").read_text(encoding="utf-8"))
    return {question["id"]: question for question in (told["scope"], *told["questions"])}


@dataclass(frozen=True)
class Board:
    """What a message asks: a question by its id, or one of the pages `name`, `part`, `check`, `result`."""

    asks: str
    message: object

    def data(self, label):
        """What stands behind the button with this label."""
        found = [data for row in self.message.buttons for name, data in row if name == label]
        assert found, (label, str(self.message))
        return found[0]


PAGES = {
    "name": ("What do you call the service?", "Leave it out"),
    "part": ("Which part of it", "Leave it out"),
    "check": ("CHECK YOUR ANSWERS", "Show my result"),
    "result": ("RESULT", "Another service"),
}


def board(asked, m):
    """What a message of the bot asks; None where it asks nothing."""
    if not m.own or not m.buttons:
        return None
    for name, question in asked.items():
        labels = {option["label"] for option in question["options"]}
        if question["text"] in m.text and labels <= {label.partition(" ")[2] for label in m.labels}:
            return Board(name, m)
    for name, (text, label) in PAGES.items():
        if text in m.text and label in m.labels:
            return Board(name, m)
    return None


@dataclass(frozen=True)
class Deed:
    """Something that a designer did, when (seconds since 1970), and the press that it was, if it was one."""

    at: float
    answered: bool
    query: str = ""


WEIGHTS = {"press": 58, "type": 14, "twice": 6, "back": 5, "why": 6, "so_far": 3, "stale": 5, "change": 3}
OTHERWISE = frozenset({"back", "why", "so_far", "stale", "change"})
"""What is no answer."""


class Designer:
    """Somebody with a script; `services` are their answers by question, a dict for each service, the newest last."""

    def __init__(self, person, seed, asked):
        self.person = person
        self.chance = random.Random(seed)
        self.asked = asked
        self.services = []
        self.deeds = []
        self.thought = 0.0
        self.reminded = 0
        self.boards = 0
        self.did = []
        self._now = None
        self._old = []
        self._last = ""

    async def talk(self, ends):
        """Talk until that time (of the monotonic clock), then wait for the last answer."""
        await self._think(2.0)
        self.services.append({})
        await self._says("/start")
        await self._reaches("name")
        while time.monotonic() < ends:
            await self._think(self.chance.uniform(0.3, 3.0))
            await self._turn()

    async def _turn(self):
        match self._now.asks:
            case "name":
                await self._says(self.chance.choice(NAMES))
                await self._reaches("part")
            case "part":
                await self._presses(self._now, "Leave it out")
                await self._reaches("scope")
            case "check":
                await self._presses(self._now, "Show my result")
                await self._reaches("result")
            case "result":
                await self._presses(self._now, "Another service")
                self.services.append({})
                self._old, self._last = [], ""
                await self._reaches("name")
            case _:
                await self._at_a_question()

    async def _at_a_question(self):
        """Answer, or do one of the other things that people do; never two of those without an answer between."""
        doing = self.chance.choices(list(WEIGHTS), WEIGHTS.values())[0]
        possible = {
            "back": self._last == "answer" and "Back" in self._now.message.labels,
            "change": self._last == "answer" and bool(self._changeable()),
            "stale": bool(self._others()),
        }
        if doing in OTHERWISE and (self._last in OTHERWISE or not possible.get(doing, True)):
            doing = "press"
        await getattr(self, f"_{doing}")()
        self._last = doing if doing in OTHERWISE else "answer"

    async def _press(self):
        keeps = "Keep it" in self._now.message.labels and self.chance.random() < 0.3
        label = "Keep it" if keeps else self._chosen()
        await self._presses(self._now, label)
        await self._goes_on()

    async def _twice(self):
        """A double tap."""
        label = self._chosen()
        await self._presses(self._now, label)
        await self._presses(self._now, label, answered=False)
        await self._goes_on()

    async def _type(self):
        number, _, words = self._chosen().partition(" ")
        await self._says(self.chance.choice((number, words, words.lower())))
        await self._goes_on()

    async def _back(self):
        await self._presses(self._now, "Back")
        await self._goes_on()

    async def _change(self):
        """Take up an earlier answer; what is then on the table is that question."""
        name = self.chance.choice(self._changeable())
        await self._says(f"change {list(self.asked).index(name)}")
        await self._reaches(name)

    async def _stale(self):
        """Press another option on a question that was answered before: nothing may change."""
        old, label = self.chance.choice(self._others())
        await self._presses(old, label)
        found = await self._sees(lambda m: "nothing was changed" in m.text and board(self.asked, m))
        self._now = board(self.asked, found)

    async def _why(self):
        """Why is told on the button, or where it is asked for in words by a message."""
        if self.chance.random() < 0.5:
            await self._presses(self._now, "Why?", answered=False)
        else:
            await self._says("/why")
            await self._sees(lambda m: "Source: " in m.text)

    async def _so_far(self):
        await self._says("so far")
        await self._sees(lambda m: "SO FAR" in m.text)

    def _chosen(self):
        """The label of an option, or of what leaves the question as it is; it is written into the model."""
        asks, labels = self._now.asks, self._now.message.labels
        options = {option["label"]: option["id"] for option in self.asked[asks]["options"]} | {
            "I don't know": "dont_know"
        }
        numbered = [label for label in labels if label.partition(" ")[2] in options]
        weights = [8 if asks == "scope" and label.startswith("1 ") else 2 for label in numbered]
        label = self.chance.choices(numbered, weights)[0]
        self.services[-1][asks] = options[label.partition(" ")[2]]
        return label

    def _changeable(self):
        """The answered questions that always apply and are not on the table."""
        given = self.services[-1]
        return [
            name
            for name, question in self.asked.items()
            if name in given and name not in {"scope", self._now.asks} and "when" not in question
        ]

    def _others(self):
        """The boards of questions that are not on the table, each with a label that was not its answer."""
        found = []
        for old in self._old:
            given = self.services[-1].get(old.asks)
            if old.asks != self._now.asks and given:
                labels = {
                    option["label"] for option in self.asked[old.asks]["options"] if option["id"] != given
                }
                found += [(old, one) for one in old.message.labels if one.partition(" ")[2] in labels]
        return found

    async def _goes_on(self):
        """Wait for the next board: an answer always leads to another question."""
        before = self._now.asks
        await self._reaches(lambda asks: asks not in {before, "name", "part"})

    async def _reaches(self, wanted):
        """Wait for a board that asks this."""
        fits = wanted if callable(wanted) else lambda asks: asks == wanted
        found = await self._sees(lambda m: (now := board(self.asked, m)) and fits(now.asks))
        self._now = board(self.asked, found)
        self.boards += 1
        if self._now.asks in self.asked:
            self._old.append(self._now)

    async def _sees(self, fits):
        """The bot's new message that fits; who is left alone for long asks where they are."""
        after, begun = self._now.message.id if self._now else 0, time.monotonic()
        while time.monotonic() - begun < STARVED:
            found = await self.person.telegram.wait_for(
                self.person.id, lambda m: m.id > after and m.own and fits(m), LEFT_ALONE
            )
            if found:
                return found
            self.reminded += 1
            await self._says("/resume")
        told = await self.person.transcript()
        raise AssertionError(f"{self.person} was left alone after {self.did}:\n{told}")

    async def _says(self, text):
        made = await self.person.telegram.do("says", person=self.person.id, chat=self.person.id, text=text)
        self.deeds.append(Deed(made["at"], answered=True))
        self.did.append(text)

    async def _presses(self, shown, label, *, answered=True):
        """Press a button; `answered` says that a message must follow."""
        facts = {"message": shown.message.id, "data": shown.data(label)}
        made = await self.person.telegram.do("presses", person=self.person.id, chat=self.person.id, **facts)
        self.deeds.append(Deed(made["at"], answered, made["query"]))
        self.did.append(f"[{label}] of {shown.asks} {shown.message.id}")

    async def _think(self, most):
        self.thought += most
        await asyncio.sleep(most)
