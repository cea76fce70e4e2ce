"""What is kept on this machine? The list of sessions, and a report of one of them again."""

from __future__ import annotations

import json
import sys

from bot.assemble.parts import Parts, drive
from bot.commands.output import print_json
from bot.model.errors import TangoError
from bot.service.conversation import NoSuchSessionError, drafts, held


def sessions(*, as_json: bool) -> int:
    """List the drafts and results on this machine."""
    parts = Parts()
    listed = drive(drafts(parts.desk()))
    if as_json:
        print_json(
            [
                {
                    "id": d.id,
                    "name": d.name,
                    "answers": d.answers,
                    "finished": d.finished,
                    "changed": d.changed,
                }
                for d in listed
            ]
        )
        return 0
    say = parts.speaker.words.say
    for one in listed:
        key = "sessions_result" if one.finished else "sessions_draft"
        name = one.name or say("unnamed")
        sys.stdout.write(say(key, id=one.id, name=name, count=one.answers, date=one.changed[:10]) + "\n")
    if not listed:
        sys.stdout.write(say("sessions_none") + "\n")
    return 0


def report(name: str | None, form: str, output: str) -> int:
    """Write the report of a session, which is kept for its days from now on; the latest result if none is named."""
    parts = Parts()
    desk = parts.desk()
    kept = drive(desk.store.load(name)) if name else drive(desk.store.latest(finished=True))
    if kept is None:
        raise NoSuchSessionError(
            f"There is no session {name or 'with a result'} on this machine. See: tango sessions"
        )
    standing = drive(held(desk, kept))
    voice, session = standing.edition.voice, standing.session
    if standing.carried:
        sys.stderr.write(parts.speaker.words.say("previous_version") + "\n")
    if form == "json":
        text = json.dumps(voice.data(session), indent=1) + "\n"
    else:
        text = voice.report(session, form, kept.changed[:10]).text
    _write(text, output)
    if output != "-":
        sys.stderr.write(parts.speaker.words.say("saved_report", path=output) + "\n")
    drive(desk.store.reported(kept.id, desk.clock()))
    return 0


def _write(text: str, output: str) -> None:
    if output == "-":
        sys.stdout.write(text)
        return
    try:
        with open(output, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise TangoError(
            f"The report cannot be written to {output}: {error.strerror}. Try --output - for the screen."
        ) from error
