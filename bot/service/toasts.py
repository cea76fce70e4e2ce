"""What is said at once to a press of a button? The answer that was tapped, or why a question is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.model.ids import QuestionId
from bot.model.meet import Meet
from bot.model.reply import Reply, Show, ShowTapped
from bot.model.session import Length
from bot.model.talk import Act, Ask, Chose, Topic
from bot.service.editions import Editions
from bot.service.turns import begin

MOST: Final = 200
"""Characters that a platform shows."""


@dataclass(frozen=True, slots=True)
class Toast:
    """A short note to whoever pressed."""

    text: str = ""


class Toasts:
    """Knows the newest questions and no session: what it says is true of the button, whatever it leads to."""

    def __init__(self, editions: Editions) -> None:
        self._editions = editions
        self._said: dict[tuple[str, str, Act], Toast] = {}

    def of(self, act: Act | Meet | None, language: str) -> Toast:
        """The note for an act."""
        match act:
            case Chose() | Ask(topic=Topic.WHY):
                digest = self._editions.current(language or None).digest
                key = (digest, language, act)
                if key in self._said:
                    return self._said[key]
                toast = self._toast(act, language)
                if toast.text:  # there are few of them; of what nobody here made there is no end
                    self._said = {one: told for one, told in self._said.items() if one[0] == digest}
                    self._said[key] = toast
                return toast
            case _:
                return Toast()

    def _toast(self, act: Chose | Ask, language: str) -> Toast:
        spoken = language or self._editions.current().rules.dialogue.language
        blank = begin(self._editions, Length.FULL, spoken)
        dialogue = blank.edition.rules.dialogue
        place = dialogue.index.get(QuestionId(act.question if isinstance(act, Chose) else act.about))
        if place is None:
            return Toast()
        every = dialogue.questions[place].every
        if isinstance(act, Chose):
            if not 0 < act.mask <= every:
                return Toast()
            reply: Reply = ShowTapped(place, act.mask)
        else:
            reply = Show(Topic.WHY, act.about)
        (page,) = blank.edition.voice.pages(blank.session, (reply,))
        first = page.text.partition("\n")[0]
        return Toast(first[:MOST])
