"""What is said at once to a press of a button? The answer that was tapped, or why a question is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.model.ids import QuestionId
from bot.model.meet import Deed, Meet
from bot.model.reply import Line, Reply, Show, ShowTapped, Tell
from bot.model.session import Length
from bot.model.talk import Act, Ask, Chose, Topic
from bot.service.editions import Editions
from bot.service.turns import Standing, begin

MOST: Final = 200
"""Characters that a platform shows."""


@dataclass(frozen=True, slots=True)
class Toast:
    """A short note to whoever pressed; `alert`: it stays until they have read it."""

    text: str = ""
    alert: bool = False


class Toasts:
    """Knows the newest questions and no session: what it says is true of the button, whatever it leads to."""

    def __init__(self, editions: Editions) -> None:
        self._editions = editions
        self._said: dict[tuple[str, str, Act], Toast] = {}

    def of(self, act: Act | Meet | None, language: str) -> Toast:
        """The note for an act."""
        match _meant(act) if isinstance(act, Meet) else act:
            case (Chose() | Ask(topic=Topic.WHY)) as told:
                return self._remembered(told, language)
            case _:
                return Toast()

    def outsider(self, language: str) -> Toast:
        """The note for somebody who would take part in a workshop of a group that they are not in."""
        return Toast(self._words(self._blank(language), Tell(Line.WORKSHOP_NOT_A_MEMBER)), alert=True)

    def _remembered(self, act: Chose | Ask, language: str) -> Toast:
        digest = self._editions.current(language or None).digest
        key = (digest, language, act)
        if key in self._said:
            return self._said[key]
        toast = self._toast(act, language)
        if toast.text:  # there are few of them; of what nobody here made there is no end
            self._said = {one: told for one, told in self._said.items() if one[0] == digest}
            self._said[key] = toast
        return toast

    def _toast(self, act: Chose | Ask, language: str) -> Toast:
        blank = self._blank(language)
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
        return Toast(self._words(blank, reply))

    def _blank(self, language: str) -> Standing:
        """A session in which nothing was said, in that language."""
        return begin(
            self._editions, Length.FULL, language or self._editions.current().rules.dialogue.language
        )

    def _words(self, blank: Standing, reply: Reply) -> str:
        """The first line of a reply, as much of it as is shown."""
        (page,) = blank.edition.voice.pages(blank.session, (reply,))
        return page.text.partition("\n")[0][:MOST]


def _meant(meet: Meet) -> Chose | Ask | None:
    """What a deed in a workshop says of a question, as it would be said outside one."""
    if meet.deed is Deed.WHY:
        return Ask(Topic.WHY, meet.about)
    mask, _, question = meet.about.partition(".")
    try:
        return Chose(QuestionId(question), int(mask, 16)) if meet.deed is Deed.VOTE else None
    except ValueError:  # nobody here made it
        return None
