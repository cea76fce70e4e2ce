"""How does a session become bytes? One compact line of ids, so that it can be read under a newer dialogue too.

The first line holds the conversation; a second one, as JSON, what a person wrote, where there is any.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.model.dialogue import Dialogue
from bot.model.errors import StoreError
from bot.model.ids import DONT_KNOW, AimId, Digest, ItemId, QuestionId
from bot.model.session import EMPTY_NOTEBOOK, Action, Doubt, Length, Notebook, Session, Stage
from bot.model.talk import Ask, Topic

FORMAT = "1"
OFFERED: Final = 13
"""The place of the fields that are only there where they say something: a draft without them stays readable."""

MORE: Final = ("offered", "listing")
"""Those fields, in their order."""

LENGTHS = {length.value: length for length in Length}
STAGES = {stage.value: stage for stage in Stage}


class Codec:
    """Writes and reads the sessions of one dialogue; answers are kept by their ids."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue
        self._bits = {
            f"{question.id}={option.id}": (place, 1 << at)
            for place, question in enumerate(dialogue.questions)
            for at, option in enumerate(question.options)
        }
        self._bits |= {
            f"{question.id}={DONT_KNOW}": (place, question.every)
            for place, question in enumerate(dialogue.questions)
        }
        self._words = _Words(dialogue)

    def encode(self, session: Session) -> bytes:
        """The session as bytes."""
        sheet = session.sheet
        trail = session.trail
        words = [self._words[place, sheet[place]] for place in trail]
        rest = [self._words[place, mask] for place, mask in enumerate(sheet) if mask and place not in trail]
        listing = f"{session.listing.topic}:{session.listing.about}" if session.listing else ""
        more = (session.offered or "", listing) if listing else (session.offered,) if session.offered else ()
        line = "|".join(
            (
                FORMAT,
                session.dialogue,
                session.language,
                session.length.value,
                session.stage.value,
                str(session.focus),
                str(session.misses),
                str(session.revision),
                "part" if session.part_only else "",
                self._doubt(session.doubt) if session.doubt else "",
                ",".join(session.recent),
                ";".join(words),
                ";".join(rest),
                *more,
            )
        )
        if session.notebook == EMPTY_NOTEBOOK:
            return line.encode()
        return f"{line}\n{_notebook_text(session.notebook)}".encode()

    def decode(self, data: bytes) -> Session:
        """The session as it was written.

        Under another version of the dialogue, the answers that still exist carry over, and the conversation takes
        up at its next question: `dialogue` is then still the old digest, so that the caller can say so.
        """
        try:
            return self._decoded(data)
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(
                "A session on this machine cannot be read. A newer or a damaged Tango wrote it."
            ) from error

    def _decoded(self, data: bytes) -> Session:
        line, _, rest = data.decode().partition("\n")
        fields = line.split("|")
        (_, digest, language, length, stage, focus, misses, revision, part, doubt, recent, trail, others) = (
            fields[:OFFERED]
        )
        more = fields[OFFERED:]
        offered, listing = more + [""] * (len(MORE) - len(more))
        sheet = [0] * len(self._dialogue.questions)
        places = self._read(sheet, trail)
        self._read(sheet, others)
        session = Session(
            dialogue=Digest(digest),
            language=language,
            length=LENGTHS[length],
            stage=STAGES[stage],
            sheet=tuple(sheet),
            focus=int(focus),
            trail=tuple(places),
            misses=int(misses),
            doubt=self._read_doubt(doubt) if doubt else None,
            revision=int(revision),
            recent=tuple(recent.split(",")) if recent else (),
            part_only=bool(part),
            offered=Digest(offered) if offered else None,
            listing=_listing(listing) if listing else None,
            notebook=self._notebook(rest) if rest else EMPTY_NOTEBOOK,
        )
        return session if digest == self._dialogue.digest else replace(session, doubt=None, listing=None)

    def _read(self, sheet: list[int], words: str) -> list[int]:
        """Fill the sheet; gives the places in the order written."""
        places = []
        for word in words.split(";") if words else ():
            bit = self._bits.get(word) or self._set(word)
            if bit:
                sheet[bit[0]] = bit[1]
                places.append(bit[0])
        return places

    def _set(self, word: str) -> tuple[int, int] | None:
        """One of several options; None where one of them is gone, since nobody said that it is one of the others."""
        name, _, options = word.partition("=")
        bits = [self._bits.get(f"{name}={option}") for option in options.split("+")]
        known = [bit for bit in bits if bit]
        return (known[0][0], sum(mask for _, mask in known)) if len(known) == len(bits) else None

    def _doubt(self, doubt: Doubt) -> str:
        place = self._dialogue.index[doubt.question]
        words = "&".join(self._words[place, mask] for mask in doubt.masks)
        return f"{'several' if doubt.several else 'one'}:{doubt.question}:{words}"

    def _read_doubt(self, text: str) -> Doubt | None:
        kind, question, words = text.split(":", 2)
        bits = [self._bits.get(word) or self._set(word) for word in words.split("&")]
        masks = tuple(bit[1] for bit in bits if bit)
        return Doubt(QuestionId(question), masks, several=kind == "several") if masks else None

    def _notebook(self, text: str) -> Notebook:
        """What a person wrote, without notes on questions that are gone."""
        import json  # noqa: PLC0415 - most steps have nothing written

        data = json.loads(text)
        notes = {QuestionId(name): note for name, note in data["notes"].items()}
        return Notebook(
            prompts=data["prompts"],
            notes={name: note for name, note in notes.items() if name in self._dialogue.index},
            actions=tuple(Action(ItemId(item), owner, due) for item, owner, due in data["actions"]),
            aim=AimId(data["aim"]) if data["aim"] else None,
        )


def _listing(text: str) -> Ask:
    topic, _, about = text.partition(":")
    return Ask(Topic(topic), about)


class _Words(dict[tuple[int, int], str]):
    """The word of an answer by its place and mask, made when first asked for."""

    def __init__(self, dialogue: Dialogue) -> None:
        super().__init__()
        self._dialogue = dialogue

    def __missing__(self, answer: tuple[int, int]) -> str:
        place, mask = answer
        question = self._dialogue.questions[place]
        options = [DONT_KNOW] if mask == question.every else self._dialogue.options(place, mask)
        word = self[answer] = f"{question.id}={'+'.join(options)}"
        return word


def _notebook_text(notebook: Notebook) -> str:
    import json  # noqa: PLC0415 - most steps have nothing written

    return json.dumps(
        {
            "prompts": dict(notebook.prompts),
            "notes": dict(notebook.notes),
            "actions": [[action.item, action.owner, action.due] for action in notebook.actions],
            "aim": notebook.aim,
        },
        ensure_ascii=False,
    )
