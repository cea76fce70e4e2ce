"""What stands behind a button? An act in at most 64 bytes, sealed for one session under one version of the questions."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, assert_never

from bot.model.ids import QuestionId, ReadingId
from bot.model.meet import Deed, Meet
from bot.model.talk import (
    Act,
    Anew,
    Ask,
    Back,
    Change,
    Chose,
    DayToDay,
    Done,
    Forget,
    Keep,
    Move,
    Note,
    Open,
    Pause,
    Said,
    Skip,
    Speak,
    Stale,
    Start,
    Topic,
    Unreadable,
    WhatIf,
)

VERSION: Final = "1"
TURNS, STAYS = "t", "-"
SEAL: Final = 6
"""Bytes of the seal: nobody guesses one in 2 ** 48."""
SEALED: Final = 2 + SEAL * 4 // 3
"""Characters before the act."""
MOST: Final = 64
"""Bytes that Telegram takes."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button as it came back; `fits` says for which session it was made, if it was made here."""

    act: Act | Meet
    turns: bool
    message: str
    data: str
    keys: Sequence[bytes]

    @property
    def once(self) -> str:
        """The same for a second tap."""
        return f"m{self.message}.{self.data[2:SEALED]}"

    def fits(self, session: str, digest: str) -> bool:
        """Whether it was sealed here for this session under this version."""
        flag, seal, act = self.data[1], self.data[2:SEALED], self.data[SEALED:]
        return any(hmac.compare_digest(seal, _seal(key, flag, act, (session, digest))) for key in self.keys)


class Buttons:
    """Writes and reads what stands behind buttons. `keys` are those that seals are made with, the newest first."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = tuple(keys)

    def data(self, act: Act | Meet, session: str, digest: str, *, turns: bool = False) -> str:
        """The data of a button for a session. ValueError where it would be too long for Telegram."""
        flag, written = TURNS if turns else STAYS, _written(act)
        data = f"{VERSION}{flag}{_seal(self._keys[0], flag, written, (session, digest))}{written}"
        if len(data.encode()) > MOST:
            raise ValueError(f"a button has {len(data.encode())} bytes: {written}")
        return data

    def read(self, data: str, message: str) -> Button:
        """The button behind that data; one that is not ours stands for a stale one, and fits nothing."""
        act = act_of(data)
        keys = self._keys if act else ()
        return Button(act or Stale(), data[1:2] == TURNS, message, data.ljust(SEALED), keys)


def act_of(data: str) -> Act | Meet | None:
    """The act that data speak of, whoever made them; None where they speak of none."""
    if not data.startswith(VERSION) or not data.isascii():
        return None
    reading = _READ.get(data[SEALED : SEALED + 1])
    try:
        return reading(data[SEALED + 1 :]) if reading else None
    except ValueError:
        return None


def _seal(key: bytes, flag: str, act: str, bound: tuple[str, str]) -> str:
    told = "\0".join((VERSION, flag, act, *bound)).encode("utf-8", "replace")
    return base64.urlsafe_b64encode(hmac.digest(key, told, "sha256")[:SEAL]).decode()


def _written(act: Act | Meet) -> str:  # noqa: C901 - one case an act
    match act:
        case Chose(question=question, mask=mask):
            return f"c{mask:x}.{question}"
        case Change(question=question):
            return f"g{question}"
        case Back(asked=asked):
            return f"b{asked}"
        case Skip(asked=asked):
            return f"s{asked}"
        case Keep(asked=asked):
            return f"h{asked}"
        case Ask(topic=topic, about=about):
            return f"a{_LETTERS[topic]}{about}"
        case WhatIf(question=question, mask=mask) if question:
            return f"i{mask:x}.{question}"
        case WhatIf(without=without):
            return f"w{without or ''}"
        case Open(session=session):
            return f"o{session}"
        case Speak(language=language):
            return f"l{language}"
        case Anew(length=length):
            return f"n{length}"
        case Unreadable(command=command):
            return f"u{command}"
        case Meet(workshop=workshop, deed=deed, about=about):
            return f"k{workshop}{_DEED_LETTERS[deed]}{about}"
        case Start() | Done() | DayToDay() | Forget() | Move() | Pause():
            return _ALONE[type(act)]
        case Said() | Note() | Stale():
            raise ValueError("words are typed, and stand behind no button")
        case _:
            assert_never(act)


def _chosen(text: str) -> Act:
    mask, _, question = text.partition(".")
    return Chose(QuestionId(question), int(mask, 16), on_table=True)


def _tried(text: str) -> Act:
    mask, _, question = text.partition(".")
    return WhatIf(QuestionId(question), int(mask, 16))


def _met(text: str) -> Meet | None:
    deed = _DEEDS.get(text[WORKSHOP_ID : WORKSHOP_ID + 1])
    return Meet(text[:WORKSHOP_ID], deed, text[WORKSHOP_ID + 1 :]) if deed else None


def _alone(act: Callable[[], Act], _: str) -> Act:
    return act()


_LETTERS: Final[Mapping[Topic, str]] = dict(zip(Topic, "wtscHrRbenWpPqdiLDS", strict=True))
"""A letter for each topic: a new topic takes the next one."""
_TOPICS: Final = {letter: topic for topic, letter in _LETTERS.items()}
WORKSHOP_ID: Final = 8
"""Characters of a workshop's id."""
_DEED_LETTERS: Final[Mapping[Deed, str]] = dict(
    zip(Deed, "jwcrRvybtlekNSoCnsmpPuhOQaHLGEgTfUXqFA", strict=True)
)
_DEEDS: Final = {letter: deed for deed, letter in _DEED_LETTERS.items()}
_ALONE: Final[Mapping[type[Start | Done | DayToDay | Forget | Move | Pause], str]] = {
    Start: "r",
    Done: "d",
    DayToDay: "y",
    Forget: "f",
    Move: "m",
    Pause: "p",
}
_READ: Final[Mapping[str, Callable[[str], Act | Meet | None]]] = {
    "k": _met,
    "c": _chosen,
    "g": lambda text: Change(QuestionId(text)),
    "b": Back,
    "s": Skip,
    "h": Keep,
    "a": lambda text: Ask(_TOPICS[text[0]], text[1:]) if text[:1] in _TOPICS else None,
    "i": _tried,
    "w": lambda text: WhatIf(without=ReadingId(text) if text else None),
    "l": Speak,
    "o": Open,
    "n": Anew,
    "u": lambda text: Unreadable(text, ""),
    **{letter: partial(_alone, act) for act, letter in _ALONE.items()},
}
