"""A slow reference: every conversation of any small dialogue is held, and conditions are read as they are written.

Nothing here is shared with `bot` but the nouns of the model: no formula, no diagram, no search.
"""

from __future__ import annotations

from functools import cached_property
from itertools import combinations, product

from bot.model.conditions import All, Answered, AnyOf, AtLeast, FactIs, NoneOf, RungIs

OUT = "out-of-scope"


class World:
    """One way to answer every question; those that are not asked count as None."""

    def __init__(self, dialogue, choice, without=frozenset(), *, guarded=True):
        self.dialogue, self.without = dialogue, without
        self.answers, self.facts, self.rung = {}, {}, None
        for question, at in zip(dialogue.questions, choice, strict=True):
            asked = self.holds(question.when) if guarded else at < len(question.options)
            self.answers[question.id] = question.options[at].id if asked else None
        self.fact_rows = {}
        for fact in dialogue.facts:
            at, row = self._first(fact.rows)
            self.fact_rows[fact.id] = at
            self.facts[fact.id] = "not_asked" if row is None else row.then
        self.row, row = self._first(dialogue.verdict)
        self.rung = row.then

    def holds(self, condition):
        match condition:
            case Answered():
                return self.answers[condition.question] in condition.options
            case FactIs():
                return self.facts[condition.fact] in condition.values
            case RungIs():
                return self.rung in condition.results
            case All():
                return all(map(self.holds, condition.of))
            case AnyOf():
                return any(map(self.holds, condition.of))
            case NoneOf():
                return not any(map(self.holds, condition.of))
            case AtLeast():
                return sum(map(self.holds, condition.of)) >= condition.count

    def fitting(self, rows):
        """The rows that count and hold, each with its place, one after the other."""
        for at, row in enumerate(rows):
            held = row.holds is None or row.holds not in self.without
            if held and (row.without is None or row.without in self.without) and self.holds(row.when):
                yield at, row

    def _first(self, rows):
        return next(self.fitting(rows), (None, None))


class Worlds:
    """All worlds of a dialogue, by the options chosen."""

    def __init__(self, dialogue, without=frozenset()):
        self.dialogue, self.without = dialogue, without
        self.widths = [len(question.options) for question in dialogue.questions]
        self.by_choice = {
            choice: World(dialogue, choice, without) for choice in product(*map(range, self.widths))
        }

    @cached_property
    def outside(self):
        """The scope options that alone end the assessment."""
        return {
            at
            for at in range(self.widths[0])
            if all(world.rung == OUT for choice, world in self.by_choice.items() if choice[0] == at)
        }

    @cached_property
    def inside(self):
        """The worlds of services in scope."""
        return {choice: world for choice, world in self.by_choice.items() if choice[0] not in self.outside}

    @cached_property
    def askable_choices(self):
        """The choices of services in scope, and of those of which a part is looked at alone."""
        scope = self.dialogue.questions[0]
        return [
            choice
            for choice in self.by_choice
            if choice[0] not in self.outside or scope.options[choice[0]].opens
        ]

    @cached_property
    def askable(self):
        """Their worlds."""
        return [self.by_choice[choice] for choice in self.askable_choices]

    def table(self, outcome):
        """The outcome of every choice."""
        return {choice: outcome(world) for choice, world in self.by_choice.items()}

    def depends(self, table):
        """The places of the questions that a table of outcomes depends on: those where some option ends otherwise than the first."""
        return frozenset(
            place
            for place in range(len(self.widths))
            if any(
                table[(*choice[:place], 0, *choice[place + 1 :])] != outcome
                for choice, outcome in table.items()
                if choice[place]
            )
        )

    def way(self, table, choice, order=None):
        """The questions that a conversation asks which asks only what still makes a difference, in order."""
        asked, rest = [], table
        for place in order or range(len(self.widths)):
            branches = [
                {_without(one, place): outcome for one, outcome in rest.items() if one[place] == at}
                for at in range(self.widths[place])
            ]
            if any(branch != branches[0] for branch in branches):
                asked.append(place)
            rest = {one: outcome for one, outcome in rest.items() if one[place] == choice[place]}
        return asked

    def ways(self, table, order=None):
        """The ways of all services in scope, each with how likely it is where every option is equally likely."""
        found = {}
        for choice in self.inside:
            asked = self.way(table, choice, order)
            found[tuple((place, choice[place]) for place in asked)] = asked
        return found

    def counts(self, table, places):
        """How many conversations over these questions have which outcome."""
        found = {}
        for choice, world in self.by_choice.items():
            answers = list(world.answers.values())
            ended = choice[0] in self.outside and 0 in places
            key = (
                choice[:1]
                if ended
                else tuple(answers[place] if place in places else None for place in range(len(answers)))
            )
            found.setdefault(key, set()).add(table[choice])
        known = [next(iter(outcomes)) for outcomes in found.values() if len(outcomes) == 1]
        return {outcome: known.count(outcome) for outcome in set(known)}

    def ends(self, table):
        """The outcomes that conversations end with: one that stops at the scope ends with an outcome that is known there."""
        found = {table[choice] for choice in self.inside}
        for at in self.outside:
            there = {outcome for choice, outcome in table.items() if choice[0] == at}
            found |= there if len(there) == 1 else set()
        return found

    def closure(self, places):
        """These places with those that decide whether they are asked."""
        found = set(places)
        for place in sorted(range(len(self.widths)), reverse=True):
            if place in found:
                name = self.dialogue.questions[place].id
                found |= self.depends(self.table(lambda world, name=name: world.answers[name] is not None))
        return frozenset(found)

    def turns_on(self, outcome):
        """The places that an outcome turns on, were each question free to be asked or not."""
        widths = [width + 1 for width in self.widths]
        table = {
            choice: outcome(World(self.dialogue, choice, self.without, guarded=False))
            for choice in product(*map(range, widths))
        }
        return self.depends(table)

    # -- sheets

    def opened(self, sheet):
        """The sheet with everything that is open, or does not apply, as all that it could be."""
        masks = [
            mask or (1 << [o.id for o in q.options].index(q.given) if q.given else q.every)
            for mask, q in zip(sheet, self.dialogue.questions, strict=True)
        ]
        worlds = self.completions(masks)
        return tuple(
            mask if any(world.answers[q.id] is not None for world in worlds) else q.every
            for mask, q in zip(masks, self.dialogue.questions, strict=True)
        )

    def completions(self, masks):
        ways = product(*[[at for at in range(mask.bit_length()) if mask >> at & 1] for mask in masks])
        return [self.by_choice[choice] for choice in ways]

    def completed(self, answers):
        """The worlds that given answers leave open; an open scope counts as given."""
        chosen = dict(answers)
        masks = []
        for question in self.dialogue.questions:
            names = [option.id for option in question.options]
            told = chosen.get(question.id, question.given)
            masks.append(1 << names.index(told) if told else question.every)
        return self.completions(masks)

    def results(self, masks):
        return {world.rung for world in self.completions(masks)}

    def rows(self, masks):
        return {world.row for world in self.completions(masks)}

    def reasons(self, sheet):
        """The places of the smallest set of answers that fixes the row, else the results."""
        masks, nothing = self.opened(sheet), self.opened([0] * len(sheet))
        fixes = self.rows if len(self.rows(masks)) == 1 else self.results
        told = [place for place, mask in enumerate(masks) if mask != nothing[place]]
        subsets = (chosen for size in range(len(told) + 1) for chosen in combinations(told, size))
        return next(
            chosen
            for chosen in subsets
            if fixes([masks[at] if at in chosen else nothing[at] for at in range(len(masks))]) == fixes(masks)
        )

    def nearest(self, sheet, want):
        """The cheapest edit after which every completion is as wanted; () where it is reached, None where none is."""
        masks = self.opened(sheet)
        if all(world.holds(want) for world in self.completions(masks)):
            return ()
        found = []
        for edit in product(*[[None, *range(width)] for width in self.widths]):
            tried = [mask if at is None else 1 << at for mask, at in zip(masks, edit, strict=True)]
            if self._allowed(masks, edit) and all(world.holds(want) for world in self.completions(tried)):
                found.append((self._cost(masks, edit), edit))
        if not found:
            return None
        return tuple(
            (place, at) for place, at in enumerate(min(found, key=lambda one: one[0])[1]) if at is not None
        )

    def settles(self, sheet):
        """The questions that settle the result whatever their answer, else those that may."""
        masks = self.opened(sheet)
        if len(self.results(masks)) == 1:
            return [], []
        always, may = [], []
        for place, question in enumerate(self.dialogue.questions):
            options = [at for at in range(self.widths[place]) if masks[place] >> at & 1]
            asked = any(world.answers[question.id] is not None for world in self.completions(masks))
            if len(options) > 1 and asked:
                ones = [
                    len(self.results((*masks[:place], 1 << at, *masks[place + 1 :]))) == 1 for at in options
                ]
                if any(ones):
                    (always if all(ones) else may).append(question.id)
        return always, [] if always else may

    def _pairs(self, edit):
        return [
            (place, q.id, q.options[at].id, at)
            for place, (q, at) in enumerate(zip(self.dialogue.questions, edit, strict=True))
            if at is not None
        ]

    def _allowed(self, masks, edit):
        never = self.dialogue.changeable.never
        return all(masks[p] != 1 << at and (q, o) not in never for p, q, o, at in self._pairs(edit))

    def _cost(self, masks, edit):
        hard = self.dialogue.changeable.shown | self.dialogue.changeable.not_ours
        pairs = self._pairs(edit)
        return (
            len(pairs),
            sum((q, o) in hard for _, q, o, _ in pairs),
            sum(self._steps(masks[place], place, at) for place, _, _, at in pairs),
            [place for place, _, _, _ in pairs],
            [at for _, _, _, at in pairs],
        )

    def _steps(self, mask, place, to):
        question = self.dialogue.questions[place]
        if not question.steps or mask == question.every:
            return 1
        starts = [at for at in range(self.widths[place]) if mask >> at & 1]
        return max(1, min(abs(question.steps[to] - question.steps[at]) for at in starts))


def _without(choice, place):
    return (*choice[:place], None, *choice[place + 1 :])
