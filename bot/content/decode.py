"""Which nouns does valid content stand for? Plain data in, dialogue and knowledge out; this runs at every start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from bot.content.decode_conditions import condition, names
from bot.model.dialogue import (
    Aim,
    Changeable,
    Dialogue,
    Face,
    FaceCondition,
    Fact,
    Option,
    Place,
    Prompt,
    Question,
    Result,
    Row,
    Value,
    VerdictRow,
)
from bot.model.ids import (
    AimId,
    Digest,
    FactId,
    OptionId,
    QuestionId,
    ReadingId,
    ResultId,
    RowId,
    SourceId,
    ValueId,
)

Plain: TypeAlias = Mapping[str, Any]
Pairs: TypeAlias = frozenset[tuple[QuestionId, OptionId]]


def dialogue(plain: Plain, digest: Digest, language: str) -> Dialogue:
    """The dialogue of a valid dialogue file."""
    questions = tuple(_question(found) for found in (plain["scope"], *plain["questions"]))
    return Dialogue(
        id=plain["dialogue"],
        digest=digest,
        language=language,
        title=plain["title"],
        prompts=tuple(_prompt(found) for found in plain.get("prompts", ())),
        questions=questions,
        quick=tuple(map(QuestionId, names(plain["quick"]))),
        facts=tuple(_fact(found) for found in plain.get("facts", ())),
        results=tuple(_result(found) for found in plain["results"]),
        verdict=tuple(_verdict_row(found) for found in plain["verdict"]),
        unique=_unique(plain),
        aims=tuple(_aim(found) for found in plain.get("aims", ())),
        changeable=_changeable(plain.get("changes", {}), questions),
        faces=tuple(_face(found) for found in plain.get("faces", ())),
        readings=_readings(plain),
    )


def place(plain: Plain) -> Place:
    """Whose claim something is, and where it stands."""
    return Place(
        grade=plain["grade"],
        by=tuple(map(SourceId, names(plain.get("by", ())))),
        lines=tuple(plain.get("lines", ())),
    )


def _question(plain: Plain) -> Question:
    return Question(
        id=plain["id"],
        part=plain["part"],
        short=plain.get("short", plain["text"]),
        text=plain["text"],
        why=plain["why"],
        source=place(plain["source"]),
        options=tuple(_option(found) for found in plain["options"]),
        help=plain.get("help", ""),
        when=condition(plain.get("when", {})),
        decides=plain.get("decides", False),
        note=tuple(map(OptionId, names(plain.get("note", ())))),
        steps=_steps(plain),
        alike=tuple(frozenset(map(OptionId, names(same))) for same in plain.get("alike", ())),
        given=plain.get("given"),
    )


def _option(plain: Plain) -> Option:
    return Option(
        id=plain["id"],
        label=plain["label"],
        long=plain.get("long", plain["label"]),
        match=tuple(plain.get("match", ())),
        unless=tuple(plain.get("not", ())),
        opens=plain.get("opens", ""),
    )


def _steps(plain: Plain) -> tuple[int | None, ...]:
    """Each option's place in the order; equal places for the options of an inner list, None for those left out."""
    options = [found["id"] for found in plain["options"]]
    order = plain.get("ordered", ())
    if not order:
        return ()
    if order is True:
        return tuple(range(len(options)))
    step = {name: at for at, same in enumerate(order) for name in names(same)}
    return tuple(step.get(option) for option in options)


def _prompt(plain: Plain) -> Prompt:
    return Prompt(
        id=plain["id"],
        short=plain.get("short", plain["id"]),
        text=plain["text"],
        help=plain.get("help", ""),
    )


def _fact(plain: Plain) -> Fact:
    return Fact(
        id=FactId(plain["id"]),
        title=plain["title"],
        values=tuple(Value(id=ValueId(found["id"]), label=found["label"]) for found in plain["values"]),
        rows=tuple(_row(found) for found in plain["rows"]),
        unique=_unique(plain),
    )


def _unique(plain: Plain) -> bool:
    return bool(plain.get("hit") == "unique")


def _row(plain: Plain) -> Row:
    return Row(
        when=condition(plain["when"]),
        then=ValueId(plain["then"]),
        holds=plain.get("holds"),
        without=plain.get("without"),
    )


def _verdict_row(plain: Plain) -> VerdictRow:
    return VerdictRow(
        id=RowId(plain["id"]),
        when=condition(plain["when"]),
        then=ResultId(plain["then"]),
        because=plain["because"],
        holds=plain.get("holds"),
        without=plain.get("without"),
    )


def _result(plain: Plain) -> Result:
    return Result(
        id=ResultId(plain["id"]),
        label=plain["label"],
        mode=plain.get("mode"),
        above=tuple(map(ResultId, names(plain.get("above", ())))),
    )


def _aim(plain: Plain) -> Aim:
    return Aim(
        id=AimId(plain["id"]),
        title=plain["title"],
        match=tuple(plain.get("match", ())),
        want=condition(plain["want"]),
        reached=plain["reached"],
    )


def _face(plain: Plain) -> Face:
    return Face(
        mode=plain["mode"],
        facts=tuple(map(FactId, names(plain.get("facts", ())))),
        conditions=tuple(_face_condition(found) for found in plain.get("conditions", ())),
    )


def _face_condition(plain: Plain) -> FaceCondition:
    return FaceCondition(
        id=plain["id"],
        title=plain["title"],
        when=condition(plain["when"]),
        reading=plain.get("reading"),
        alone=plain.get("alone", ""),
    )


def _changeable(plain: Plain, questions: Iterable[Question]) -> Changeable:
    options = {question.id: tuple(option.id for option in question.options) for question in questions}
    return Changeable(
        shown=_pairs(plain.get("shown", ()), options),
        not_ours=_pairs(plain.get("not_ours", ()), options),
        never=_pairs(plain.get("never", ()), options),
    )


def _pairs(choices: Iterable[str | Plain], options: Mapping[QuestionId, tuple[OptionId, ...]]) -> Pairs:
    """A question's name stands for all its options."""
    found: set[tuple[QuestionId, OptionId]] = set()
    for choice in choices:
        if isinstance(choice, str):
            found.update((QuestionId(choice), option) for option in options[QuestionId(choice)])
        else:
            for question, chosen in choice.items():
                found.update((QuestionId(question), OptionId(option)) for option in names(chosen))
    return frozenset(found)


def _readings(plain: Plain) -> tuple[ReadingId, ...]:
    """The readings that rows and faces stand on, D2 before D10."""
    rows = [*plain["verdict"], *(row for fact in plain.get("facts", ()) for row in fact["rows"])]
    rows += [condition for face in plain.get("faces", ()) for condition in face.get("conditions", ())]
    used = {row[key] for row in rows for key in ("holds", "without", "reading") if key in row}
    return tuple(map(ReadingId, sorted(used, key=lambda name: (len(name), name))))
