"""Workshops and seats for the tests of the store, and answers to items that are about them."""

from __future__ import annotations

from posts import Diary

from bot.model.keeping import Gathered, Seat
from bot.model.post import Done, Item
from bot.model.sending import Address

HALL = Address("-1", group=True)


def gathered(name="w1", conversation="hall", **named):
    given = {"state": b"1|{}", "key": b"key", "digest": "sha256:abc", "changed": "2026-03-25T10:00:00.000Z"}
    return Gathered(id=name, conversation=conversation, **given | named)


def seat(name="s1", workshop="w1", person="ada's person", conversation="ada", **named):
    return Seat(id=name, workshop=workshop, person=person, conversation=conversation, **named)


class Hosts(Diary):
    """Like a diary; what is passed on is noted down as (where, origin, words), and an item may be answered by a function of its work."""

    def __init__(self, **does):
        super().__init__(**does)
        self.passed = []

    def __call__(self, work):
        item = work.item
        if item.kind in (Item.PASSED, Item.GOODBYE):
            origin, _, words = item.body.partition(b"\n")
            self.passed.append((item.conversation, origin.decode(), words.decode()))
            return self.on_passed(work)
        what = self.does.get(item.update)
        if callable(what):
            self.seen.append((item.conversation, item.update, work.today))
            return what(work)
        return super().__call__(work)

    def on_passed(self, work):
        return Done()
