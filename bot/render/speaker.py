"""What is said for a step? Replies to pages, in one language; what needs a template is loaded when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, assert_never

from bot.engine.routing import out_of_scope
from bot.model.ids import AimId, QuestionId, ResultId
from bot.model.meet import Outside
from bot.model.page import Document, Page
from bot.model.reply import (
    AskAction,
    AskDoubt,
    AskPrompt,
    AskQuestion,
    CameBack,
    Erase,
    FellAway,
    LeftOut,
    PickAction,
    Reply,
    Show,
    ShowAnswered,
    ShowLanguages,
    ShowMove,
    ShowNamed,
    ShowPrivacy,
    ShowServices,
    ShowTapped,
    ShowWhatIf,
    Tell,
)
from bot.model.session import Length, Session, Stage
from bot.model.talk import Act, Ask, Heard, Hearing, Said, Topic
from bot.model.verdict import Given
from bot.reasoning.rules import Rules
from bot.render.offers import Offers
from bot.render.screen import Screen
from bot.render.words import Words

if TYPE_CHECKING:
    from bot.model.knowledge import Knowledge
    from bot.render.pages import Pages
    from bot.render.templates import Templates
    from bot.render.workshop.hall import Hall
    from bot.workshop.meeting import Meeting


class Speaker:
    """One language's voice. Knowledge and templates come by call, so that a first question loads neither."""

    def __init__(
        self,
        rules: Rules,
        messages: Mapping[str, str],
        knowledge: Callable[[], Knowledge],
        templates: Callable[[], Mapping[str, str]],
    ) -> None:
        self._rules = rules
        self._load_knowledge = knowledge
        self._load_templates = templates
        self.words = Words(messages, rules.dialogue, lambda: self._term_titles)

    def pages(self, session: Session, replies: Sequence[Reply]) -> tuple[Page, ...]:
        """The pages for a step's replies, in order."""
        return tuple(page for reply in replies for page in self._pages(session, reply))

    def resolve(self, session: Session, act: Act) -> Act:
        """The act with a number of a list replaced by what stands there."""
        match act:
            case Ask(topic=Topic.PLAN, about=number) if number.isdecimal():
                step = self.about(session).first_step(number)
                return replace(act, about=step) if step else Said("", Heard(Hearing.UNCLEAR))
            case Ask(topic=Topic.TERM, about=number) if number.isdecimal() and (
                session.stage is Stage.RESULT or session.listing
            ):
                return replace(act, about=self.about(session).listed(number) or number)
        return act

    def report(self, session: Session, form: str, date: str) -> Document:
        """The report in a form: md or html."""
        from bot.render.report import Report  # noqa: PLC0415 - only a report needs it

        report = Report(self.about(session), self.words, self.knowledge, session)
        return Document(f"tango-report.{form}", report.text(self._templates, form, date))

    def data(self, session: Session) -> Mapping[str, object]:
        """The documented object for a session's answers (design 8)."""
        from bot.reasoning.assess import assess  # noqa: PLC0415 - a first question judges nothing
        from bot.render.data import as_data  # noqa: PLC0415 - as above

        quick = session.length is Length.QUICK
        verdict = assess(self._rules, self.knowledge, session.sheet, quick=quick)
        return as_data(self._rules.dialogue, session.language, verdict)

    def fallen(self, session: Session, answers: Sequence[Given]) -> tuple[str, ...]:
        """Each answer as a line of a list."""
        screen = Screen(self.words, self._rules, session)
        return tuple(screen.fallen(answer) for answer in answers)

    def labels(self, results: Sequence[ResultId]) -> str:
        """Results in one line."""
        return self.words.labels(results)

    def hall(self, meeting: Meeting, name: str) -> Hall:
        """The voice of a workshop, by its id."""
        from bot.render.workshop.hall import Books, Hall  # noqa: PLC0415 - only a workshop needs it

        books = Books(knowledge=lambda: self.knowledge, templates=lambda: self._templates)
        return Hall(self.words, self._rules, books, meeting, name)

    def outside(self, line: Outside) -> Page:
        """What is said to somebody who is in no workshop."""
        return Page(self.words.say(line.value))

    def about(self, session: Session) -> Pages:
        """The pages of one session; loads the knowledge base and the template engine."""
        from bot.render.pages import Pages  # noqa: PLC0415 - jinja2 takes longer than a first question may

        return Pages(self.words, self._rules, self.knowledge, self._templates, session)

    def _pages(self, session: Session, reply: Reply) -> tuple[Page, ...]:  # noqa: C901, PLR0911, PLR0912 - one case a reply
        screen = Screen(self.words, self._rules, session)
        match reply:
            case AskQuestion():
                return (screen.question(reply),)
            case AskPrompt():
                return (screen.prompt(reply),)
            case AskDoubt():
                return (screen.doubt(reply),)
            case FellAway():
                return (screen.fell_away(reply),)
            case CameBack():
                return (screen.came_back(reply),)
            case LeftOut():
                return (screen.left_out(reply),)
            case Tell():
                return (screen.tell(reply),)
            case Show():
                return self._shown(session, reply)
            case ShowWhatIf():
                return (self.about(session).what_if(reply),)
            case ShowMove():
                return (self.about(session).move(reply),)
            case ShowPrivacy(facts=facts):
                return (screen.privacy(facts),)
            case ShowLanguages():
                return (screen.languages(reply),)
            case ShowAnswered() | ShowNamed() | ShowTapped():
                return (screen.told_again(reply),)
            case ShowServices():
                return (screen.services(reply),)
            case PickAction():
                return (self.about(session).plan(),)
            case AskAction():
                return (self.about(session).ask_action(),)
            case Erase():
                return ()
            case _:
                assert_never(reply)

    def _shown(self, session: Session, reply: Show) -> tuple[Page, ...]:
        match reply.topic:
            case Topic.HELP:
                return (self._help(session),)
            case Topic.RESULT:
                return self.about(session).result()
            case Topic.WISHES if reply.about:
                return (self._wish(session, reply.about),)
            case Topic.WHY:
                return (
                    self.about(session).why(
                        self._rules.dialogue.index.get(QuestionId(reply.about), session.focus)
                    ),
                )
            case Topic.TERM:
                return (self.about(session).item(reply.about),)
            case Topic.WHAT_IF:
                return (self.about(session).what_if_of(reply.about),)
            case Topic.DATA:
                return (Page(self.words.say("data_copy"), offers=self._offers(session).on()),)
            case Topic.REPORT if reply.about:
                return (Page(self.words.say("report_ready"), offers=self._offers(session).on()),)
            case Topic.REPORT | Topic.QUESTION | Topic.PRIVACY | Topic.LANGUAGE | Topic.SERVICES:
                return ()
            case _:
                return (self._page_of(session, reply.topic),)

    def _page_of(self, session: Session, topic: Topic) -> Page:
        pages = self.about(session)
        plain = {
            Topic.CHECK: pages.check,
            Topic.SO_FAR: pages.so_far,
            Topic.REASONS: pages.reasons,
            Topic.BARRIERS: pages.barriers,
            Topic.ENABLERS: pages.enablers,
            Topic.NOT_SAID: pages.not_said,
            Topic.WISHES: pages.wishes,
            Topic.PLAN: pages.plan,
        }
        return plain[topic]()

    def _wish(self, session: Session, number: str) -> Page:
        aims = self._rules.dialogue.aims
        if number.isdecimal() and 0 < int(number) <= len(aims):
            return self.about(session).wish(AimId(aims[int(number) - 1].id))
        if number == str(len(aims) + 1):
            return Page(self.words.say("wish_know"), offers=self._offers(session).known())
        return Page(self.words.say("result_unclear"))

    def _offers(self, session: Session) -> Offers:
        return Offers(self.words, self._rules.dialogue, session)

    def _help(self, session: Session) -> Page:
        asking = session.stage in (Stage.NAMING, Stage.ASKING, Stage.CHECKING)
        outside = out_of_scope(self._rules, session)
        key = "help_asking" if asking else "help_out" if outside else "help_result"
        text = self.words.say(key, aims=len(self._rules.dialogue.aims) + 1)
        return Page(text, offers=self._offers(session).on())

    @cached_property
    def knowledge(self) -> Knowledge:
        """The knowledge base, loaded when first needed."""
        return self._load_knowledge()

    @cached_property
    def _templates(self) -> Templates:
        from bot.render.templates import Templates, check  # noqa: PLC0415 - jinja2, as above

        texts = self._load_templates()
        check(texts)
        return Templates(texts, self.words.say)

    @cached_property
    def _term_titles(self) -> Mapping[str, str]:
        from bot.model.knowledge import Kind  # noqa: PLC0415 - as above

        return {item.id: item.title for item in self.knowledge.of(Kind.TERM)}
