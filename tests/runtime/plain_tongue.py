"""A platform whose bytes are the words; `?` says nothing, and `tap QUESTION MASK` is a button."""

from bot.model.sending import Outgoing
from bot.model.talk import Chose
from bot.service.reading import Read


class Plain:
    """Reads words, and writes pages as they are."""

    def read(self, item):
        text = item.body.decode()
        if text == "?":
            return None
        if text.startswith("tap "):
            _, question, mask = text.split()
            return Read(Chose(question, int(mask)))
        return Read(text, "en")

    def write(self, turn, board):
        return tuple(Outgoing(page.text.encode()) for page in turn.pages)
