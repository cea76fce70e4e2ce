"""Dialogues to draw: the shipped one with other words in it, and one of any size."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle

from hypothesis import strategies as st

from bot.model.conditions import ALWAYS, All, Answered, AnyOf, AtLeast, FactIs
from bot.model.dialogue import Fact, Option, Place, Question, Result, Row, Value, VerdictRow

NASTY = (
    '"', "'", "<b>", "&amp;", "#35;", "[x]", "{y}", "(z)", "|", "`c`", "end", "%%", "a\nb", "a\tb", "\x00", "\ud800",
    "\uffff", "1. a", "- b", "*c*", "_d_", "$$e$$", "\\", "]]>", "--", "\u0645\u0631\u062d\u0628\u0627",
    "\u202eabc", "\U0001f600", "\U0001f469\u200d\U0001f467", "\u6f22\u5b57", "e\u0301", "W" * 300, "word " * 60,
)  # fmt: skip
LABELS = st.one_of(st.sampled_from(NASTY), st.text(max_size=40), st.text(min_size=300, max_size=300))
"""Texts that are hard to draw: syntax of other languages, signs that no file may hold, long and wide ones."""


def reworded(dialogue, labels):
    """The dialogue with these labels in place of its own, over and over."""
    more = cycle(labels)
    return replace(
        dialogue,
        title=next(more),
        questions=tuple(
            replace(
                question,
                short=next(more),
                part=next(more),
                options=tuple(replace(option, label=next(more)) for option in question.options),
            )
            for question in dialogue.questions
        ),
        facts=tuple(
            replace(
                fact,
                title=next(more),
                values=tuple(replace(value, label=next(more)) for value in fact.values),
            )
            for fact in dialogue.facts
        ),
        results=tuple(replace(result, label=next(more)) for result in dialogue.results),
    )


@st.composite
def dialogues(draw, dialogue, least=1, most=60):
    """A dialogue of `least` to `most` questions, with guards, facts that read facts, and results in any order."""
    label = draw(st.lists(LABELS, min_size=5, max_size=5))
    words = cycle(label)
    count = draw(st.integers(least, most))

    def condition(last, facts):
        asked = draw(st.lists(st.integers(0, last), min_size=1, max_size=3, unique=True))
        known = draw(st.lists(st.integers(0, facts - 1), max_size=2, unique=True)) if facts else []
        parts = (
            *(Answered(f"n{at}", ("a", "b")) for at in asked),
            *(FactIs(f"f{at}", ("yes",)) for at in known),
        )
        return draw(st.sampled_from([All, AnyOf, lambda parts: AtLeast(1, parts)]))(parts)

    questions = tuple(
        Question(
            id=f"n{at}",
            part=f"part {at // 7}",
            short=next(words),
            text="?",
            why="",
            source=Place(grade="project"),
            options=(Option(id="a", label=next(words), long=""), Option(id="b", label=next(words), long="")),
            when=condition(at - 1, 0) if at and draw(st.booleans()) else ALWAYS,
        )
        for at in range(count)
    )
    values = (Value(id="yes", label=next(words)), Value(id="no", label=next(words)))
    facts = tuple(
        Fact(
            id=f"f{at}",
            title=next(words),
            values=values,
            rows=(Row(when=condition(count - 1, at), then="yes", holds="D1"), Row(when=ALWAYS, then="no")),
        )
        for at in range(draw(st.integers(0, 9)))
    )
    results = tuple(
        Result(
            id=f"r{at}",
            label=next(words),
            mode=None,
            above=tuple(f"r{below}" for below in draw(st.sets(st.integers(0, at - 1), max_size=2)))
            if at
            else (),
        )
        for at in range(draw(st.integers(1, 9)))
    )
    verdict = (
        VerdictRow(id="R1", when=condition(count - 1, len(facts)), then="r0", because="", holds="D2"),
        VerdictRow(id="R2", when=condition(count - 1, len(facts)), then="r0", because="", without="D2"),
        VerdictRow(id="R3", when=ALWAYS, then="r0", because=""),
    )
    return replace(
        dialogue,
        title=next(words),
        questions=questions,
        quick=(),
        facts=facts,
        results=results,
        verdict=verdict,
    )
