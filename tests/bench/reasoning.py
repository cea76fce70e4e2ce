"""How long does a judgement take, and how many questions does the quick length ask? The second is counted, not sampled."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from random import Random
from time import process_time

from bot.content.library import open_library
from bot.engine.routing import next_place
from bot.engine.step import open_session
from bot.model.dialogue import Dialogue
from bot.model.session import Length
from bot.reasoning.assess import assess
from bot.reasoning.changes import nearest
from bot.reasoning.doubt import Sheet, opened, results, set_aside, settling
from bot.reasoning.reasons import reasons
from bot.reasoning.rules import Rules
from tests.bench.table import Numbers, interleaved, show

SHEETS = 60
SEED = 2013


def sheets(dialogue: Dialogue, known: float) -> list[Sheet]:
    """Public services of which each answer is given with this chance, the same in every run."""
    chance = Random(SEED)
    scope = dialogue.mask(dialogue.questions[0].id, (dialogue.questions[0].options[0].id,))
    return [
        (
            scope,
            *(
                1 << chance.randrange(len(q.options)) if chance.random() < known else 0
                for q in dialogue.questions[1:]
            ),
        )
        for _ in range(SHEETS)
    ]


def timed(judge: Callable[[Sheet], object], on: list[Sheet]) -> Numbers:
    """Microseconds for one sheet."""
    begun = process_time()
    for sheet in on:
        judge(sheet)
    return (1e6 * (process_time() - begun) / len(on),)


def complete_paths(rules: Rules) -> Iterator[Sheet]:
    """Every way to answer the deciding questions that apply, for a public service; all others are left open."""
    questions = rules.dialogue.questions
    deciding = [place for place, question in enumerate(questions) if question.decides and place]
    blank = list(sheets(rules.dialogue, 0)[0])
    for answers in product(*([1 << at for at in range(len(questions[place].options))] for place in deciding)):
        for place, answer in zip(deciding, answers, strict=True):
            blank[place] = answer
        void = [place for place in set_aside(rules, opened(rules, blank)) if place in deciding]
        if all(blank[place] == 1 for place in void):  # a question that does not apply is counted once
            yield tuple(0 if place in void else mask for place, mask in enumerate(blank))


def quick_lengths(rules: Rules) -> Counter[int]:
    """For each number of questions (the scope not counted) the complete paths on which quick asks so many."""
    asked: dict[Sheet, int | None] = {}
    begun = open_session(rules.dialogue, rules.dialogue.language, Length.QUICK)
    scoped = sheets(rules.dialogue, 0)[0]

    def following(sheet: Sheet) -> int | None:
        if sheet not in asked:
            trail = tuple(place for place, mask in enumerate(sheet) if mask)
            asked[sheet] = next_place(rules, replace(begun, sheet=sheet, trail=trail))
        return asked[sheet]

    found: Counter[int] = Counter()
    for path in complete_paths(rules):
        sheet, length = scoped, 0
        while (place := following(sheet)) is not None:
            sheet = (*sheet[:place], path[place], *sheet[place + 1 :])
            length += 1
        found[length] += 1
    return found


def run(runs: int) -> None:
    library = open_library(os.environ.get("TANGO_CONTENT"))
    rules, knowledge = Rules(library.dialogue()), library.knowledge()
    aims = rules.dialogue.aims
    judgements: dict[str, Callable[[Sheet], object]] = {
        "possible results": lambda sheet: results(rules, opened(rules, sheet)),
        "what settles it": lambda sheet: settling(rules, opened(rules, sheet)),
        "smallest reasons": lambda sheet: reasons(rules, sheet),
        f"nearest change, all {len(aims)} aims": lambda sheet: [nearest(rules, sheet, aim) for aim in aims],
        "whole verdict": lambda sheet: assess(rules, knowledge, sheet),
    }
    kinds = {"all answered": 1.0, "half answered": 0.5, "nothing answered": 0.0}
    drawn = {kind: sheets(rules.dialogue, known) for kind, known in kinds.items()}
    measures = {
        f"{name}|{kind}": lambda judge=judge, on=on: timed(judge, on)
        for name, judge in judgements.items()
        for kind, on in drawn.items()
    }
    for warm_up in measures.values():
        warm_up()
    found = interleaved(measures, runs)
    lines = {name: tuple(f"{found[f'{name}|{kind}'][0]:,.0f} us" for kind in kinds) for name in judgements}
    show(
        f"3. Reasoning: medians of {runs} interleaved runs over {SHEETS} sheets",
        ("one judgement", *kinds),
        lines,
    )
    _show_lengths(rules)


def _show_lengths(rules: Rules) -> None:
    lengths = quick_lengths(rules)
    paths = lengths.total()
    mean = sum(length * count for length, count in lengths.items()) / paths
    lines = {
        str(length): (f"{count:,}", f"{100 * count / paths:.1f} %")
        for length, count in sorted(lengths.items())
    }
    title = f"Quick length over all {paths:,} complete paths: {mean:.2f} questions in the mean, {max(lengths)} at the most"
    show(title, ("questions", "paths", "share"), lines)
