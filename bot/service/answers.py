"""How is a sheet judged without a conversation? Answers as data in, the documented object out (design 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.engine.routing import waiting
from bot.engine.step import open_session
from bot.model.dialogue import Dialogue
from bot.model.errors import AnswerError, MissingAnswerError
from bot.model.hints import closest
from bot.model.ids import DONT_KNOW, OptionId, QuestionId
from bot.model.session import Length, Session
from bot.reasoning.rules import Rules


def sheet_of(dialogue: Dialogue, answers: object) -> tuple[int, ...]:
    """The sheet of answers given as `question: option`, `dont_know` or a list of options; all that is wrong at once.

    Raises AnswerError that says for each answer what is not allowed and what is.
    """
    if not isinstance(answers, Mapping):
        raise AnswerError("Answers must be lines like `question: option`, for example `role: advise`.")
    sheet = [0] * len(dialogue.questions)
    wrong = []
    for name, value in answers.items():
        try:
            place = _place(dialogue, name)
            sheet[place] = _mask(dialogue, place, value)
        except AnswerError as error:
            wrong.append(str(error))
    if wrong:
        raise AnswerError("\n".join(wrong))
    return tuple(sheet)


def all_given(rules: Rules, sheet: tuple[int, ...], length: Length) -> None:
    """Raise MissingAnswerError that names every question which applies and has no answer."""
    session = session_of(rules, sheet, length)
    missing = [rules.dialogue.questions[place].id for place in waiting(rules, session)]
    if missing:
        raise MissingAnswerError(f"No answer is given for: {', '.join(missing)}. Add it, or write dont_know.")


def session_of(rules: Rules, sheet: tuple[int, ...], length: Length) -> Session:
    """A session that holds this sheet, as if it had been answered in the order of the dialogue."""
    blank = open_session(rules.dialogue, rules.dialogue.language, length)
    return replace(blank, sheet=sheet, trail=tuple(place for place, mask in enumerate(sheet) if mask))


def _place(dialogue: Dialogue, name: object) -> int:
    if isinstance(name, str) and name in dialogue.index:
        return dialogue.index[QuestionId(name)]
    known = [question.id for question in dialogue.questions]
    raise AnswerError(
        f"There is no question `{name}`.{_near(name, known)} The questions are: {', '.join(known)}."
    )


def _mask(dialogue: Dialogue, place: int, value: object) -> int:
    question = dialogue.questions[place]
    known = [option.id for option in question.options]
    if value == DONT_KNOW:
        return question.every
    options = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    if not options:
        raise AnswerError(
            f"`{question.id}` has an empty list. Name the options still open, or write dont_know."
        )
    if DONT_KNOW in options:
        raise AnswerError(
            f"`{question.id}` has dont_know in a list. Write dont_know alone, or options alone."
        )
    for option in options:
        if option not in known:
            raise AnswerError(
                f"`{question.id}` has no option `{option}`.{_near(option, known)}"
                f" It takes: {', '.join((*known, DONT_KNOW))}."
            )
    return dialogue.mask(question.id, tuple(OptionId(str(option)) for option in options))


def _near(name: object, known: Sequence[str]) -> str:
    return f" {closest(str(name), known)}".rstrip()
