"""What a test may ask of the stand-in itself, beside the people's deeds."""

from __future__ import annotations

import time
from dataclasses import replace

from tests.botapi import groups, people, profile, views
from tests.botapi.faults import Failure, Fault


def chat(world, chat):
    """All messages of a chat, in order, as they look now."""
    messages = world.chats[chat].messages
    return [views.seen(world, messages[number]) for number in sorted(messages)]


def calls(world, method=None):
    return [one for one in world.calls if method is None or one["method"].lower() == method.lower()]


def worst(world):
    return world.flood.worst() | {"answered_twice": world.twice, "too_old": world.too_old}


def fault(world, method, kind, **facts):
    world.faults.append(Fault(method=method, kind=Failure(kind), **facts))
    return {}


def mend(world):
    """No fault is left."""
    world.faults.clear()
    return {}


def repeat(world, share, *, at_once=False):
    """A share of updates comes once more after it was taken; or, to a webhook, twice at once."""
    world.updates.repeated, world.updates.doubled = (0.0, share) if at_once else (share, 0.0)
    return {}


def raw(world, update, chat=None):
    world.updates.put(update, chat)
    return {}


def skip_ids(world, to):
    world.updates.skip(to)
    return {}


def pending(world):
    return len(world.updates.pending)


def ages(world, chat, message, hours):
    """A message is older than it was."""
    messages = world.chats[chat].messages
    messages[message] = replace(messages[message], date=int(time.time() - hours * 3600))
    return {}


DEEDS = {
    deed.__name__: deed
    for deed in (
        profile.menu,
        *(chat, calls, worst, fault, mend, repeat, raw, skip_ids, pending, ages),
        *(people.person, people.says, people.sends, people.forwards, people.edits, people.presses),
        *(people.blocks, people.unblocks, people.deactivates),
        *(groups.group, groups.add_bot, groups.kick_bot, groups.mute, groups.promote, groups.joins),
        *(groups.leaves, groups.topic, groups.close_topic, groups.delete_topic, groups.upgrade),
        *(groups.post_as_channel, groups.post_as_bot),
    )
}
