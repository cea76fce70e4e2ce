"""What can be read without an assessment? One item of the knowledge base, the stories, the schema, the version."""

from __future__ import annotations

import sys
from typing import Final

from bot.assemble.content import schema as schema_of
from bot.assemble.parts import Parts
from bot.commands.output import print_json
from bot.engine.step import open_session
from bot.model.errors import TangoError
from bot.model.session import Length

UNKNOWN: Final = 2
FAILED: Final = 1


def explain(text: str) -> int:
    """Print one item of the knowledge base, with its sources."""
    parts = Parts()
    blank = open_session(parts.rules.dialogue, parts.language, Length.FULL)
    pages = parts.speaker.about(blank)
    parts.terminal().show((pages.item(text),))
    return 0 if pages.find(text) else UNKNOWN


def story(path: str | None) -> int:
    """Run the authors' stories; exit code 1 if one does not hold."""
    from bot.service.stories import tell  # noqa: PLC0415 - only this command needs it

    parts = Parts()
    stories = parts.library.stories(path)
    if not stories:
        raise TangoError(
            f"There is no story in {path or 'dialogues/stories'}. Name a story file or a folder of them."
        )
    told = tell(parts.rules, parts.library.knowledge(parts.language), stories)
    failed = [one for one in told if one.problems]
    for one in failed:
        for problem in one.problems:
            sys.stdout.write(f"{one.story.where}: story {one.story.id}: {problem}\n")
    sys.stdout.write(f"{len(told) - len(failed)} stories hold, {len(failed)} do not.\n")
    if failed:
        sys.stdout.write("If you mean the new result, mend the story at that line. If not, mend the rules.\n")
    return FAILED if failed else 0


def schema() -> int:
    """Print the JSON Schema of content files."""
    print_json(schema_of())
    return 0


def version() -> str:
    """The version that is installed."""
    from importlib.metadata import PackageNotFoundError  # noqa: PLC0415 - only --version needs it
    from importlib.metadata import version as installed  # noqa: PLC0415

    try:
        return installed("tango-coproduction")
    except PackageNotFoundError as error:
        raise TangoError(
            "This Tango is not installed, so it has no version. Install it with: pip install ."
        ) from error
