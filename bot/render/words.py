"""Which words stand for this? Messages by key, with their slots filled; answers, questions and results by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from bot.model.dialogue import Dialogue
from bot.model.errors import ContentError, Fault
from bot.model.ids import QuestionId, ResultId
from bot.model.markup import LINK


class Words:
    """One language's words for one dialogue. `titles` gives the glossary's titles, when a text first needs them."""

    def __init__(
        self, messages: Mapping[str, str], dialogue: Dialogue, titles: Callable[[], Mapping[str, str]]
    ) -> None:
        self.messages = messages
        self._titles = titles
        self.dialogue = dialogue

    def say(self, key: str, **slots: object) -> str:
        """The message of that key with its slots filled; ContentError where the message or a slot is not known."""
        try:
            return self.messages[key].rstrip("\n").format_map(slots)
        except KeyError as error:
            raise ContentError([_unsaid(key, self.messages, slots, str(error.args[0]))]) from error

    def saying(self, messages: Mapping[str, str]) -> Words:
        """The same words, with these messages in place of those of their keys."""
        return Words({**self.messages, **messages}, self.dialogue, self._titles)

    def plain(self, text: str) -> str:
        """The text with its glossary links as plain words."""
        if "[[" not in text:
            return text
        return LINK.sub(lambda link: (link[2] or "")[1:] or self._titles()[link[1]].lower(), text)

    def answer(self, place: int, mask: int) -> str:
        """The answers of a mask in full words; all of them are "I don't know"."""
        question = self.dialogue.questions[place]
        if mask == question.every:
            return self.say("dont_know")
        return self.say("or").join(o.long for at, o in enumerate(question.options) if mask >> at & 1)

    def short_answer(self, place: int, mask: int) -> str:
        """The same in the words of buttons."""
        question = self.dialogue.questions[place]
        if mask == question.every:
            return self.say("dont_know")
        return self.say("or").join(o.label for at, o in enumerate(question.options) if mask >> at & 1)

    def so_far(self, written: str) -> str:
        """What stands for a free text already, and how it stays or goes; that it is optional, where nothing does."""
        return self.say("current_text", text=written) if written else self.say("optional")

    def label(self, result: ResultId) -> str:
        """A result's short name."""
        return next(one.label for one in self.dialogue.results if one.id == result)

    def labels(self, results: Iterable[ResultId]) -> str:
        """Several results by their short names, in one line."""
        return self.say("or").join(map(self.label, results))

    def named(self, questions: Iterable[QuestionId], *, quick: bool) -> str:
        """Questions by number and short name, in one line."""
        places = [self.dialogue.index[question] for question in questions]
        return ", ".join(
            f"{self.dialogue.number(place, quick=quick)} {self.dialogue.questions[place].short}"
            for place in places
        )


def _unsaid(key: str, messages: Mapping[str, str], slots: Mapping[str, object], missing: str) -> Fault:
    from bot.render import wording  # noqa: PLC0415 - only a fault needs it

    if key not in messages:
        return wording.no_message(key, messages)
    return wording.no_slot(key, missing, slots)
