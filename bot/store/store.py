"""What can be kept and found? The ports of the service over one database; each method is one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from bot.model.errors import StoreError, UnwritableError
from bot.model.keeping import Dates, Kept
from bot.model.post import Answer, Answered, Incoming
from bot.model.sending import Claim, Claimed, Outcome
from bot.store import answering, contents, inbox, marks, outbox, people, sessions, timers
from bot.store.database import Run


class Store:
    """Sessions, messages, timers, people and contents in one database. StoreError where it cannot be used."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._forgotten: set[str] = set()

    async def load(self, name: str) -> Kept | None:
        """The session of that id, if there is one."""
        return await self._run(sessions.load, name)

    async def latest(self, *, finished: bool, conversation: str = "") -> Kept | None:
        """The session last changed, among the finished or the unfinished ones of a conversation."""
        return await self._run(sessions.latest, finished=finished, conversation=conversation)

    async def all(self, conversation: str = "") -> list[Kept]:
        """Every session of a conversation, the last changed first."""
        return await self._run(sessions.every, conversation)

    async def save(self, kept: Kept) -> Kept:
        """Write a session, and give it as it is now; ConflictError if somebody else wrote it since it was loaded."""
        return await self._run(sessions.save, kept)

    async def reported(self, name: str, at: str) -> None:
        """Write down when a report of a session was made; it is no change of the session."""
        await self._run(sessions.reported, name, at)

    async def erase(self, name: str) -> None:
        """Remove a session for good, from the log of the database too."""
        await self._run(sessions.erase, name)
        await self._run.purge()

    async def pin(self, digest: str, files: Mapping[str, bytes], kept: str) -> None:
        """Keep a version of content, unless it is kept already."""
        await self._run(contents.pin, digest, files, kept)

    async def pinned(self, digest: str) -> bool:
        """Whether a version of content is kept."""
        return await self._run(contents.pinned, digest)

    async def files(self, digest: str) -> dict[str, bytes] | None:
        """The files of a version of content by their names; None where they are not kept."""
        return await self._run(contents.files, digest)

    async def receive(self, items: Sequence[Incoming]) -> int:
        """Take in updates; gives how many of them are new."""
        return await self._run(inbox.receive, items)

    async def answer(self, answers: Answer, today: str = "") -> Answered:
        """Answer the oldest items of the inbox; `today` (ISO 8601) counts what each person sends.

        Where something that an item leads to cannot be written, the oldest is answered alone: each call gets on by one
        item at least, and the one that it is is set aside.
        """
        try:
            answered = await self._run(answering.answer, answers, today)
        except Exception as error:
            if isinstance(error, StoreError) and not isinstance(error, UnwritableError):
                raise
            answered = await self._answer_one(answers, today)
        self._forgotten.update(answered.forgotten)
        if answered.forgotten or answered.destroyed:
            await self._purge()
        return answered

    async def _answer_one(self, answers: Answer, today: str) -> Answered:
        try:
            return await self._run(answering.answer_one, answers, today)
        except answering.PoisonError as poison:
            cause = poison.__cause__
            if isinstance(cause, StoreError) and not isinstance(cause, UnwritableError):
                raise cause from None
            return await self._run(answering.set_aside, answers, poison.item, cause or poison)

    async def _purge(self) -> None:
        """Overwrite what was erased; where another program is in the way, the next hour's purge does it."""
        with suppress(StoreError):
            await self._run.purge()

    async def claim(self, asked: Claim) -> Claimed:
        """Hold messages for a sender."""
        return await self._run(outbox.claim, asked)

    async def settle(self, owner: str, outcomes: Sequence[Outcome]) -> None:
        """Write down what became of messages that a sender holds. After a goodbye, no byte of the chat is to be left."""
        await self._run(outbox.settle, owner, outcomes)
        gone = self._forgotten.intersection(outcome.message.conversation for outcome in outcomes)
        if gone:
            self._forgotten -= gone
            await self._purge()

    async def take_over(self, now: int) -> int:
        """Let the messages be sent that a sender held which is no more; only for whoever is the only one.

        What it had erased, it may not have come to overwrite.
        """
        freed = await self._run(outbox.take_over, now)
        await self._purge()
        return freed

    async def slow_down(self, name: str, until: int) -> None:
        """Send nothing to a conversation ("*": to anybody) before a time in milliseconds since 1970."""
        await self._run(outbox.slow_down, name, until)

    async def same(self, name: str, values: Sequence[str]) -> bool:
        """Whether all workers have the same of something, by a mark of it; the newest of these values comes first."""
        return await self._run(marks.same, name, values)

    async def marked(self, name: str) -> bool:
        """Whether there is a mark of this name."""
        return await self._run(marks.there, name)

    async def unmark(self, name: str) -> int:
        """Take a mark away; gives how many that was."""
        return await self._run(marks.remove, name)

    async def depth(self) -> dict[str, int]:
        """How much waits: inbox, oldest (milliseconds since 1970), set_aside, outbox, parked, refused."""
        return await self._run(outbox.depth)

    async def ring(self, now: int) -> int | None:
        """Put the timers that are due into the inbox; gives when the next is due."""
        return await self._run(timers.ring, now)

    async def turn(self, name: str, now: int, every: int) -> bool:
        """Whether it is this worker's turn to do what one of them does `every` so many milliseconds."""
        return await self._run(timers.turn, name, now, every)

    async def export(self, person: str) -> dict[str, list[dict[str, Any]]]:
        """Every row about a person, by table."""
        return await self._run(people.export, person)

    async def agreed(self, person: str, subject: str) -> str | None:
        """When a person agreed to something, ISO 8601; None where they did not."""
        return await self._run(people.agreed, person, subject)

    async def retain(self, before: Dates) -> dict[str, int]:
        """Erase what is due; gives how many rows of each table went."""
        gone = await self._run(people.retain, before)
        await self._run.purge()
        return gone

    def close(self) -> None:
        """Let go of the database."""
        self._run.close()
