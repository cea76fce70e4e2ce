"""What is kept of a workshop: each person's answers as they stand in the database, and what is left of it in its files."""

from __future__ import annotations

import hmac
from contextlib import closing
from pathlib import Path

from bot.assemble.parts import Parts
from bot.assemble.upkeep import made_pseudonyms
from bot.store import minutes, workshops
from bot.store.opening import open_existing
from bot.workshop.meeting import Meeting
from bot.workshop.showing import Dots, Most, NearlyAll


class Book:
    """The one workshop of a database."""

    def __init__(self, database, named=""):
        with closing(open_existing(str(database))) as opened, opened.snapshot() as tx:
            found = [name for (name,) in tx.rows("SELECT id FROM workshop ORDER BY begun")]
            self.kept = workshops.named(tx, named or found[-1])
            self.seats = list(workshops.seats(tx, self.kept.id))
        self.meeting = minutes.decode(self.kept.state, Meeting)
        self.workshop = self.meeting.workshop
        self.stage = self.workshop.course.stage
        self.dialogue = Parts(chat=True).editions.current("en").rules.dialogue

    def voter(self, seat):
        return hmac.digest(self.kept.key, seat.id.encode(), "sha256").hex()[:32]

    def sheets(self, members):
        """The answers of each of these, by question: the option's number, None for "I don't know"."""
        names = made_pseudonyms()
        found = {}
        for one in members:
            pseudonym = names.of("telegram", str(one.person.id))
            (seat,) = [seat for seat in self.seats if seat.person == pseudonym]
            person = self.workshop.people[self.voter(seat)]
            found[one.person.name] = {
                question.id: None if mask == question.every else mask.bit_length() - 1
                for question, mask in zip(self.dialogue.questions, person.sheet, strict=True)
                if mask
            }
        return found

    def secrets(self):
        """All that must not be left after the end: ids of seats, names of voters, the key, and sheets as they are written.

        Who led stays, by a name that nobody can work out without the key.
        """
        voters = [self.voter(seat) for seat in self.seats]
        voters = [name for name in voters if name not in self.workshop.facilitators]
        sheets = [
            str(list(one.sheet)).replace(" ", "") for one in self.workshop.people.values() if any(one.sheet)
        ]
        words = [seat.id for seat in self.seats] + voters + sheets
        return [self.kept.key, *(word.encode() for word in words)]

    def shown(self, place):
        """What was shown first of a question, where it was everything or nearly: for each part the counts, or the answer."""
        (seen,) = [one for one in self.workshop.closing.seen if one.place == place]
        return [
            dict(part.picture.counts) if isinstance(part.picture, Dots) else part.picture
            for part in seen.parts
        ]


def fits(picture, answers):
    """Whether a picture can be one of these answers (masks with their numbers; 0 is whoever was not asked)."""
    if isinstance(picture, dict):
        return picture == answers
    people = sum(answers.values())
    match picture:
        case NearlyAll(answer=answer, of=of):
            return of == people and answers[answer] >= of - 2
        case Most(answer=answer, of=of):
            return of == people and 2 * answers[answer] > of
        case _:
            return picture.of == people


def left(database, words):
    """Which of these stand in the files of a database, byte by byte."""
    files = [Path(f"{database}{end}") for end in ("", "-wal", "-shm")]
    written = b"".join(one.read_bytes() for one in files if one.exists())
    return [word for word in words if word in written]
