"""What does a page say of a verdict? Verdicts and items as words by name, for templates that only lay out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.engine.routing import opened_part
from bot.model.dialogue import FaceCondition, Place
from bot.model.ids import OUT_OF_SCOPE, ItemId, QuestionId, ReadingId, ResultId
from bot.model.knowledge import Claim, Item, Kind, Knowledge
from bot.model.session import Length, Session
from bot.model.verdict import Change, Plan, Shown, Verdict
from bot.reasoning.rules import NOT_ASKED, Rules
from bot.render.layouts import NextPage
from bot.render.view_types import (
    AimLine,
    CardView,
    ChangeLine,
    ClaimView,
    FaceMode,
    FaceView,
    FactLine,
    ItemView,
    NoteLine,
    PromptLine,
    QuestionLine,
    ReadingLine,
    SectionName,
    SectionView,
    ShownLine,
    StepLine,
    WishView,
)
from bot.render.words import Words

INITIALS = re.compile(r",?\s+(?:[A-Z]\.[ -]?)+(?=,|\s|$)")

WATCHED = 2
"""So many barriers and first steps stand on the card; the rest comes by asking."""


STEPS = 6
"""So many first steps are offered for a plan: a longer list is no plan."""

LONGEST_NAME = 60

HELPS = 2
"""So many enablers stand beside a change."""


class Views:
    """Turns what reasoning found into words for one session."""

    def __init__(self, words: Words, rules: Rules, knowledge: Knowledge, session: Session) -> None:
        self._words = words
        self._rules = rules
        self._knowledge = knowledge
        self._session = session
        self._quick = session.length is Length.QUICK

    # -- names

    def result_title(self, result: ResultId) -> str:
        """How a result is said to people."""
        rung = self._knowledge.find(Kind.RUNG, result)
        return rung.title if rung else result

    def results(self, results: Iterable[ResultId]) -> str:
        """One result by its title, several by their short names, in one line."""
        found = list(results)
        return self.result_title(found[0]) if len(found) == 1 else self._words.labels(found)

    def item_title(self, name: ItemId) -> str:
        """The title of the item of that id, of whatever kind."""
        return next((item.title for item in self._knowledge.items if item.id == name), name)

    def question(self, name: QuestionId, options: Sequence[str] = ()) -> QuestionLine:
        """A question by number and short name, with an answer in short words."""
        place = self._words.dialogue.index[name]
        mask = sum(
            1 << at for at, o in enumerate(self._words.dialogue.questions[place].options) if o.id in options
        )
        return {
            "number": self._words.dialogue.number(place, quick=self._quick),
            "short": self._words.dialogue.questions[place].short,
            "answer": self._words.short_answer(place, mask) if mask else "",
            "full": self._words.answer(place, mask).rstrip(".") if mask else "",
        }

    def prompts(self) -> list[PromptLine]:
        """What was written to each free-text prompt."""
        written = self._session.notebook.prompts
        return [
            {"short": prompt.short, "text": brief(written.get(prompt.id, ""))}
            for prompt in self._words.dialogue.prompts
        ]

    def evidence(self) -> list[NoteLine]:
        """The notes, each with the question whose answer it backs up."""
        dialogue = self._words.dialogue
        return [
            {
                "number": dialogue.number(dialogue.index[question], quick=self._quick),
                "short": dialogue.question(question).short,
                "text": text,
            }
            for question, text in self._session.notebook.notes.items()
        ]

    # -- the card

    def card(self, verdict: Verdict) -> CardView:
        """The result card: mode, certainty, three faces, why, what to watch for, what to do first."""
        rung = self._knowledge.find(Kind.RUNG, verdict.results[0]) if verdict.certain else None
        firsts = self.first_steps(verdict)
        return {
            "name": brief(self._session.notebook.prompts.get("name", "")),
            "certain": verdict.certain,
            "title": self.result_title(verdict.results[0]) if verdict.certain else "",
            "lead": self._words.plain(rung.lead) if rung else "",
            "possible": [self._words.label(result) for result in verdict.results],
            "settle": self._settle(verdict),
            "out": verdict.results == (OUT_OF_SCOPE,),
            "private": bool(opened_part(self._words.dialogue, self._session)),
            "faces": self.faces(verdict),
            "reasons": self._reasons(verdict),
            "because": self._because(verdict),
            "readings": [self._sensitivity(s.reading, s.results) for s in verdict.readings],
            "watch": [self.line(shown) for shown in verdict.barriers[:WATCHED]],
            "first": firsts[:WATCHED],
            "notes": [self.line(shown) for shown in verdict.notes if shown.certain],
            "set_aside": self._words.named((g.question for g in verdict.set_aside), quick=self._quick),
            "evidence": bool(self._session.notebook.notes),
        }

    def next(self) -> NextPage:
        """What a designer may want, and the number for wanting nothing."""
        aims = self._words.dialogue.aims
        lines = [AimLine(number=at, title=aim.title) for at, aim in enumerate(aims, start=1)]
        return {"aims": lines, "know": len(aims) + 1}

    def _reasons(self, verdict: Verdict) -> list[QuestionLine]:
        """The deciding answers in the order of their numbers."""
        order = self._words.dialogue.order(quick=self._quick)
        places = self._words.dialogue.index
        ranked = sorted(verdict.reasons, key=lambda reason: order.index(places[reason.question]))
        return [self.question(reason.question, reason.options) for reason in ranked]

    def faces(self, verdict: Verdict) -> list[FaceView]:
        """The three faces, the day-to-day one first; of the third the conditions met, not met and open."""
        return [
            {
                "mode": FaceMode(face.mode),
                "lines": [
                    self._fact(verdict, fact) for fact in face.facts if verdict.facts[fact] != (NOT_ASKED,)
                ],
                "met": self._conditions(verdict, face.mode, (True,)),
                "unmet": self._conditions(verdict, face.mode, (False,)),
                "alone": self._alone(verdict, face.mode),
                "open": self._conditions(verdict, face.mode, (True, False)),
            }
            for face in self._words.dialogue.faces
        ]

    def line(self, shown: Shown) -> ShownLine:
        """An item in one line, with whether it applies for certain."""
        return {"text": self.item_title(shown.item), "certain": shown.certain, "id": shown.item}

    def first_steps(self, verdict: Verdict) -> list[StepLine]:
        """First steps to choose from: what helps with the nearest change, then what answers the first barriers."""
        ways = sorted((plan for plan in verdict.plans if not plan.reached), key=_way)
        helping = [item for plan in ways[:1] for change in plan.changes for item in change.enablers]
        ranked = dict.fromkeys([*helping, *(shown.item for shown in verdict.enablers)])
        found: list[StepLine] = []
        for number, name in enumerate(list(ranked)[:STEPS], start=1):
            item = self._knowledge.find(Kind.ENABLER, name)
            if item:
                found.append({"number": number, "id": item.id, "text": item.action})
        return found

    # -- changes

    def plan(self, plan: Plan | None, aim: str) -> WishView:
        """The nearest change towards an aim."""
        known = next(a for a in self._words.dialogue.aims if a.id == aim)
        return {
            "title": known.title,
            "none": plan is None,
            "reached": known.reached if plan and plan.reached else "",
            "far": bool(plan and plan.far),
            "count": len(plan.changes) if plan else 0,
            "changes": [self._change(change) for change in plan.shown] if plan else [],
        }

    def _change(self, change: Change) -> ChangeLine:
        told = self.question(change.question, (change.to,))
        was = self.question(change.question, change.was)["answer"] if change.was else ""
        helps = "; ".join(self.item_title(item) for item in change.enablers[:HELPS])
        return {**told, "was": was, "kind": change.kind, "helps": helps}

    # -- items

    def item(self, item: Item) -> ItemView:
        """One item with its sections; every claim carries its source in words."""
        return {
            "title": item.title,
            "kind": item.kind,
            "sections": [
                SectionView(name=SectionName(name), claims=[self.claim(claim) for claim in claims])
                for name, claims in item.sections.items()
                if claims
            ],
            "links": "; ".join(self.item_title(link) for link in item.links),
            "scopes": ", ".join(self._words.say(f"scope_{scope}") for scope in item.stated_for),
        }

    def claim(self, claim: Claim) -> ClaimView:
        """A claim and, in words, whose it is and where it stands."""
        return {"say": self._words.plain(claim.say), "source": self.source(claim)}

    def source(self, claim: Claim) -> str:
        """The grade of a claim with its place in the paper."""
        return self.place_of(claim.place)

    def place_of(self, place: Place) -> str:
        """Whose a statement is, and where it stands."""
        if place.grade == "project":
            return self._words.say("grade_project")
        where = self.place(place.lines)
        if place.grade == "authors":
            return self._words.say("grade_authors", place=where)
        by = self._words.say("and").join(self.cite(name) for name in place.by)
        return self._words.say("grade_reported", by=by, place=where)

    def place(self, lines: Sequence[int]) -> str:
        """Lines of the pre-print under the title of their section."""
        first = next((s.title for s in self._knowledge.sections if s.first <= lines[0] <= s.last), "")
        key = "place_line" if len(lines) == 1 else "place_lines"
        return self._words.say(key, section=first, lines=", ".join(map(str, lines)))

    def cite(self, name: str) -> str:
        """A work by authors and year."""
        return next(
            (f"{_surnames(s.authors)} {s.year}" for s in self._knowledge.sources if s.id == name), name
        )

    # -- parts

    def _fact(self, verdict: Verdict, name: str) -> FactLine:
        fact = next(fact for fact in self._words.dialogue.facts if fact.id == name)
        labels = {value.id: value.label for value in fact.values}
        values = verdict.facts[fact.id]
        said = self._words.say("or").join(labels.get(value, value) for value in values)
        everything = len(values) > 1 and set(labels) <= set(values)
        return {"title": fact.title, "value": self._words.say("dont_know_yet") if everything else said}

    def _alone(self, verdict: Verdict, mode: str) -> str:
        """What an unmet condition says in place of a list of what is missing."""
        face = next(face for face in self._words.dialogue.faces if face.mode == mode)
        return next(
            (c.alone for c in face.conditions if c.alone and verdict.conditions[c.id] == (False,)), ""
        )

    def _conditions(self, verdict: Verdict, mode: str, state: tuple[bool, ...]) -> list[str]:
        face = next(face for face in self._words.dialogue.faces if face.mode == mode)
        return [self._marked(c) for c in face.conditions if verdict.conditions[c.id] == state]

    def _marked(self, condition: FaceCondition) -> str:
        """The condition's title; what stands on a reading of ours bears its code."""
        return f"{condition.title} ({condition.reading})" if condition.reading else condition.title

    def _because(self, verdict: Verdict) -> list[str]:
        rows = [row for row in self._rules.rows if row.id in verdict.rows]
        if len(rows) != 1:
            return []
        row = rows[0]
        return [
            self._words.say("row_reading", because=row.because, reading=row.holds)
            if row.holds
            else row.because
        ]

    def _sensitivity(self, reading: ReadingId, results: Sequence[ResultId]) -> ReadingLine:
        item = self._knowledge.find(Kind.READING, reading)
        return {"id": reading, "title": item.title if item else reading, "results": self.results(results)}

    def _settle(self, verdict: Verdict) -> str:
        if verdict.certain:
            return ""
        for key, questions in (
            ("settle_always", verdict.settles_always),
            ("settle_may", verdict.settles_may),
        ):
            if questions:
                return self._words.say(key, questions=self._words.named(questions, quick=self._quick))
        return self._words.say("settle_more")


def _way(plan: Plan) -> tuple[int, int]:
    """How near a plan is: first the one that changes what is known, then the shorter one."""
    return sum(not change.was for change in plan.changes), len(plan.changes)


def brief(words: str) -> str:
    """What somebody wrote, as a heading or a list bears it: one line, and not too long."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1]}\u2026"


def _surnames(authors: str) -> str:
    """Authors as a text cites them: Katz et al, Johnston & Clark, Alam."""
    names = [name.strip() for name in re.split(r",| and ", INITIALS.sub("", authors)) if name.strip()]
    if len(names) > 2:
        return f"{names[0]} et al"
    return " & ".join(names)
