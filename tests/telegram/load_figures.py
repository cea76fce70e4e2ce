"""How did it go? What was sent twice, which press was not answered, and how long people waited, from the log of calls."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, quantiles

LIMIT = 30
"""Sends and edits that Telegram takes in a second."""
SOON = 5.0
"""Seconds in which a press would have been answered, had nobody killed the bot."""

ON_THE_WIRE = 0.5
"""Seconds that a call may take to be read."""


@dataclass(frozen=True)
class Call:
    """A call that had its effect, by its time; `lost`: no answer to it came."""

    at: float
    chat: int
    said: str
    lost: bool


class Calls:
    """The calls of a whole run."""

    def __init__(self, sends, edits, answers):
        self.sends, self.edits, self.answers = sends, edits, answers
        self.all = (*sends, *edits, *answers)
        self.repeats = sum("not modified" in (one["error"] or {}).get("description", "") for one in edits)
        self._sent = defaultdict(list)
        for one in sorted((*sends, *edits), key=lambda one: one["time"]):
            if one["result"] is not None:
                self._sent[one["params"]["chat_id"]].append(_call(one))

    def twice(self):
        """The pairs of messages that are one message, sent twice: one behind the other in a chat, with the same words."""
        return [
            (one, other)
            for sent in self._sent.values()
            for one, other in pairwise(sent)
            if one.said == other.said and not one.said.startswith("edit")
        ]

    def unexplained(self, kills):
        """Those that were neither under way at a kill nor met a failure after their effect."""
        return [
            (one, other)
            for one, other in self.twice()
            if not one.lost
            and not any(_between(one, kill, other) and one.chat in kill.under_way for kill in kills)
        ]

    def answered(self):
        """For each press, when it was answered, and whether a failure met an answer."""
        found = defaultdict(list)
        for one in self.answers:
            found[str(one["params"].get("callback_query_id"))].append(one)
        return {
            query: ([one["time"] for one in tries if one["result"]], any("fault" in one for one in tries))
            for query, tries in found.items()
        }

    def waits(self, chat, deeds):
        """Seconds from each deed that a message must follow to the first one sent after it."""
        times = [one.at for one in self._sent[chat] if not one.said.startswith("edit")]
        places = [(deed, bisect_left(times, deed.at)) for deed in deeds if deed.answered]
        return [times[place] - deed.at for deed, place in places if place < len(times)]

    def sent_to(self, chat):
        return sum(not one.said.startswith("edit") for one in self._sent[chat])


def _call(one):
    params = one["params"]
    kind = f"edit {params['message_id']} " if one["method"] == "editMessageText" else ""
    said = f"{kind}{params['text']}\n{params.get('reply_markup')}"
    return Call(one["time"], params["chat_id"], said, lost=one.get("fault") == "late")


def _between(one, kill, other):
    """Whether a kill lies between two calls; what was on the wire then may be read a little later."""
    return one.at - ON_THE_WIRE <= kill.at <= other.at


def unanswered(calls, deeds, kills):
    """Presses without an answer that no kill and no failure explains; and how many there were at all."""
    answered = calls.answered()
    missing, lost = [], 0
    for deed in deeds:
        times, failed = answered.get(deed.query, ([], False))
        if not deed.query or times or failed:
            continue
        lost += 1
        if not any(deed.at - SOON <= kill.at <= deed.at + SOON for kill in kills):
            missing.append(deed)
    return missing, lost


def answered_twice(calls, kills):
    """Presses that were answered twice without a kill between."""
    return [
        times
        for times, _ in calls.answered().values()
        if len(times) > 1 and not any(times[0] <= kill.at <= times[-1] for kill in kills)
    ]


def shares(waits):
    """The median, the 99th of a hundred and the worst of some waits, in seconds."""
    parts = quantiles(waits, n=100, method="inclusive")
    return {"p50": round(parts[49], 2), "p99": round(parts[98], 2), "worst": round(max(waits), 2)}


def of_the_limit(waits, designers, thought, calls_each):
    """The share of the wait that a bot which takes no time would have cost, too.

    So many designers ask again some seconds after each answer, and each answer takes some calls: with 30 calls a
    second they go round in `designers * calls / 30` seconds, of which they think for some.
    """
    least = max(0.0, designers * calls_each / LIMIT - thought)
    return min(1.0, least / fmean(waits))
