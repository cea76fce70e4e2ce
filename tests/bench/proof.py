"""How does the proof grow with the questions? Generated dialogues of ten seeds, against holding every conversation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import log10
from random import Random
from statistics import median
from time import process_time

from random_dialogues import a_dialogue, some_knowledge
from reference import World

from bot.content.library import open_library
from bot.model.conditions import Answered, AtLeast
from bot.model.dialogue import Dialogue, VerdictRow
from bot.model.errors import Severity
from bot.proof.prove import prove
from bot.reasoning.changes import nearest
from bot.reasoning.doubt import opened, results, settling
from bot.reasoning.rules import Rules
from tests.bench.table import show

SEEDS = range(10)
SIZES = (6, 10, 18, 30, 60)
HELD = 1000
"""So many conversations are held one by one to learn what one costs; where there are fewer, all of them are."""

SHEETS = 8


def a_counting_dialogue(seed: int, size: int) -> Dialogue:
    """A random dialogue with a row that counts over all its questions, so that hardly any answer is idle."""
    found = a_dialogue(seed, size=size, options=5, rows=6, reach=8, tidy=True)
    parts = tuple(Answered(q.id, (q.options[0].id,)) for q in found.questions[1:])
    row = VerdictRow(id="counts", when=AtLeast(max(2, size // 3), parts), then="r2", because="b")
    return replace(found, verdict=(found.verdict[0], row, *found.verdict[1:]))


def conversations(dialogue: Dialogue) -> int:
    """How many there are, the scope not counted."""
    rules = Rules(dialogue)
    asking = rules.asking(frozenset(range(1, len(dialogue.questions))))
    ways: list[int] = []
    for children in asking.children:
        ways.append(sum(ways[child] if child >= 0 else 1 for child in children))
    return ways[asking.root]


def held(dialogue: Dialogue, seed: int) -> Iterator[World]:
    """Conversations at random, each held by the reference, which reads conditions as they are written."""
    chance = Random(seed)
    widths = [len(question.options) for question in dialogue.questions]
    for _ in range(HELD):
        yield World(dialogue, tuple(map(chance.randrange, widths)))


def seconds_of_proof(dialogue: Dialogue, seed: int) -> tuple[float, bool]:
    """What the proof costs, and whether it came to an end within its cap."""
    knowledge = some_knowledge(seed, dialogue, count=10)
    begun = process_time()
    found = prove(Rules(dialogue), knowledge)
    return process_time() - begun, all(finding.code != "not-proved" for finding in found.findings)


def seconds_of_holding(dialogue: Dialogue, seed: int) -> float:
    """What holding every conversation costs: measured on some, counted up to all."""
    begun = process_time()
    count = sum(1 for _ in held(dialogue, seed))
    return (process_time() - begun) / count * conversations(dialogue)


def queries(dialogue: Dialogue) -> tuple[float, float, float]:
    """Microseconds after an answer for the possible results, what settles them, and the nearest change."""
    rules, chance = Rules(dialogue), Random(2013)
    drawn = [
        tuple(
            1 << chance.randrange(len(q.options)) if chance.random() < 0.5 else 0 for q in dialogue.questions
        )
        for _ in range(SHEETS)
    ]
    asked = (
        lambda sheet: results(rules, opened(rules, sheet)),
        lambda sheet: settling(rules, opened(rules, sheet)),
        lambda sheet: nearest(rules, sheet, dialogue.aims[-1]),
    )
    found = []
    for query in asked:
        query(drawn[0])
        begun = process_time()
        for sheet in drawn:
            query(sheet)
        found.append(1e6 * (process_time() - begun) / SHEETS)
    return found[0], found[1], found[2]


def run(runs: int) -> None:
    lines, bars = {}, []
    for size in SIZES:
        drawn = [(seed, a_counting_dialogue(seed, size)) for seed in SEEDS]
        done = [seconds_of_proof(dialogue, seed) for seed, dialogue in drawn]
        proofs = [time for time, _ in done]
        held_all = [seconds_of_holding(dialogue, seed) for seed, dialogue in drawn]
        asked = [median(times) for times in zip(*(queries(dialogue) for _, dialogue in drawn), strict=True)]
        ratio = median(whole / proof for whole, proof in zip(held_all, proofs, strict=True))
        lines[str(size)] = (
            f"{median(conversations(dialogue) for _, dialogue in drawn):.1e}",
            f"{1e3 * median(proofs):.1f} ms",
            f"{1e3 * max(proofs):.0f} ms",
            f"{sum(proved for _, proved in done)} of {len(done)}",
            f"{ratio:.1e} x",
            *(f"{time:,.0f} us" for time in asked),
        )
        bars.append((size, 1e3 * median(proofs)))
    heads = (
        "questions",
        "conversations",
        "proof",
        "slowest",
        "proved",
        "holding all",
        "possible",
        "settles",
        "nearest",
    )
    show("The proof against holding every conversation (ten generated dialogues, medians)", heads, lines)
    print("\nGrowth of the proof, one # for each doubling:\n")
    for size, time in bars:
        print(f"{size:>4} {'#' * max(1, round(log10(time / bars[0][1]) / log10(2)) + 1)} {time:.1f} ms")
    _shipped(runs)


def _shipped(runs: int) -> None:
    library = open_library(None)
    dialogue, knowledge = library.dialogue(), library.knowledge()
    times = []
    for _ in range(runs):
        begun = process_time()
        proof = prove(Rules(dialogue), knowledge)
        times.append(process_time() - begun)
    errors = [finding for finding in proof.findings if finding.severity is Severity.ERROR]
    print(f"\nThe shipped rules: {1e3 * median(times):.0f} ms of CPU, {len(errors)} errors.")
    possible, settles, near = queries(dialogue)
    print(f"After an answer: possible {possible:.0f} us, settles {settles:.0f} us, nearest {near:.0f} us.")
