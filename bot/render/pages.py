"""How does a result, a list or an item read? Pages that somebody asked for, laid out by templates."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cached_property

from bot.engine.routing import asked, next_place
from bot.model.ids import AimId, ItemId, QuestionId
from bot.model.knowledge import Item, Kind, Knowledge
from bot.model.page import Choice, Page
from bot.model.reply import ShowMove, ShowWhatIf
from bot.model.session import Length, Session, Stage, finished
from bot.model.talk import Ask, Topic, WhatIf
from bot.model.verdict import Shown, Verdict
from bot.reasoning.assess import assess
from bot.reasoning.doubt import dropped, opened, results, still_matters
from bot.reasoning.rules import Rules
from bot.render.layouts import (
    CARD,
    CHECK,
    ITEM,
    LIST,
    MOVE,
    NEXT,
    NOT_SAID,
    PLAN,
    REASONS,
    SO_FAR,
    WHAT_IF,
    WISH,
    CardPage,
    CheckPage,
    Layout,
    ListPage,
    MovePage,
    NotSaidPage,
    PlanPage,
    ReasonsPage,
    SoFarPage,
    View,
    WhatIfPage,
)
from bot.render.offers import Groups, Offers
from bot.render.templates import Templates
from bot.render.view_types import ActionLine, AnswerLine, ClaimView, ItemView, NumberedLine
from bot.render.views import Views, brief
from bot.render.words import Words

LOOKED_UP = (
    Kind.TERM,
    Kind.BARRIER,
    Kind.ENABLER,
    Kind.CONCEPT,
    Kind.MODE,
    Kind.LIMIT,
    Kind.METHOD,
    Kind.READING,
    Kind.EXAMPLE,
    Kind.RUNG,
    Kind.NOTE,
    Kind.EDITORIAL,
)
"""Where a name is looked up, in this order: a glossary word first."""


class Pages:
    """Renders pages for one session; the verdict is worked out once, when first needed."""

    def __init__(
        self, words: Words, rules: Rules, knowledge: Knowledge, templates: Templates, session: Session
    ) -> None:
        self._words = words
        self._rules = rules
        self._knowledge = knowledge
        self._templates = templates
        self._session = session
        self.views = Views(words, rules, knowledge, session)
        self._offers = Offers(words, rules.dialogue, session)

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict on the session's sheet."""
        quick = self._session.length is Length.QUICK
        return assess(self._rules, self._knowledge, self._session.sheet, quick=quick)

    def result(self) -> tuple[Page, ...]:
        """The result card and, where there is a result to act on, what the designer wants."""
        view, day_only = self.views.card(self.verdict), self._session.part_only
        done = day_only and next_place(self._rules, self._session) is None
        card: CardPage = {**view, "day_only": day_only, "part_left": view["private"] and not done}
        shown = self._page(CARD, card, self._offers.result(out=card["out"], part=card["part_left"]))
        return (shown,) if card["out"] else (shown, self.wishes())

    def reasons(self) -> Page:
        """The answers that decide the result, and what of it rests on our readings."""
        view: ReasonsPage = {**self.views.card(self.verdict), "notes_full": self.notes()}
        return self._page(REASONS, view, self._offers.on())

    def barriers(self) -> Page:
        """What stands in the way."""
        view: ListPage = {
            "heading": "barriers_heading",
            "nothing": "barriers_none",
            "lines": self._numbered(self.verdict.barriers, 1),
            "perhaps": any(not shown.certain for shown in self.verdict.barriers),
        }
        return self._page(LIST, view, self._offers.listed(_called(Kind.BARRIER, self.verdict.barriers), 1))

    def enablers(self) -> Page:
        """What helps. Numbers run on from barriers to enablers, so that each number means one item."""
        view: ListPage = {
            "heading": "enablers_heading",
            "nothing": "enablers_none",
            "lines": self._numbered(self.verdict.enablers, len(self.verdict.barriers) + 1),
            "perhaps": any(not shown.certain for shown in self.verdict.enablers),
        }
        called = _called(Kind.ENABLER, self.verdict.enablers)
        return self._page(LIST, view, self._offers.listed(called, len(self.verdict.barriers) + 1))

    def not_said(self) -> Page:
        """What the result does not say."""
        return self._page(NOT_SAID, NotSaidPage(claims=self.limits()), self._offers.on())

    def limits(self) -> list[ClaimView]:
        """The claims that bound each possible result."""
        found: list[ClaimView] = []
        for result in self.verdict.results:
            rung = self._knowledge.find(Kind.RUNG, result)
            found += [self.views.claim(claim) for claim in rung.sections.get("not_said", ())] if rung else []
        return found

    def wish(self, aim: AimId) -> Page:
        """The nearest change towards an aim."""
        plan = next((plan for plan in self.verdict.plans if plan.aim == aim), None)
        return self._page(WISH, self.views.plan(plan, aim), self._offers.wish())

    def wishes(self) -> Page:
        """The aims to choose from."""
        view = self.views.next()
        choices = [
            Choice(str(at), aim.title[:34], aim.title, Ask(Topic.WISHES, str(at)))
            for at, aim in enumerate(self._words.dialogue.aims, start=1)
        ]
        text = self._templates.render(NEXT, view)
        return Page(text, tuple(choices), offers=self._offers.wishes(view["know"]))

    def item(self, text: str) -> Page:
        """The item that a person means by a name, or names that are near it."""
        item = self.find(text)
        if item:
            return self._page(ITEM, self.views.item(item), self._beside(item))
        known = {name: item.title for item in self._knowledge.items for name in _names(item)}
        near = (
            [] if text.isdecimal() else [known[name] for name in get_close_matches(text.lower(), known, n=3)]
        )
        lines = [self._words.say("term_unknown", text=text)]
        listed = len(self.verdict.barriers) + len(self.verdict.enablers) if self._lists(text) else 0
        if listed:
            lines.append(self._words.say("list_ends", last=listed))
        elif near:
            lines.append(self._words.say("term_near", near=self._words.say("or").join(dict.fromkeys(near))))
        else:
            lines.append(self._words.say("term_list"))
        return Page("\n".join(lines), offers=self._offers.on())

    def _lists(self, text: str) -> bool:
        """Whether a text can only have been a number of the list of barriers and enablers."""
        listing = self._session.listing
        shown = listing is not None and listing.topic in (Topic.BARRIERS, Topic.ENABLERS)
        return text.isdecimal() and (shown or self._session.stage is Stage.RESULT)

    def _beside(self, item: Item) -> Groups:
        """The cards before and after a barrier or an enabler of the result; of other items, where one was."""
        lists = {
            Kind.BARRIER: (Topic.BARRIERS, "barriers"),
            Kind.ENABLER: (Topic.ENABLERS, "enablers"),
        }
        if item.kind not in lists or not finished(self._session):
            return self._offers.on()
        topic, name = lists[item.kind]
        called = _called(item.kind, getattr(self.verdict, name))
        here = f"{item.kind}/{item.id}"
        return self._offers.card(called, called.index(here), topic) if here in called else self._offers.on()

    def find(self, text: str) -> Item | None:
        """The item of that id, title or other name; a kind and a slash before an id tell two of one id apart."""
        wanted = text.strip().lower().rstrip("?.")
        kind, slash, name = wanted.partition("/")
        if slash and kind in list(Kind):
            return self._knowledge.find(Kind(kind), ItemId(name))
        for kind in LOOKED_UP:
            for item in self._knowledge.of(kind):
                if wanted in _names(item):
                    return item
        return None

    def why(self, place: int) -> Page:
        """Why a question is asked, whether it still matters, and the source."""
        question = self._words.dialogue.questions[place]
        live = place in still_matters(self._rules, opened(self._rules, self._without(place)))
        key = "why_decides" if live else "why_settled" if question.decides else "why_advice"
        key = "why_scope" if question.given else key
        source = self.views.place_of(question.source)
        lines = [
            self._words.plain(question.why),
            self._words.say(key),
            self._words.say("why_source", source=source),
        ]
        return Page("\n".join(lines), offers=self._offers.on())

    def check(self) -> Page:
        """The answers, each by its number."""
        more = next_place(self._rules, self._session) is not None
        view: CheckPage = {
            "prompts": self.views.prompts(),
            "answers": self.answers(),
            "evidence_lines": [{**one, "text": brief(one["text"])} for one in self.views.evidence()],
            "set_aside": self.set_aside(),
            "more": more,
        }
        numbers = self._numbers()
        offers = self._offers.check(numbers, more=more)
        return Page(self._templates.render(CHECK, view), offers=offers, asks=CHECK.name)

    def so_far(self) -> Page:
        """The answers until now and the results still possible."""
        possible = results(self._rules, opened(self._rules, self._session.sheet))
        titles = [self._words.label(result) for result in possible]
        more = next_place(self._rules, self._session) is not None
        view: SoFarPage = {"answers": self.answers(), "possible": titles, "more": more}
        return Page(self._templates.render(SO_FAR, view), offers=self._offers.on())

    def what_if(self, reply: ShowWhatIf) -> Page:
        """The result with another answer, or without one of our readings."""
        if reply.without and reply.without not in self._words.dialogue.readings:
            known = ", ".join(self._words.dialogue.readings)
            return Page(self._words.say("what_if_no_reading", reading=reply.without, readings=known))
        rules = self._rules.setting_aside(reply.without) if reply.without else self._rules
        mine = results(self._rules, opened(self._rules, self._session.sheet))
        tried = results(rules, opened(rules, reply.sheet))
        view: WhatIfPage = {
            "question": None,
            "reading": None,
            "same": mine == tried,
            "results": self.views.results(tried),
        }
        if reply.place is not None:
            question = self._words.dialogue.questions[reply.place]
            options = self._words.dialogue.options(reply.place, reply.mask)
            view["question"] = self.views.question(question.id, options)
        if reply.without:
            item = self._knowledge.find(Kind.READING, reply.without)
            view["reading"] = {"id": reply.without, "title": item.title if item else reply.without}
        return self._page(WHAT_IF, view, self._offers.on())

    def what_if_of(self, about: str) -> Page:
        """The answers to try otherwise by number, or the other answers to one question."""
        say = self._words.say
        if not about:
            lines = [
                say("check_line", number=one["number"], short=one["short"], answer=one["answer"])
                for one in self.answers()
            ]
            text = [f"# {say('what_if_heading')}", *lines, say("what_if_pick")]
            return Page("\n".join(text), offers=self._offers.tried(self._numbers()))
        question = self._words.dialogue.questions[self._rules.dialogue.index[QuestionId(about)]]
        choices = [
            Choice(str(at), option.label, option.long, WhatIf(question.id, 1 << at - 1))
            for at, option in enumerate(question.options, start=1)
        ]
        text = [f"# {say('what_if_heading')}", question.text, say("what_if_other")]
        return Page("\n".join(text), tuple(choices), offers=self._offers.on())

    def move(self, reply: ShowMove) -> Page:
        """What changing over to this version would mean for the session, or what it has changed."""
        moving = reply.moving
        view: MovePage = {
            "done": reply.done,
            "carried": moving.carried,
            "reworded": [self._words.dialogue.questions[place].short for place in moving.reworded],
            "gone": list(reply.gone),
            "fresh": [self._words.dialogue.questions[place].short for place in moving.fresh],
            "same": moving.before == moving.after,
            "certain": len(moving.after) == 1,
            "before": reply.before,
            "after": self._words.labels(moving.after),
            "later": reply.done and finished(self._session) and bool(moving.fresh or moving.gone),
        }
        offers = () if reply.done else self._offers.moving()
        return Page(self._templates.render(MOVE, view), offers=offers, stays=True)

    def plan(self) -> Page:
        """The action plan and the first steps to choose from."""
        view: PlanPage = {"actions": self.actions(), "first": self.views.first_steps(self.verdict)}
        steps = [(step["number"], str(step["id"])) for step in view["first"]]
        return self._page(PLAN, view, self._offers.plan(steps))

    def ask_action(self) -> Page:
        """Who does an action, or by when, with what was said so far."""
        action = self._session.notebook.actions[self._session.focus]
        owning = self._session.stage is Stage.OWNING
        written = action.owner if owning else action.due
        asked = self._words.say("ask_owner" if owning else "ask_date")
        lines = (self.action(action.item), asked, self._words.so_far(written))
        return Page("\n".join(lines), offers=self._offers.action(written), asks=self._session.stage.value)

    def actions(self) -> list[ActionLine]:
        """The lines of the action plan."""
        return [
            {"action": self.action(action.item), "owner": action.owner, "due": action.due}
            for action in self._session.notebook.actions
        ]

    def action(self, name: ItemId) -> str:
        """The first step of an enabler as a line for an action list."""
        item = self._knowledge.find(Kind.ENABLER, name)
        return item.action if item else name

    def first_step(self, number: str) -> ItemId | None:
        """The enabler behind a number of the list of first steps."""
        steps = {str(step["number"]): step["id"] for step in self.views.first_steps(self.verdict)}
        return steps.get(number)

    def listed(self, number: str) -> str | None:
        """The title of the item behind a number of the list of barriers, then of enablers: a term may share its id."""
        shown = [s.item for s in (*self.verdict.barriers, *self.verdict.enablers)]
        known = number.isdecimal() and 0 < int(number) <= len(shown)
        return self.views.item_title(shown[int(number) - 1]) if known else None

    def answers(self) -> list[AnswerLine]:
        """Every answer that counts, by number."""
        quick = self._session.length is Length.QUICK
        order = self._words.dialogue.order(quick=quick)
        lines: list[AnswerLine] = []
        for place in sorted(asked(self._rules, self._session), key=order.index):
            question = self._words.dialogue.questions[place]
            mask = self._session.sheet[place]
            lines.append(
                {
                    "number": order.index(place),
                    "short": question.short,
                    "text": question.text,
                    "answer": self._words.short_answer(place, mask),
                    "full": self._words.answer(place, mask),
                }
            )
        return lines

    def _numbers(self) -> list[tuple[int, QuestionId]]:
        """The answers that count: their numbers and questions."""
        order = self._words.dialogue.order(quick=self._session.length is Length.QUICK)
        places = sorted(asked(self._rules, self._session), key=order.index)
        return [(order.index(place), self._words.dialogue.questions[place].id) for place in places]

    def _page(self, layout: Layout[View], view: View, offers: Groups) -> Page:
        return Page(self._templates.render(layout, view), result=True, offers=offers)

    def _numbered(self, shown: tuple[Shown, ...], first: int) -> list[NumberedLine]:
        return [{"number": number, **self.views.line(one)} for number, one in enumerate(shown, start=first)]

    def notes(self) -> list[ItemView]:
        """The contradictions and cautions that are certain, in full."""
        items = [self._knowledge.find(Kind.NOTE, shown.item) for shown in self.verdict.notes if shown.certain]
        return [self.views.item(item) for item in items if item]

    def set_aside(self) -> str:
        """The questions whose answers do not count, in one line."""
        quick = self._session.length is Length.QUICK
        left_out = dropped(self._rules, self._session.sheet)
        return self._words.named((given.question for given in left_out), quick=quick)

    def _without(self, place: int) -> tuple[int, ...]:
        sheet = self._session.sheet
        return (*sheet[:place], 0, *sheet[place + 1 :])


def _called(kind: Kind, shown: tuple[Shown, ...]) -> tuple[str, ...]:
    """What to ask for to see these items of one kind."""
    return tuple(f"{kind}/{one.item}" for one in shown)


def _names(item: Item) -> set[str]:
    return {
        item.id.lower(),
        item.id.replace("-", " ").lower(),
        item.title.lower(),
        *(a.lower() for a in item.aka),
    }
