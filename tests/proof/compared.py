"""What the prover must find in a small dialogue, worked out by holding every conversation."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from random_dialogues import a_dialogue, another_version, some_knowledge
from reference import Worlds

from bot.model.conditions import AnyOf
from bot.model.knowledge import Kind
from bot.proof.case import Case
from bot.proof.compare import compare
from bot.proof.facts import facts
from bot.proof.prove import CHECKS, FIRST
from bot.proof.questions import quick
from bot.proof.results import Order, steps
from bot.proof.walks import counts, shortest
from bot.reasoning import doubt
from bot.reasoning.changes import nearest
from bot.reasoning.reasons import reasons
from bot.reasoning.rules import Rules


class Expected:
    """The findings of one dialogue with its knowledge, as pairs of a code and a subject."""

    def __init__(self, dialogue, knowledge):
        self.dialogue, self.knowledge = dialogue, knowledge
        self.worlds = Worlds(dialogue)
        self.variants = [self.worlds, *(Worlds(dialogue, frozenset({name})) for name in dialogue.readings)]

    def first(self):
        """Those without which nothing else is worked out."""
        return {*self.never_asked(), *self.gaps()}

    def rest(self):
        """All others."""
        return {
            *self.dead_rows(),
            *self.overlaps(),
            *self.dead_values(),
            *self.dead_results(),
            *self.lowered(),
            *self.decides(),
            *self.alike(),
            *self.never_shown(),
            *self.without_enabler(),
        }

    def never_asked(self):
        for question in self.dialogue.questions:
            if all(world.answers[question.id] is None for world in self.worlds.askable):
                yield "never-asked", ("question", question.id, "when")

    def gaps(self):
        for worlds in self.variants:
            for fact in self.dialogue.facts:
                if "gap" in worlds.ends(worlds.table(gap_of(worlds, fact))):
                    yield "gap", ("fact", fact.id)

    def dead_rows(self):
        tables = [(("fact", fact.id), fact.rows, fact) for fact in self.dialogue.facts]
        for subject, rows, fact in [*tables, (("verdict",), self.dialogue.verdict, None)]:
            for at, row in enumerate(rows):
                aside = frozenset({row.without} if row.without else ())
                worlds = next(worlds for worlds in self.variants if worlds.without == aside)
                hits = worlds.table(lambda w, f=fact: w.fact_rows[f.id] if f else w.row)
                if at not in worlds.ends(hits) | {hits[choice] for choice in worlds.askable_choices}:
                    yield "dead-row", (*subject, "row", str(at + 1)) if fact else ("verdict", row.id)

    def ever(self, outcome):
        """The outcomes of all conversations, whichever reading is set aside."""
        return {end for worlds in self.variants for end in worlds.ends(worlds.table(outcome))}

    def overlaps(self):
        for fact in self.dialogue.facts:
            for at in range(1, len(fact.rows)) if fact.unique else ():
                if any(True in worlds.ends(worlds.table(shares(fact, at))) for worlds in self.variants):
                    yield "overlap", ("fact", fact.id, "row", str(at + 1))

    def dead_values(self):
        for fact in self.dialogue.facts:
            reached = self.ever(lambda world, fact=fact: world.facts[fact.id])
            for value in fact.values:
                if value.id not in reached:
                    yield "dead-value", ("fact", fact.id, "value", value.id)

    def dead_results(self):
        reached = {world.rung for world in self.worlds.by_choice.values()}
        for result in self.dialogue.results:
            if result.id not in reached:
                yield "dead-result", ("result", result.id)

    def lowered(self):
        for place, question in enumerate(self.dialogue.questions):
            for worse, better in combinations(range(len(question.steps)), 2):
                if any(falls(worlds, place, worse, better) for worlds in self.variants):
                    yield "lowered", ("question", question.id)

    def decides(self):
        depends = self.worlds.depends(self.worlds.table(lambda world: world.rung)) - {0}
        guards = {
            place: self.worlds.depends(
                self.worlds.table(lambda world, question=question: world.answers[question.id] is not None)
            )
            for place, question in enumerate(self.dialogue.questions)
        }
        order = self.dialogue.order(quick=True)
        for place, question in enumerate(self.dialogue.questions[1:], start=1):
            told = question.id in self.dialogue.quick
            if told != (place in depends):
                yield "decides", ("question", question.id)
            if told and not guards[place] <= set(order[: order.index(place)]):
                yield "quick-order", ("question", question.id)

    def alike(self):
        ends = self.ends()
        for place, question in enumerate(self.dialogue.questions):
            opens = [option.opens for option in question.options]
            same = {
                (one, other): opens[one] == opens[other]
                and all(
                    end == ends[(*choice[:place], other, *choice[place + 1 :])]
                    for choice, end in ends.items()
                    if choice[place] == one
                )
                for one, other in combinations(range(len(question.options)), 2)
            }
            if all(same.values()):
                yield "no-difference", ("question", question.id)
            else:
                yield from self.twins(question, same)

    def twins(self, question, same):
        """The groups of options that are alike, told at the second; and pairs that `alike` names and that differ."""
        names = [option.id for option in question.options]
        for one in range(len(names)):
            group = [one, *(other for other in range(one + 1, len(names)) if same[one, other])]
            first = not any(same[before, one] for before in range(one))
            if (
                first
                and len(group) > 1
                and not any({names[at] for at in group} <= said for said in question.alike)
            ):
                yield "no-difference", ("question", question.id, "option", names[group[1]])
        for said in question.alike:
            places = [at for at, name in enumerate(names) if name in said]
            apart = [at for at in places[1:] if not same[places[0], at]]
            if apart:
                yield "differ", ("question", question.id, "option", names[apart[0]])

    def ends(self):
        """Everything that can follow from a choice, but the answers themselves."""
        whens = [item.when for item in self.knowledge.items] + [aim.want for aim in self.dialogue.aims]
        return {
            choice: [
                tuple(map(world.holds, whens)),
                tuple(world.answers[q.id] is None for q in self.dialogue.questions),
                *(
                    (worlds.by_choice[choice].row, tuple(worlds.by_choice[choice].facts.values()))
                    for worlds in self.variants
                ),
            ]
            for choice, world in self.worlds.by_choice.items()
        }

    def shown(self, item):
        """The worlds, of services in scope, that show an item."""
        barriers = {b.id: b.when for b in self.knowledge.of(Kind.BARRIER)}
        for world in self.worlds.inside.values():
            beside = item.kind is not Kind.ENABLER or any(world.holds(barriers[name]) for name in item.links)
            if beside and world.holds(item.when):
                yield world

    def never_shown(self):
        for item in self.knowledge.items:
            if not any(self.shown(item)):
                yield "never-shown", (item.kind, item.id)

    def without_enabler(self):
        """An open scope counts: its out-of-scope worlds are shown as possible, too."""
        enablers = {item.id: item.when for item in self.knowledge.of(Kind.ENABLER)}
        for barrier in self.knowledge.of(Kind.BARRIER):
            whens = [enablers[name] for name in barrier.links]
            read = self.reads(barrier.when)
            sure = [when for when in whens if self.reads(when) <= read]
            for world in self.worlds.by_choice.values():
                helped = any(world.holds(when) for when in sure)
                if world.holds(barrier.when) and not helped:
                    yield "without-enabler", (barrier.kind, barrier.id)

    def reads(self, condition):
        return self.worlds.depends(self.worlds.table(lambda world: world.holds(condition)))


def shares(fact, at):
    """Whether a world fits a row, and one before it."""

    def outcome(world):
        fitting = [place for place, _ in world.fitting(fact.rows)]
        return at in fitting and min(fitting) < at

    return outcome


def falls(worlds, place, worse, better):
    """For each fall: the questions that tell the two conversations apart from the others."""
    table = worlds.table(lambda world: world.rung)
    found = []
    for choice, rung in table.items():
        other = (*choice[:place], better, *choice[place + 1 :])
        if choice[place] == worse and table[other] in BELOW[rung]:
            found.append({*worlds.way(table, choice), *worlds.way(table, other)})
    return found


BELOW = {
    "r0": set(),
    "r1": set(),
    "r2": {"r0", "r1"},
    "r3": {"r0", "r1", "r2"},
    "out-of-scope": set(),
}


def gap_of(worlds, fact):
    """What a world's answers give a fact: the row that fits, "not_asked", or "gap" where a question it hangs on was asked."""
    if all(world.fact_rows[fact.id] is not None for world in worlds.by_choice.values()):
        return lambda world: world.fact_rows[fact.id]
    places = worlds.turns_on(lambda world: world.fact_rows[fact.id])
    names = [worlds.dialogue.questions[place].id for place in places]

    def outcome(world):
        row = world.fact_rows[fact.id]
        unasked = names and all(world.answers[name] is None for name in names)
        return row if row is not None else "not_asked" if unasked else "gap"

    return outcome


def lengths(worlds, table, order=None):
    """The fewest, the most and the mean number of questions, the scope not counted."""
    ways = worlds.ways(table, order)
    scopes = len(worlds.widths) and worlds.widths[0] - len(worlds.outside)
    counted = []
    for way, asked in ways.items():
        others = [place for place in asked if place]
        chance = Fraction(1, scopes if any(place == 0 for place, _ in way) else 1)
        for place in others:
            chance /= worlds.widths[place]
        counted.append((len(others), chance))
    sizes = [size for size, _ in counted]
    return min(sizes), max(sizes), sum(size * chance for size, chance in counted)


def disagreements(seeds):
    """Where the prover and the reference find different things in these dialogues, each with its knowledge."""
    return [(seed, told) for seed in seeds for told in _findings(seed)]


def _findings(seed):
    dialogue = a_dialogue(seed)
    knowledge = some_knowledge(seed + 1000, dialogue)
    case, expected = Case(Rules(dialogue), knowledge), Expected(dialogue, knowledge)
    first = {(one.code, one.subject) for check in FIRST for one in check.findings(case)}
    if first or expected.first():
        return first ^ expected.first()
    found = {(one.code, one.subject) for check in CHECKS[:-1] for one in check.findings(case)}
    wanted = expected.rest()
    # `quick-order` looks at the names in a `when`, so it may say more than what the `when` comes to.
    more = {pair for pair in found - wanted if pair[0] == "quick-order"}
    return (found ^ wanted) - more


def miscounted(seeds):
    """Where dependence, counts, lengths or shortest witnesses differ from what all conversations show."""
    return [(seed, told) for seed in seeds for told in _miscounted(seed)]


def _miscounted(seed):
    dialogue = a_dialogue(seed, tidy=bool(seed % 2))
    knowledge = some_knowledge(seed + 1000, dialogue)
    rules, worlds = Rules(dialogue), Worlds(dialogue)
    for name, diagram, outcome in _diagrams(rules, knowledge):
        table = worlds.table(outcome)
        if frozenset(diagram.asks) != worlds.depends(table):
            yield name, "depends"
        if dict(counts(rules, diagram)) != worlds.counts(table, worlds.closure(frozenset(diagram.asks))):
            yield name, "counts"
        for end in set(table.values()):
            ways = [worlds.way(table, choice) for choice in table if table[choice] == end]
            if len(shortest(diagram, 1 << end)) != min(map(len, ways)):
                yield name, "shortest"
    yield from _misordered(rules)
    yield from _mismeasured(rules, knowledge, worlds)


def _diagrams(rules, knowledge):
    results = [result.id for result in rules.dialogue.results]
    rows = [rules.dialogue.verdict.index(row) for row in rules.rows]
    yield "rows", rules.by_row, lambda world: rows.index(world.row)
    yield "results", rules.by_result, lambda world: results.index(world.rung)
    for item in knowledge.items:
        yield item.id, rules.holds(item.when), lambda world, item=item: int(world.holds(item.when))


def _misordered(rules):
    order, worlds = Order(rules), Worlds(rules.dialogue)
    for place, question in enumerate(rules.dialogue.questions):
        for worse, better in steps(question):
            found, expected = order.fall(place, worse, better), falls(worlds, place, worse, better)
            if (len(found) if found else None) != min(map(len, expected), default=None):
                yield question.id, "lowered"


def _mismeasured(rules, knowledge, worlds):
    case = Case(rules, knowledge)
    if any(list(check.findings(case)) for check in FIRST) or list(quick(case)):
        return
    found = facts(case)
    table = worlds.table(lambda world: world.rung)
    asked = worlds.table(lambda world: tuple(world.answers.values()))
    for name, got, expected in (
        ("quick", found.quick, lengths(worlds, table, rules.dialogue.order(quick=True))),
        ("full", found.full, lengths(worlds, asked)),
    ):
        if (got.shortest, got.longest, got.mean) != expected:
            yield name, "lengths"


def unshown(seeds):
    """Where a witness leaves the fault that it should show in doubt, or has an answer that it does not need."""
    return [(seed, told) for seed in seeds for told in _unshown(seed)]


def _unshown(seed):
    dialogue = a_dialogue(seed)
    knowledge = some_knowledge(seed + 1000, dialogue)
    case, expected = Case(Rules(dialogue), knowledge), Expected(dialogue, knowledge)
    for check in (*FIRST, *CHECKS[:-1]):
        for finding in check.findings(case):
            shows = _shows(finding, expected)
            if shows and not (shows(finding.witness) and _lean(finding, shows)):
                yield finding


def _lean(finding, shows):
    """Whether no answer of a witness can be dropped."""
    shorter = [tuple(kept for kept in finding.witness if kept != answer) for answer in finding.witness]
    return not any(map(shows, shorter))


def _shows(finding, expected):
    """Whether all completions of some answers show the finding."""
    name = finding.subject[1]
    dialogue = expected.dialogue
    match finding.code:
        case "gap":
            fact = next(one for one in dialogue.facts if one.id == name)
            aside = {name for name in dialogue.readings if name in finding.message}
            worlds = next(worlds for worlds in expected.variants if worlds.without == aside)
            outcome = gap_of(worlds, fact)
            return lambda answers: all(outcome(world) == "gap" for world in worlds.completed(answers))
        case "without-enabler":
            barrier = next(one for one in expected.knowledge.items if one.id == name)
            whens = {item.id: item.when for item in expected.knowledge.of(Kind.ENABLER)}
            all_of = [whens[link] for link in barrier.links]
            sure = [when for when in all_of if expected.reads(when) <= expected.reads(barrier.when)]
            helping = sure if "may be" in finding.message else all_of
            return lambda answers: all(
                world.holds(barrier.when) and not any(map(world.holds, helping))
                for world in expected.worlds.completed(answers)
            )
    return None


def miscompared(seeds):
    """Where the comparison of two versions counts other shifts than holding every conversation in both does."""
    return [(seed, told) for seed in seeds for told in _miscompared(seed)]


def _miscompared(seed):
    one = a_dialogue(seed, size=3, tidy=True)
    other = another_version(seed, one)
    nothing = some_knowledge(seed, one, count=0)
    for old, new in ((one, other), (other, one)):
        found = compare((old, nothing), (new, nothing))
        held = _held_in_both(old, new)
        expected = Counter(held.values())
        moved = {ends: count for ends, count in expected.items() if ends[0] != ends[1]}
        if {(shift.before, shift.after): shift.count for shift in found.shifts} != moved:
            yield "shifts"
        if found.conversations != sum(expected.values()):
            yield "conversations"
        yield from (shift for shift in found.shifts if not _is_example(shift, old, new))
        yield from (
            shift for shift in found.shifts if dict(shift.common) != _in_common(shift, held, old, new)
        )


def _held_in_both(old, new):
    """The two results of every conversation about what decides in either version, None where a version lacks an answer."""
    sides, places = _sides(old, new)
    found = {}
    for choice in sides[0].by_choice:
        held = _hold(sides, choice, (old, new), places)
        if held:
            found[held[0]] = held[1]
    return found


def _in_common(shift, held, old, new):
    """The questions that all conversations of a shift answer, and not by every option, with their options."""
    said = [dict(answers) for answers, ends in held.items() if ends == (shift.before, shift.after)]
    sides, _ = _sides(old, new)
    options = {question.id: {o.id for o in question.options} for question in sides[0].dialogue.questions[1:]}
    chosen = {name: {answers.get(name) for answers in said} for name in options}
    return {
        name: tuple(o.id for o in sides[0].dialogue.question(name).options if o.id in found)
        for name, found in chosen.items()
        if None not in found and found != options[name]
    }


def _sides(old, new):
    """Both versions over all questions and options of either, and the places that decide in one of them."""
    longest = max((new, old), key=lambda dialogue: len(dialogue.questions))
    questions = []
    for question in longest.questions:
        mine = [dialogue.question(question.id) for dialogue in (new, old) if question.id in dialogue.index]
        questions.append(replace(question, options=max((one.options for one in mine), key=len), steps=()))
    wide = [_wide(dialogue, questions) for dialogue in (old, new)]
    sides = [Worlds(dialogue) for dialogue in wide]
    places = {0}.union(*(side.closure(side.depends(side.table(lambda world: world.rung))) for side in sides))
    return sides, places


def _wide(dialogue, questions):
    never = AnyOf(())
    guards = {question.id: question.when for question in dialogue.questions}
    return replace(
        dialogue,
        questions=tuple(replace(question, when=guards.get(question.id, never)) for question in questions),
    )


def _hold(sides, choice, dialogues, places):
    """One conversation in both versions: what was said, and the two results; None where no version can ask so."""
    worlds = [side.by_choice[choice] for side in sides]
    own = [
        {(question.id, option.id) for question in dialogue.questions for option in question.options}
        for dialogue in dialogues
    ]
    alive, said = [True, True], []
    for place, question in enumerate(worlds[0].dialogue.questions):
        answer = (question.id, question.options[choice[place]].id)
        asks = [
            alive[at]
            and world.answers[question.id] is not None
            and (place == 0 or choice[0] not in sides[at].outside)
            for at, world in enumerate(worlds)
        ]
        if place in places and any(asks):
            said.append(answer)
            if not any(asks[at] and answer in own[at] for at in (0, 1)):
                return None
            alive = [alive[at] and not (asks[at] and answer not in own[at]) for at in (0, 1)]
    ends = tuple(world.rung if alive[at] else None for at, world in enumerate(worlds))
    return None if ends == (None, None) else (tuple(said), ends)


def _is_example(shift, old, new):
    """Whether every completion of an example ends as the shift says, in each version that has all its answers."""
    sides, _ = _sides(old, new)
    return all(
        end is None or {world.rung for world in side.completed(shift.example)} == {end}
        for side, end in zip(sides, (shift.before, shift.after), strict=True)
    )


def misjudged(seeds):
    """Where possible results, reasons, settling questions or the nearest change differ, for random sheets."""
    return [(seed, told) for seed in seeds for told in _misjudged(seed)]


def _misjudged(seed):
    dialogue, chance = a_dialogue(seed, size=3), random.Random(seed)
    rules, worlds, aim = Rules(dialogue), Worlds(dialogue), dialogue.aims[0]
    for _ in range(4):
        sheet = tuple(
            chance.choice([0, q.every, 1 << chance.randrange(len(q.options)), chance.randint(1, q.every)])
            for q in dialogue.questions
        )
        masks = doubt.opened(rules, sheet)
        plan = nearest(rules, sheet, aim)
        pairs = {
            "opened": (masks, worlds.opened(sheet)),
            "results": (set(doubt.results(rules, masks)), worlds.results(masks)),
            "reasons": (
                tuple(dialogue.index[given.question] for given in reasons(rules, sheet)),
                worlds.reasons(sheet),
            ),
            "settles": (tuple(map(list, doubt.settling(rules, masks))), worlds.settles(sheet)),
            "nearest": (plan and _edit(dialogue, plan), worlds.nearest(sheet, aim.want)),
        }
        yield from ((sheet, name) for name, (got, wanted) in pairs.items() if got != wanted)


def _edit(dialogue, plan):
    return tuple(
        (dialogue.index[one.question], [o.id for o in dialogue.question(one.question).options].index(one.to))
        for one in plan.changes
    )
