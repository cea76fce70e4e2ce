"""How did a workshop go? What the group was sent and when, and how long people waited, from the log of calls."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from statistics import median

TO_A_CHAT = {
    *("sendMessage", "sendPhoto", "sendDocument", "pinChatMessage"),
    *("editMessageText", "editMessageCaption", "editMessageReplyMarkup"),
}
"""What Telegram counts."""
MINUTE = 60.0
WORDS = ("text", "caption")


class Log:
    """The calls of a whole run, as they came to Telegram."""

    def __init__(self, calls):
        self.calls = calls
        self._to = defaultdict(list)
        for one in calls:
            if one["method"] in TO_A_CHAT and one["result"] is not None:
                self._to[one["params"]["chat_id"]].append(one)

    def to(self, chat, *methods):
        """What reached a chat; only by these methods, if any are named."""
        return [one for one in self._to[chat] if not methods or one["method"] in methods]

    def busiest(self, chat):
        """The most that reached a chat within any sixty seconds."""
        times = [one["time"] for one in self.to(chat)]
        return max((sum(at - MINUTE < other <= at for other in times) for at in times), default=0)

    def boards(self, chat):
        """The words of every new message of a chat, in order."""
        return [said(one) for one in self.to(chat, "sendMessage", "sendPhoto", "sendDocument")]

    def twice(self, chat):
        """Those words that were sent there more than once."""
        return [words for words, times in Counter(filter(None, self.boards(chat))).items() if times > 1]

    def counters(self, chat, *marks):
        """When the edits came that tell how many have joined or finished, by the message that they stand on."""
        found = defaultdict(list)
        for one in self.to(chat, "editMessageText"):
            if any(mark in said(one) for mark in marks):
                found[one["params"]["message_id"]].append(one["time"])
        return dict(found)

    def closest(self, chat, *marks):
        """The shortest time between two of these edits of one message; None where there are not two."""
        every = [pairwise(times) for times in self.counters(chat, *marks).values()]
        gaps = [late - early for some in every for early, late in some]
        return round(min(gaps), 1) if gaps else None

    def first(self, chat, words, since=0.0):
        """When such words first reached a chat after that time."""
        return next(one["time"] for one in self.to(chat) if words in said(one) and one["time"] >= since)

    def answers(self):
        """How often each press was answered."""
        return Counter(
            one["params"]["callback_query_id"]
            for one in self.calls
            if one["method"] == "answerCallbackQuery" and one["result"]
        )


def said(one):
    """The words of a call."""
    return next((one["params"][name] for name in WORDS if name in one["params"]), "")


def waits(log, members, asks):
    """Seconds from each press of an answer to the next message of that chat which asks something."""
    found = []
    for one in members:
        times = [call["time"] for call in log.to(one.person.id, "sendMessage") if asks(said(call))]
        for press in one.pressed:
            later = [at for at in times if at > press.at]
            if press.told and later:
                found.append(later[0] - press.at)
    return found


def shares(values):
    """The median and the worst, in seconds."""
    return {"median": round(median(values), 2), "worst": round(max(values), 2)} if values else {}
