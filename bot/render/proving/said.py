"""Which messages does Python say, and with which slots? One table; a test holds it against the source."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Final

from bot.model.errors import Fault, Spot
from bot.model.knowledge import Knowledge
from bot.model.markup import slots as slots_of
from bot.model.reply import Line
from bot.render import wording
from bot.render.manners import plainly
from bot.render.proving.said_workshop import SAID_IN_WORKSHOPS

_TOLD: Final = ("text", "count", "keeps", "minutes")
_OF_A_QUESTION: Final = (*_TOLD, "number", "short", "last")

_LINES: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(Line, _TOLD),
    **dict.fromkeys(
        (
            Line.NOTE_HINT,
            Line.NOTED,
            Line.NOTED_ANEW,
            Line.NOTE_WHICH,
            Line.NOTE_EMPTY,
            Line.NOT_APPLICABLE,
            Line.UNCLEAR_1,
            Line.UNCLEAR_2,
            Line.UNCLEAR_3,
            Line.OFFER_SKIP,
            Line.EMPTY,
            Line.NO_SUCH,
            Line.NONE_OF_THESE,
        ),
        _OF_A_QUESTION,
    ),
    Line.ELSEWHERE: (*_OF_A_QUESTION, "other", "other_short"),
    Line.YOU_SAID: ("answer",),
    Line.KEPT: ("answer",),
    Line.UNREADABLE: ("given", "example"),
    # These are also said elsewhere, with nothing to fill in.
    Line.PREVIOUS_VERSION: (),
    Line.RESULT_UNCLEAR: (),
}
"""What the screen fills in for a short message: more where it is always told of a question."""

_OTHERS: Final[Mapping[str, tuple[str, ...]]] = {
    "answers_read": ("count", "file"),
    "ask_date": (),
    "ask_owner": (),
    "and": (),
    "came_back": (),
    "check_line": ("number", "short", "answer"),
    "current_answer": ("answer",),
    "current_text": ("text",),
    "data_copy": (),
    "dont_know": (),
    "dont_know_yet": (),
    "doubt_between": (),
    "doubt_one": ("answer",),
    "doubt_several": (),
    "end_of_input": ("missing",),
    "end_unsaid": ("missing",),
    "example_change": ("last",),
    "example_forget": ("last",),
    "example_term": ("last",),
    "example_what_if": ("last",),
    "fell_away": (),
    "fell_line": ("number", "short", "answer"),
    "grade_authors": ("place",),
    "grade_project": (),
    "grade_reported": ("by", "place"),
    "help_asking": ("aims",),
    "help_out": ("aims",),
    "help_result": ("aims",),
    "hint_more": (),
    "interrupted": (),
    "interrupted_unsaid": (),
    "keeps_draft": (),
    "last_result": ("name", "date", "command"),
    "language_one": ("languages",),
    "languages": ("languages",),
    "left_empty": (),
    "left_open": (),
    "list_ends": ("last",),
    "list_number": ("number", "text"),
    "left_out": ("numbers",),
    "left_out_one": ("numbers",),
    "minutes_full": (),
    "minutes_quick": (),
    "not_certain": (),
    "optional": (),
    "or": (),
    "privacy_contact": ("contact",),
    "privacy_forget": (),
    "privacy_heading": (),
    "privacy_machine": (),
    "privacy_platform": (),
    "privacy_session": ("date",),
    "place_line": ("section", "lines"),
    "place_lines": ("section", "lines"),
    "progress": ("number", "total"),
    "progress_about": ("number", "total"),
    "progress_again": ("number",),
    "report_cited": (),
    "report_failed": ("reason", "command"),
    "report_ready": (),
    "resume_again": (),
    "resume_how": ("command",),
    "resume_offer": ("name", "count", "date"),
    "row_reading": ("because", "reading"),
    "saved_report": ("path",),
    "sessions_draft": ("id", "name", "count", "date"),
    "sessions_none": (),
    "sessions_result": ("id", "name", "count", "date"),
    "services": (),
    "settle_always": ("questions",),
    "settle_may": ("questions",),
    "settle_more": (),
    "source_incomplete": ("entry",),
    "term_list": (),
    "term_near": ("near",),
    "term_unknown": ("text",),
    "this_language": (),
    "unnamed": (),
    "unreadable_text": ("given", "example"),
    "what_if_heading": (),
    "what_if_no_reading": ("reading", "readings"),
    "what_if_other": (),
    "what_if_pick": (),
    "why_advice": (),
    "why_decides": (),
    "why_scope": (),
    "why_settled": (),
    "why_source": ("source",),
    "wish_know": (),
    "you_dont_know": (),
    "you_set": ("answer",),
    "you_tapped": ("answer",),
}

_OFFERS: Final[Mapping[str, tuple[str, ...]]] = {
    **{
        f"offer_{key}": ()
        for key in (
            "anew",
            "back",
            "barriers",
            "begin",
            "change",
            "data",
            "day_to_day",
            "delete",
            "delete_sure",
            "done",
            "enablers",
            "full",
            "go_on",
            "help",
            "in_private",
            "keep",
            "keep_open",
            "know",
            "leave_out",
            "list",
            "markdown",
            "move",
            "no",
            "plan",
            "privacy",
            "quick",
            "reasons",
            "report",
            "show_result",
            "so_far",
            "to_result",
            "web_page",
            "what_if",
            "why",
            "yes",
        )
    },
    **{
        f"command_{key}": ()
        for key in (
            "change",
            "delete",
            "help",
            "language",
            "mydata",
            "privacy",
            "report",
            "resume",
            "sofar",
            "start",
            "whatif",
            "why",
            "workshop",
        )
    },
    "offer_answer_it": ("number",),
    "offer_after": ("number", "count"),
    "offer_before": ("number", "count"),
}
"""The labels of buttons, and what a messenger's menu says of its commands."""

_WAITING: Final = ("face_", "scope_", "section_")
"""How the keys begin that templates and Python put together with a word of the content."""

SAID: Final[Mapping[str, frozenset[str]]] = {
    str(key): frozenset(slots) for key, slots in {**_LINES, **_OTHERS, **_OFFERS, **SAID_IN_WORKSHOPS}.items()
}
"""Each message that Python says under a key of its own, with the slots that every place fills which says it."""


def said_about(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """The messages that Python says with this content: the scopes of its items come with their keys."""
    scopes = {scope for item in knowledge.items for scope in item.stated_for}
    return {**SAID, **{f"scope_{scope}": frozenset() for scope in sorted(scopes)}}


def unsayable(
    messages: Mapping[str, str], said: Mapping[str, frozenset[str]], spots: Mapping[str, Spot]
) -> Iterator[Fault]:
    """The messages that Python cannot say: those that are missing, and those with a slot that it does not fill."""
    for key, slots in said.items():
        if key not in messages:
            spare = [name for name in messages if name not in said]
            yield wording.missing_message(key, spare)
        for slot in sorted(slots_of(messages.get(key, "")) - slots):
            yield placed(wording.no_slot(key, slot, slots), key, spots)
    for key, text in messages.items():
        if (base := plainly(key)) != key:
            yield from (placed(fault, key, spots) for fault in _of_a_chat(key, text, messages.get(base)))


def _of_a_chat(key: str, text: str, otherwise: str | None) -> Iterator[Fault]:
    """What is wrong with the words that a chat has in place of others: there must be others, with the same slots."""
    if otherwise is None:
        yield wording.no_base(key, plainly(key))
        return
    slots = slots_of(otherwise)
    for slot in sorted(slots_of(text) - slots):
        yield wording.no_slot_there(key, slot, slots)


def unsaid(messages: Mapping[str, str], said: Collection[str], spots: Mapping[str, Spot]) -> Iterator[Fault]:
    """The messages that nobody says; of those that belong to a word of the content, some may wait for it."""
    return (
        placed(wording.never_said(key), key, spots)
        for key in messages
        if plainly(key) not in said and not key.startswith(_WAITING)
    )


def placed(fault: Fault, key: str, spots: Mapping[str, Spot]) -> Fault:
    """The fault at the line of its message."""
    return replace(fault, spot=spots.get(f"message/{key}", fault.spot))
