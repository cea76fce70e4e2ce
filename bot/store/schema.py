"""What is kept, what for, and how long? Every column, with its purpose and its end; people can read it (inventory)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Until(StrEnum):
    """When a column's values are erased. `{drafts}` and `{results}` are the operator's days (`tango data retain`)."""

    SESSION = "a draft: {drafts} days after its last change; a result: {results} days after its last change or report"
    WORKSHOP = "{drafts} days after its last change; once it has ended: 365 days after its end"
    VOICES = "until the workshop ends, or {drafts} days after its last change"
    SEAT = "until the workshop ends or the person leaves, or {drafts} days after the workshop's last change"
    DONE = "until the message is answered; 8 days if it could not be"
    SEEN = "8 days"
    SENT = "until the message is sent; 8 days if it could not be"
    RUNG = "until it is due"
    CONVERSATION = (
        "while a session, a workshop or a place in one is kept, or something is still to be sent or done"
    )
    PERSON = "while a session of the person, or their place in a workshop, is kept"
    DAY = "2 days"
    HOUR = "1 hour after the last message"
    CONTENT = "while a session or a workshop uses it"
    ALWAYS = "always: it says nothing of anybody"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is for, and until when it is kept."""

    name: str
    purpose: str
    until: Until


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what one row is, and whether rows are about people."""

    name: str
    row: str
    columns: tuple[Column, ...]
    personal: bool = True


SESSION: Final = Table(
    "session",
    "one service that somebody describes",
    (
        Column("id", "to name the session", Until.SESSION),
        Column("state", "the answers, and what the person wrote into the report", Until.SESSION),
        Column("finished", "to tell drafts from results", Until.SESSION),
        Column("changed", "to list the latest first, and to know when to erase it", Until.SESSION),
        Column("conversation", "to find it again: a pseudonym of the chat", Until.SESSION),
        Column("person", "to export and erase it: a pseudonym of the person", Until.SESSION),
        Column("digest", "which content it was answered under", Until.SESSION),
        Column("version", "so that two writers cannot overwrite each other", Until.SESSION),
        Column("reported", "to keep a result for its days after its last report", Until.SESSION),
    ),
)
WORKSHOP: Final = Table(
    "workshop",
    "one workshop of a group",
    (
        Column("id", "to name the workshop", Until.WORKSHOP),
        Column("conversation", "to find it again: a pseudonym of the group", Until.WORKSHOP),
        Column(
            "state",
            "where it stands; answers of single people only until it ends, then pictures, points and actions",
            Until.WORKSHOP,
        ),
        Column("key", "what voters are named by; it is empty once the workshop has ended", Until.VOICES),
        Column("digest", "which content it is held under", Until.WORKSHOP),
        Column("begun", "to list the last begun first", Until.WORKSHOP),
        Column("changed", "to know when to erase it", Until.WORKSHOP),
        Column("ended", "to tell those that go on from those that are over", Until.WORKSHOP),
        Column("version", "so that two writers cannot overwrite each other", Until.WORKSHOP),
    ),
)
SEAT: Final = Table(
    "seat",
    "one person's place in a workshop",
    (
        Column("id", "to name the place", Until.SEAT),
        Column("workshop", "in which workshop", Until.SEAT),
        Column("person", "whose: a pseudonym", Until.SEAT),
        Column("conversation", "where they are asked in private: a pseudonym of the chat", Until.SEAT),
        Column("asked", "what they were asked last", Until.SEAT),
        Column("language", "which language they are asked in", Until.SEAT),
        Column("taken", "in which order people came", Until.SEAT),
    ),
)
INBOX: Final = Table(
    "inbox",
    "one message to Tango",
    (
        Column("channel", "which platform and account it came by", Until.SEEN),
        Column("update_id", "to answer a message that is delivered twice only once", Until.SEEN),
        Column("state", "waiting, answered, or set aside because it could not be answered", Until.SEEN),
        Column("received", "to answer the oldest first, and to know when to erase it", Until.SEEN),
        Column("kind", "whether it may be answered in the ordinary way", Until.DONE),
        Column("conversation", "to answer in order: a pseudonym of the chat", Until.DONE),
        Column("person", "whose session it belongs to: a pseudonym", Until.DONE),
        Column("body", "what was sent, or what another chat has passed on, with its pseudonym", Until.DONE),
        Column("reason", "why it could not be answered, for the operator", Until.SEEN),
    ),
)
OUTBOX: Final = Table(
    "outbox",
    "one message from Tango",
    (
        Column("id", "to send in order", Until.SENT),
        Column("conversation", "where to: a pseudonym of the chat", Until.SENT),
        Column("kind", "whether it may be repeated", Until.SENT),
        Column("slot", "to find it again for an edit", Until.SENT),
        Column("body", "the words", Until.SENT),
        Column("state", "waiting, being sent, parked, or refused", Until.SENT),
        Column("due", "when to send it, or when another sender may take it over", Until.SENT),
        Column("attempts", "to wait longer after each failure", Until.SENT),
        Column("owner", "which sender holds it", Until.SENT),
        Column("reason", "why it was refused, for the operator", Until.SENT),
    ),
)
SHOWN: Final = Table(
    "shown",
    "one message that may still be edited",
    (
        Column("conversation", "where it stands: a pseudonym of the chat", Until.CONVERSATION),
        Column("slot", "which message it is", Until.CONVERSATION),
        Column("reference", "the platform's number of the message", Until.CONVERSATION),
    ),
)
TIMER: Final = Table(
    "timer",
    "one thing to do later",
    (
        Column("id", "to do it once", Until.RUNG),
        Column("conversation", "where: a pseudonym of the chat", Until.RUNG),
        Column("name", "what it is", Until.RUNG),
        Column("due", "when", Until.RUNG),
        Column("body", "what it needs", Until.RUNG),
    ),
)
ADDRESS: Final = Table(
    "address",
    "where one chat is reached",
    (
        Column("conversation", "which chat: its pseudonym", Until.CONVERSATION),
        Column("person", "whose private chat it is: a pseudonym; empty for a group", Until.CONVERSATION),
        Column(
            "place",
            "the platform's number of the chat, without which nothing can be sent",
            Until.CONVERSATION,
        ),
        Column("shared", "whether it is a group, which has limits of its own", Until.CONVERSATION),
        Column("unreachable", "so that a chat that blocks Tango is left alone", Until.CONVERSATION),
    ),
)
CONSENT: Final = Table(
    "consent",
    "one thing that a person agreed to",
    (
        Column("person", "who: a pseudonym", Until.PERSON),
        Column("subject", "what", Until.PERSON),
        Column("given", "when", Until.PERSON),
    ),
)
USAGE: Final = Table(
    "usage",
    "one person's day",
    (
        Column("person", "who: a pseudonym", Until.DAY),
        Column("day", "which day", Until.DAY),
        Column("items", "to keep to the operator's daily limit", Until.DAY),
    ),
)
BUCKET: Final = Table(
    "bucket",
    "one limit of the platform",
    (
        Column("name", "which limit: all, or a pseudonym of a chat", Until.HOUR),
        Column("tokens", "how much may still be sent", Until.HOUR),
        Column("filled", "when it was last counted", Until.HOUR),
    ),
)
CONTENT: Final = Table(
    "content",
    "one version of questions, rules and texts",
    (
        Column("digest", "which version", Until.CONTENT),
        Column("files", "so that a session keeps the version it was answered under", Until.CONTENT),
        Column("kept", "since when", Until.CONTENT),
    ),
    personal=False,
)

MARK: Final = Table(
    "mark",
    "one thing that all workers must have in common",
    (
        Column("name", "what it is", Until.ALWAYS),
        Column(
            "value",
            "to tell whether a worker has the same secret; the secret cannot be worked out from it",
            Until.ALWAYS,
        ),
    ),
    personal=False,
)

TABLES: Final = (
    SESSION,
    WORKSHOP,
    SEAT,
    INBOX,
    OUTBOX,
    SHOWN,
    TIMER,
    ADDRESS,
    CONSENT,
    USAGE,
    BUCKET,
    CONTENT,
    MARK,
)

NUMBERED: Final = (OUTBOX, TIMER)
"""The tables whose rows get a number that was never given before."""
