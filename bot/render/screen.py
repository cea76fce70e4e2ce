"""How does a question or a short message read? Everything that is needed before a result, without a template engine."""

from __future__ import annotations

from typing import Final, assert_never

from bot.engine.routing import applies, asked, waiting
from bot.model.house import Privacy
from bot.model.ids import QuestionId
from bot.model.page import Choice, Page
from bot.model.reply import (
    AskDoubt,
    AskPrompt,
    AskQuestion,
    CameBack,
    FellAway,
    LeftOut,
    Line,
    ShowAnswered,
    ShowLanguages,
    ShowNamed,
    ShowServices,
    ShowTapped,
    Tell,
)
from bot.model.session import Length, Session
from bot.model.talk import Chose
from bot.model.verdict import Given
from bot.reasoning.rules import Rules
from bot.render.offers import Offers
from bot.render.words import Words

STAYS: Final = frozenset({Line.NOTE_HINT, Line.PREVIOUS_VERSION})
"""What is told once, and must not go when the question below it is answered."""


def back(question: QuestionId) -> str:
    """What a page asks that asks back about an answer."""
    return f"{question}?"


class Screen:
    """Renders the replies of one session's step. `rules` is asked only for progress."""

    def __init__(self, words: Words, rules: Rules, session: Session) -> None:
        self._words = words
        self._rules = rules
        self._session = session
        self._quick = session.length is Length.QUICK
        self._offers = Offers(words, words.dialogue, session)

    def question(self, reply: AskQuestion) -> Page:
        """The question with its progress, its help, and the answer it has so far."""
        question = self._words.dialogue.questions[reply.place]
        lines = [f"# {self._progress(reply.place)}" if reply.place else f"# {question.part}", question.text]
        if question.help:
            lines.append(question.help)
        if not self._session.trail:
            lines.append(self._words.say("hint_more"))
        given = self._session.sheet[reply.place]
        if given:
            answer = self._words.short_answer(reply.place, given)
            lines.append(self._words.say("current_answer", answer=answer))
        offers = self._offers.question(reply.place)
        return Page("\n".join(lines), self._choices(reply.place), offers=offers, asks=question.id)

    def prompt(self, reply: AskPrompt) -> Page:
        """A free-text prompt, with what was written so far, or that it is optional."""
        prompt = self._words.dialogue.prompts[reply.place]
        written = self._words.so_far(self._session.notebook.prompts.get(prompt.id, ""))
        lines = filter(None, (prompt.text, prompt.help, written))
        return Page("\n".join(lines), offers=self._offers.prompt(reply.place), asks=prompt.id)

    def doubt(self, reply: AskDoubt) -> Page:
        """What was meant: one answer to confirm, or candidates to choose from."""
        place = self._words.dialogue.index[reply.doubt.question]
        name, masks, asks = reply.doubt.question, reply.doubt.masks, back(reply.doubt.question)
        offers = self._offers.doubt(reply.doubt)
        if len(masks) == 1:
            told = self._words.say("doubt_one", answer=self._words.answer(place, masks[0]))
            return Page(told, offers=offers, asks=asks)
        key = "doubt_several" if reply.doubt.several else "doubt_between"
        choices = tuple(
            Choice(
                str(mask.bit_length()),
                self._words.short_answer(place, mask)[:34],
                self._words.answer(place, mask),
                Chose(name, mask, on_table=True),
            )
            for mask in masks
        )
        return Page(self._words.say(key), choices, offers=offers, asks=asks)

    def told_again(self, reply: ShowAnswered | ShowNamed | ShowTapped) -> Page:
        """What somebody has answered, as it reads afterwards."""
        match reply:
            case ShowAnswered():
                return self.answered(reply)
            case ShowNamed():
                return self.named(reply)
            case ShowTapped():
                return self.tapped(reply)
            case _:
                assert_never(reply)

    def answered(self, reply: ShowAnswered) -> Page:
        """The question, and the answer that it has now; of what was asked back, the answer alone."""
        question = self._words.dialogue.questions[reply.place]
        open_now = reply.mask == question.every
        echo = (
            self._words.say("left_open")
            if open_now
            else self._answered(Tell(Line.YOU_SAID, reply.place, reply.mask))
        )
        if reply.doubt:
            return Page(echo, asks=back(question.id))
        return Page(f"# {question.text}\n{echo}", asks=question.id)

    def tapped(self, reply: ShowTapped) -> Page:
        """The answer that was tapped."""
        return Page(self._words.say("you_tapped", answer=self._words.short_answer(reply.place, reply.mask)))

    def services(self, reply: ShowServices) -> Page:
        """The services to choose from."""
        names = [name or self._words.say("unnamed") for _, name in reply.services]
        lines = [
            self._words.say("list_number", number=at, text=name) for at, name in enumerate(names, start=1)
        ]
        offers = self._offers.services(reply.services)
        return Page("\n".join((self._words.say("services"), *lines)), offers=offers)

    def named(self, reply: ShowNamed) -> Page:
        """The prompt, and what was written, if anything was. At first it stands with the welcome, which stays as it is."""
        prompt = self._words.dialogue.prompts[reply.place]
        if not reply.place and not any(self._session.sheet):
            return Page("", asks=prompt.id)
        written = self._session.notebook.prompts.get(prompt.id, "")
        return Page(f"# {prompt.text}\n{written or self._words.say('left_empty')}", asks=prompt.id)

    def languages(self, reply: ShowLanguages) -> Page:
        """The languages to choose from."""
        names = ", ".join(name for _, name in reply.languages)
        key = "languages" if reply.languages[1:] else "language_one"
        return Page(self._words.say(key, languages=names), offers=self._offers.languages(reply.languages))

    def fell_away(self, reply: FellAway) -> Page:
        """The answers that a change made void, by name."""
        return Page("\n".join((self._words.say("fell_away"), *map(self.fallen, reply.answers))), stays=True)

    def came_back(self, reply: CameBack) -> Page:
        """The answers that count again."""
        return Page("\n".join((self._words.say("came_back"), *map(self.fallen, reply.answers))), stays=True)

    def fallen(self, answer: Given) -> str:
        """An answer as a line of a list."""
        place = self._words.dialogue.index[answer.question]
        mask = self._words.dialogue.mask(answer.question, answer.options)
        return self._words.say(
            "fell_line",
            number=self.number(place),
            short=self._words.dialogue.questions[place].short,
            answer=self._words.short_answer(place, mask),
        )

    def left_out(self, reply: LeftOut) -> Page:
        """The numbers that are passed over, so that a jump is no surprise."""
        numbers = [str(self.number(place)) for place in reply.places]
        key = "left_out_one" if len(numbers) == 1 else "left_out"
        return Page(self._words.say(key, numbers=", ".join(numbers)), stays=True)

    def privacy(self, facts: Privacy) -> Page:
        """What is kept, until when, and how it goes at once."""
        say = self._words.say
        lines = [say("privacy_heading"), say("privacy_session", date=facts.until)]
        lines.append(say("privacy_platform") if facts.platform else say("privacy_machine"))
        lines += ["", say("privacy_forget")]
        if facts.contact:
            lines.append(say("privacy_contact", contact=facts.contact))
        return Page("\n".join(lines), offers=self._offers.privacy())

    def tell(self, reply: Tell) -> Page:
        """A short message."""
        offers = self._offers.told(reply.line, reply.text)
        return Page(self._told(reply), offers=offers, stays=reply.line in STAYS)

    def _told(self, reply: Tell) -> str:
        if reply.line in (Line.YOU_SAID, Line.KEPT):
            return self._answered(reply)
        if reply.line is Line.UNREADABLE:
            example = self._words.say(f"example_{reply.text}", last=len(self._words.dialogue.questions) - 1)
            if reply.text == "forget":
                return example
            key = "unreadable_text" if reply.given else "unreadable"
            return self._words.say(key, given=reply.given, example=example)
        slots: dict[str, object] = {"text": reply.text, "count": self._count()}
        slots["keeps"] = self._words.say("keeps_draft")
        slots["minutes"] = self._words.say("minutes_quick" if self._quick else "minutes_full")
        if reply.place is not None:
            question = self._words.dialogue.questions[reply.place]
            slots |= {
                "number": self.number(reply.place),
                "short": question.short,
                "last": len(question.options) + 1,
            }
        if reply.line is Line.ELSEWHERE:
            other = self._words.dialogue.index[QuestionId(reply.text)]
            slots |= {"other": self.number(other), "other_short": self._words.dialogue.questions[other].short}
        return self._words.say(reply.line, **slots)

    def number(self, place: int) -> int:
        """The number by which people call a question in this session."""
        return self._words.dialogue.number(place, quick=self._quick)

    def _count(self) -> int:
        """How many questions there are at most."""
        dialogue = self._words.dialogue
        return len(dialogue.quick) if self._quick else len(dialogue.questions) - 1

    def _answered(self, reply: Tell) -> str:
        place = reply.place or 0
        question = self._words.dialogue.questions[place]
        answer = self._words.answer(place, reply.mask)
        if reply.line is Line.YOU_SAID and reply.mask == question.every:
            return self._words.say("you_dont_know")
        if reply.line is Line.YOU_SAID and reply.mask.bit_count() > 1:
            return self._words.say("you_set", answer=self._words.short_answer(place, reply.mask))
        return self._words.say(reply.line, answer=answer.rstrip("."))

    def _choices(self, place: int) -> tuple[Choice, ...]:
        name, options = (
            self._words.dialogue.questions[place].id,
            self._words.dialogue.questions[place].options,
        )
        listed = [
            Choice(str(at), option.label, option.long, Chose(name, 1 << at - 1, on_table=True))
            for at, option in enumerate(options, start=1)
        ]
        unsure = self._words.say("dont_know")
        return (*listed, Choice(str(len(options) + 1), unsure, unsure))

    def _progress(self, place: int) -> str:
        """Exact once every question that is left is certain to be asked."""
        left = [at for at in waiting(self._rules, self._session) if at]
        order = self._words.dialogue.order(quick=self._quick)
        if self._quick and self._session.sheet[place]:  # nobody knows how many its new answer calls for
            return self._words.say("progress_again", number=order.index(place))
        counted = asked(self._rules, self._session)
        total = max(map(order.index, (*left, *counted, place)))
        sure = not self._quick and all(self._certain(at) for at in left)
        key = "progress" if sure else "progress_about"
        return self._words.say(key, number=order.index(place), total=total)

    def _certain(self, place: int) -> bool:
        reads = self._rules.guard_reads[place]
        return all(self._session.sheet[at].bit_count() == 1 for at in reads) and applies(
            self._rules, self._session, place
        )
