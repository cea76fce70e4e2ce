"""Whole conversations by buttons, for tests of the bot for Telegram."""

import asyncio

TOKEN = "123456:" + "T" * 35


async def until(holds, seconds=10.0):
    """Wait until something holds; says so if it never does."""
    for _ in range(int(seconds / 0.01)):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to hold")


async def begun(person, name="home visits"):
    """The conversation up to the first question."""
    await person.says("/start")
    await person.sees("What do you call the service?")
    await person.says(name)
    await person.sees("Which part of it")
    await person.presses("Leave it out")
    await person.sees("What are you working on?")
    await person.sees("Left out.")


async def answered(person, answers):
    """Press the button of each of these options, in the order in which they are asked; all else is left open."""
    while True:
        chat = await person.chat()
        message = next(m for m in reversed(chat) if m.buttons)
        if "Show my result" in message.labels:
            return message
        wanted = next(
            (one for one in answers if any(one in label for label in message.labels)), "I don't know"
        )
        await person.presses(wanted, m=message)
        await newer(person, message)


async def newer(person, message, label="", within=20.0):
    """The next message that comes after that one and has buttons, or a button of that label."""

    def fits(m):
        return m.id > message.id and m.buttons and (not label or label in m.labels)

    found = await person.telegram.wait_for(person.id, fits, within)
    assert found, await person.transcript()
    return found


def labels(message):
    """The labels of its buttons, in one line a row."""
    return [" | ".join(label for label, _ in row) for row in message.buttons]


async def finished(person, *answers):
    """The whole conversation, up to the result."""
    await begun(person)
    await answered(person, ("A public service", *answers))
    await person.presses("Show my result")
    await person.sees("RESULT")
    return await person.sees("WHAT DO YOU WANT?")


async def closed(person, message, within=10.0):
    """That message, once its buttons are gone."""
    found = await person.telegram.wait_for(person.id, lambda m: m.id == message.id and not m.buttons, within)
    assert found, await person.transcript()
    return found
