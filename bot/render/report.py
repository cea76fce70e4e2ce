"""What does a report hold? One view of a finished assessment, written as Markdown, HTML or plain data."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.knowledge import Item, Kind, Knowledge, Source
from bot.model.session import Session
from bot.model.verdict import Plan, Shown, Verdict
from bot.render.layouts import REPORTS, ReportPage
from bot.render.pages import Pages
from bot.render.templates import Templates
from bot.render.view_types import GroupName, GroupView, ListedItem, NoteLine
from bot.render.words import Words

ITSELF = "osborne-2013"


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
            "evidence_lines": self._evidence(),
            "limits": self._pages.limits(),
            "sources": self._sources(),
        }

    def _group(self, name: GroupName, kind: Kind, shown: Sequence[Shown]) -> GroupView:
        """Items by title; only what is certain is read at length."""
        entries = self._items(kind, shown)
        return {"name": name, "entries": entries, "certain": [item for item in entries if item["certain"]]}

    def _items(self, kind: Kind, shown: Sequence[Shown]) -> list[ListedItem]:
        pairs = [(self._knowledge.find(kind, one.item), one.certain) for one in shown]
        return [{**self._pages.views.item(item), "certain": certain} for item, certain in pairs if item]

    def _evidence(self) -> list[NoteLine]:
        return [
            {"short": self._words.dialogue.question(question).short, "text": text}
            for question, text in self._session.notebook.notes.items()
        ]

    def _sources(self) -> list[str]:
        """The paper itself, then every work that a shown claim reports."""
        verdict = self._pages.verdict
        shown = [*verdict.barriers, *verdict.enablers, *verdict.notes]
        items = [item for item in self._knowledge.items if item.id in {one.item for one in shown}]
        cited = {name for item in items for name in _cited(item)} | {ITSELF}
        listed = [source for source in self._knowledge.sources if source.id in cited]
        return [self.entry(source) for source in listed]

    def entry(self, source: Source) -> str:
        """A work as a bibliography gives it; what the pre-print leaves out is said."""
        parts = (f"{source.authors} ({source.year})", source.title, source.where)
        entry = ". ".join(part.rstrip(".") for part in parts if part) + "."
        if source.id == ITSELF:
            return entry
        entry = f"{entry.rstrip('.')} ({self._words.say('report_cited')})."
        return entry if source.complete else self._words.say("source_incomplete", entry=entry)


def _plan(verdict: Verdict, aim: str) -> Plan | None:
    return next((plan for plan in verdict.plans if plan.aim == aim), None)


def _cited(item: Item) -> set[str]:
    return {name for claims in item.sections.values() for claim in claims for name in claim.place.by}
