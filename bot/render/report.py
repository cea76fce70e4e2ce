"""What does a report hold? One view of a finished assessment, written as Markdown, HTML or plain data."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.knowledge import Kind, Knowledge
from bot.model.session import Session
from bot.model.verdict import Plan, Shown, Verdict
from bot.render.layouts import REPORTS, ReportPage
from bot.render.pages import Pages
from bot.render.templates import Templates
from bot.render.view_types import GroupName, GroupView, ListedItem
from bot.render.words import Words
from bot.render.works import listed


class Report:
    """The report of one session. `date` is the day it is made, in the reader's own form."""

    def __init__(self, pages: Pages, words: Words, knowledge: Knowledge, session: Session) -> None:
        self._pages = pages
        self._words = words
        self._knowledge = knowledge
        self._session = session

    def text(self, templates: Templates, form: str, date: str) -> str:
        """The report in a form that has a template: md or html."""
        return templates.render(REPORTS[form], self.view(date)) + "\n"

    def view(self, date: str) -> ReportPage:
        """Everything in the report, as words."""
        verdict = self._pages.verdict
        views = self._pages.views
        card = views.card(verdict)
        return {
            **card,
            "name": self._session.notebook.prompts.get("name", ""),
            "headline": card["title"] if verdict.certain else self._words.say("not_certain"),
            "part": self._session.notebook.prompts.get("part", ""),
            "day_only": self._session.part_only,
            "date": date,
            "digest": self._words.dialogue.digest.removeprefix("sha256:")[:12],
            "notes_full": self._pages.notes(),
            "wishes": [views.plan(_plan(verdict, aim.id), aim.id) for aim in self._words.dialogue.aims],
            "groups": [
                self._group("barriers", Kind.BARRIER, verdict.barriers),
                self._group("enablers", Kind.ENABLER, verdict.enablers),
            ],
            "language": self._session.language,
            "actions": self._pages.actions(),
            "answers": self._pages.answers(),
            "set_aside": self._pages.set_aside(),
            "evidence_lines": views.evidence(),
            "limits": self._pages.limits(),
            "sources": self._sources(),
        }

    def _group(self, name: GroupName, kind: Kind, shown: Sequence[Shown]) -> GroupView:
        """Items by title; only what is certain is read at length."""
        entries = self._items(kind, shown)
        certain = [item for item in entries if item["certain"]]
        return {"name": name, "entries": entries, "certain": certain, "perhaps": len(certain) < len(entries)}

    def _items(self, kind: Kind, shown: Sequence[Shown]) -> list[ListedItem]:
        pairs = [(self._knowledge.find(kind, one.item), one.certain) for one in shown]
        return [{**self._pages.views.item(item), "certain": certain} for item, certain in pairs if item]

    def _sources(self) -> list[str]:
        """The works that the claims of this report rest on: those of the items that are read at length, and the limits."""
        verdict = self._pages.verdict
        shown = (
            (Kind.BARRIER, verdict.barriers),
            (Kind.ENABLER, verdict.enablers),
            (Kind.NOTE, verdict.notes),
        )
        items = [
            self._knowledge.find(kind, one.item) for kind, found in shown for one in found if one.certain
        ]
        claims = [claim for item in items if item for section in item.sections.values() for claim in section]
        rungs = [self._knowledge.find(Kind.RUNG, result) for result in verdict.results]
        claims += [claim for rung in rungs if rung for claim in rung.sections.get("not_said", ())]
        return listed(self._words, self._knowledge, claims)


def _plan(verdict: Verdict, aim: str) -> Plan | None:
    return next((plan for plan in verdict.plans if plan.aim == aim), None)
