"""What does the operator decide about people, and what may they know? Values alone; the words are messages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The rules of the house.

    `platform`: people come by a messenger, not by a terminal. `daily_limit`: messages a person may send in a day (0: as
    many as they like). `contact`: whom to ask about data (empty: nobody is named). `drafts_days`, `results_days`: how
    long each is kept after its last change. `languages`: those that are offered, each as its code and its own name.
    `services`: those of a conversation, each as the id of its session and its name, where somebody asks for them.
    """

    platform: bool = False
    daily_limit: int = 0
    contact: str = ""
    drafts_days: int = 30
    results_days: int = 30
    languages: tuple[tuple[str, str], ...] = ()
    services: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What a person may know about their data: the day (ISO 8601) until which the session is kept, and whom to ask."""

    until: str
    platform: bool
    contact: str
