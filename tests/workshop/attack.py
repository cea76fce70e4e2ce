"""An attacker who sees all that the group sees, knows who counts where, and reasons exactly over counts.

The rule of showing is known, too: it is called as it is, on every way in which a group could have answered. People of whom
nothing differs but their answers can change places in every such way, so whoever is asked about may have given any answer
that anybody else of the group gave in any way that looks the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations_with_replacement, product

from playing import ANSWERS, EVERY, FREE, GUARD, GUARDED, RULES, SKIPS, small

from bot.workshop import joint, showing, tally
from bot.workshop.events import Reveal, RevealAgain
from bot.workshop.people import Role
from bot.workshop.showing import Group

QUESTIONS = small().questions
BLOCK = (Role.USERS,)
FEW = (1, 2, 7)
"""The answers to the free question in the list of all worlds of two rounds."""


def cells(again=None):
    """Every way in which one person can have answered questions that hang together, second round last."""
    if again == FREE:
        return [((FREE, a), (FREE, b)) for a in FEW for b in FEW]
    firsts = [(a, b) for a in ANSWERS[GUARD] for b in ((0,) if a == SKIPS else ANSWERS[GUARDED])]
    if again is None:
        return [((GUARD, a), (GUARDED, b)) for a, b in firsts]
    kept = [(a, b, ANSWERS[again] if (a, b)[again == GUARDED] else (0,)) for a, b in firsts]
    return [((GUARD, a), (GUARDED, b), (again, c)) for a, b, more in kept for c in more]


def seen_of(answers, again, sheets):
    """What is shown of one group whose members answered so: pictures of both rounds, and the shift."""
    voters = tuple(map(str, range(len(answers))))
    group = (Group(block=BLOCK, voters=voters),)
    firsts = [one if again is None else one[:-1] for one in answers]
    casts = {voter: dict(one) for voter, one in zip(voters, firsts, strict=True)}
    first = showing.first_round(RULES, {place: group for place, _ in firsts[0]}, casts)
    if sheets and joint.countable(RULES, first, len(answers)):
        return (
            *first,
            *joint.reached(RULES, [(0, dict(one)[GUARD], dict(one)[GUARDED], 0) for one in answers]),
        )
    if again is None:
        return first
    before = {seen.place: seen for seen in first}
    second = {voter: one[-1][1] for voter, one in zip(voters, answers, strict=True)}
    after = showing.show(again, group, second, showing.clouded(RULES, again, before))
    moved = [sum(casts[voter][again] != second[voter] for voter in voters)]
    return (*first, after, *showing.shifts(QUESTIONS[again], before[again], after, moved))


class Worlds:
    """All ways in which a group of a size can have answered, by what is shown of them."""

    def __init__(self, size, again=None, *, sheets=False):
        self.seen = Looks()
        for answers in combinations_with_replacement(cells(again), size):
            self.seen.learn(seen_of(answers, again, sheets), answers)

    def certain(self):
        """Every case in which somebody's answer is known: what was seen, who looked, and of which question."""
        return self.seen.certain()


class Looks:
    """For everything that may be seen, and everybody who may look: which answers somebody else can have given.

    Who answered alike can change places, so each way of answering is learned once of a group, however many gave it.
    """

    def __init__(self):
        self._behind = defaultdict(lambda: defaultdict(set))

    def learn(self, seen, answers):
        """A group whose members answered so looks like this, to a stranger and to each of its members."""
        looks = self._behind[seen]
        several = Counter(answers)
        looks[None].update(several)
        for own, times in several.items():
            looks[own].update(other for other in several if other != own or times > 1)

    def certain(self):
        """Every case in which somebody's answer is known: what was seen, who looked, which question, and the answers."""
        return [
            (seen, own, (at, place), answers)
            for seen, looks in self._behind.items()
            for own, others in looks.items()
            for (at, place), answers in _by_question(others).items()
            if known(answers)
        ]


def _by_question(others):
    """The answers of all these to each question."""
    found = defaultdict(set)
    for one in others:
        for at, (place, answer) in enumerate(one):
            found[at, place].add(answer)
    return found


def picture_of(place, counts, *, coarse=False):
    """What is shown of one group whose answers are counted so."""
    answers = [answer for answer, times in counts for _ in range(times)]
    voters = tuple(map(str, range(len(answers))))
    group = (Group(block=BLOCK, voters=voters),)
    clouds = frozenset({0}) if coarse else frozenset()
    return showing.show(place, group, dict(zip(voters, answers, strict=True)), clouds).parts[0].picture


def ways(answers, size):
    """Every way to count so many answers."""
    return [tally.count(one) for one in combinations_with_replacement(answers, size)]


def without(counts, own):
    """The answers of the others, or None where nobody answered so."""
    if own is None:
        return {answer for answer, _ in counts}
    left = dict(counts)
    if own not in left:
        return None
    left[own] -= 1
    return {answer for answer, times in left.items() if times}


def known(possible):
    """Whether that is certain knowledge of an answer; that a question did not apply to somebody is none."""
    return len(possible) == 1 and possible != {0}


def certain_from_sheets(rules, size):
    """Every case in which a group that answered three questions, each with two options, is given away."""
    places = (1, 2, 3)
    casts = {
        tuple(showing.cast(rules, places, (0, *sheet)).items()) for sheet in product((1, 2, 3), repeat=3)
    }
    looks = Looks()
    voters = tuple(map(str, range(size)))
    group = (Group(block=BLOCK, voters=voters),)
    for answers in combinations_with_replacement(sorted(casts), size):
        by_voter = {voter: dict(one) for voter, one in zip(voters, answers, strict=True)}
        looks.learn(showing.first_round(rules, dict.fromkeys(places, group), by_voter), answers)
    return looks.certain()


class Attacker:
    """Looks at one group after another, and remembers how groups of a size can look."""

    def __init__(self):
        self.behind = {}

    def alone(self, place, size, *, coarse=False):
        """For each picture of one question all counts behind it."""
        key = place, size, coarse
        if key not in self.behind:
            self.behind[key] = defaultdict(list)
            for counts in ways((0, *ANSWERS[place]) if place == GUARDED else ANSWERS[place], size):
                self.behind[key][picture_of(place, counts, coarse=coarse)].append(counts)
        return self.behind[key]

    def leaks(self, truth, least):
        """All that somebody learns for certain from what a whole workshop has shown."""
        replies = [reply for _, reply in truth.room.replies]
        reveals = [reply.seen for reply in replies if isinstance(reply, Reveal)]
        found = self.of_round(truth, truth.first, reveals[0]) if reveals else []
        for late in reveals[1:]:
            found += self.of_round(truth, truth.late, late)
        for reply in replies:
            if isinstance(reply, RevealAgain):
                found += self.of_second(truth, reply.seen, reveals[0])
        return found + self.too_few(truth, reveals, least)

    def members(self, truth, people, part, place):
        return {v: a for v, a in truth.counted(people, place).items() if truth.roles[v] in part.block}

    def of_round(self, truth, people, shown):
        found = []
        pairs = defaultdict(list)
        for seen in shown:
            for part in seen.parts:
                members = self.members(truth, people, part, seen.place)
                if seen.place == FREE:
                    found += self.of_part(part, members, FREE)
                else:
                    pairs[part.block].append((seen.place, part.picture, members))
        for told in pairs.values():
            found += self.of_pair(told)
        return found

    def of_part(self, part, members, place, *, coarse=False):
        """One question by itself: who can have answered what."""
        behind = self.alone(place, len(members), coarse=coarse)[part.picture]
        found = []
        for own in (None, *set(members.values())):
            possible = set().union(*(without(counts, own) or () for counts in behind))
            if known(possible):
                found.append((place, part, own, possible))
        return found

    def of_pair(self, told):
        """The question that lets another fall away, and that other, of the same people.

        Two counts fit together where as many gave the answer that skips as were not asked; who gave which is then free.
        """
        (_, guard, first), (_, guarded, second) = told
        assert first.keys() == second.keys()
        size = len(first)
        worded = not isinstance(guard, showing.Dots)
        firsts, seconds = self.alone(GUARD, size)[guard], self.alone(GUARDED, size, coarse=worded)[guarded]
        worlds = [
            (one, two) for one in firsts for two in seconds if dict(one).get(SKIPS, 0) == dict(two).get(0, 0)
        ]
        assert worlds
        found = []
        for own in (None, *{(first[voter], second[voter]) for voter in first}):
            x, y = own or (None, None)
            others = [(without(one, x), without(two, y)) for one, two in worlds]
            others = [pair for pair in others if None not in pair]
            for at in (0, 1):
                possible = set().union(*(pair[at] for pair in others))
                if known(possible):
                    found.append((guard, guarded, own, at, possible))
        return found

    def of_second(self, truth, seen, shown):
        """The second round by itself; what both rounds and the shift give away together is proved for all small groups."""
        now, found = truth.second[seen.place], []
        clouds = {
            part.block
            for other in shown
            for part in other.parts
            if other.place == GUARD and not isinstance(part.picture, showing.Dots)
        }
        for part in seen.parts:
            first = self.members(truth, truth.first, part, seen.place)
            coarse = seen.place == GUARDED and part.block in clouds
            found += self.of_part(part, {voter: now[voter] for voter in first}, seen.place, coarse=coarse)
        return found

    def too_few(self, truth, reveals, least):
        """Groups of fewer than the promised size whose distribution can be had, by any sums and differences."""
        found = []
        for place in EVERY:
            populations = [
                frozenset(self.members(truth, people, part, place))
                for shown, people in zip(reveals, (truth.first, truth.late), strict=False)
                for seen in shown
                if seen.place == place
                for part in seen.parts
            ]
            found += [(place, atom) for atom in atoms(populations) if len(atom) < least]
        return found


def atoms(populations):
    """The smallest groups that these can be cut into."""
    cut = []
    for population in populations:
        pieces, left = [], set(population)
        for piece in cut:
            pieces += [part for part in (piece & left, piece - left) if part]
            left -= piece
        cut = [*pieces, left] if left else pieces
    return cut
