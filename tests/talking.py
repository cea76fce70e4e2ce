"""A two-ended driver: acts go in, replies come out, and the session is kept between."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.engine.step import open_session, step
from bot.model.session import Length
from bot.model.talk import Chose, Event, Heard, Hearing, Said, Start


@dataclass
class Talk:
    rules: object
    length: Length = Length.FULL
    count: int = 0
    replies: list = field(default_factory=list)

    def __post_init__(self):
        self.session = open_session(self.rules.dialogue, "en", self.length)

    def act(self, act, event_id=None):
        self.count += 1
        event = Event(event_id or f"e{self.count}", "2026-03-25T10:00:00Z", "me", act)
        after = step(self.rules, self.session, event)
        self.session = after.session
        self.replies = list(after.replies)
        return self.replies

    def begin(self, name="", part=""):
        self.act(Start())
        self.write(name)
        return self.write(part)

    def write(self, text):
        return self.act(Said(text, Heard(Hearing.EXACT if text else Hearing.EMPTY)))

    def answer(self, option):
        """Answer the question on the table by an option's id, several ids, or dont_know."""
        question = self.question
        if option == "dont_know":
            mask = question.every
        else:
            options = (option,) if isinstance(option, str) else option
            mask = self.rules.dialogue.mask(question.id, tuple(options))
        return self.act(Said("typed", Heard(Hearing.EXACT, (mask,))))

    def hear(self, how, *masks, text="typed", elsewhere=None):
        return self.act(Said(text, Heard(how, masks, elsewhere)))

    def choose(self, question, *options):
        return self.act(Chose(question, self.rules.dialogue.mask(question, options)))

    @property
    def question(self):
        return self.rules.dialogue.questions[self.session.focus]

    def run(self, answers, otherwise="dont_know"):
        """Answer until the check page, by question id; gives the ids asked, in order."""
        asked = []
        while self.session.stage.value == "asking":
            asked.append(self.question.id)
            self.answer(answers.get(self.question.id, otherwise))
        return asked
