"""How is a fault of a template or a message told? In words for whoever writes them: what is wrong, and what to do next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from bot.model.errors import Fault, Severity, Spot
from bot.model.hints import closest, listed
from bot.render.shapes import Count, Flag, Listed, Part, Shape, Text, Unknown, Word

FOLDER: Final = "knowledge/templates"
MESSAGES: Final = "knowledge/messages.yaml"
_DROP: Final = "Take it away."


def at(file: str, line: int, code: str, message: str, mend: str) -> Fault:
    """A fault of a line of a template."""
    return Fault(Spot(f"{FOLDER}/{file}", line, 1), code, message, mend)


def unknown_name(name: str, known: Collection[str], of: str = "") -> tuple[str, str, str]:
    """A name that the view, or a part of it, does not have."""
    message = f"`{of}` has no `{name}`." if of else f"This page has no `{name}`."
    return "unknown-name", message, _choice(name, known)


def no_part(text: str, name: str, shape: Shape) -> tuple[str, str, str]:
    """A name asked of what has no names."""
    return "unknown-name", f"{_called(text)} is {_kind(shape)}, so it has no `{name}`.", _use(text, shape)


def not_text(text: str, shape: Shape) -> tuple[str, str, str]:
    """A list, a part or a yes or no where words must stand."""
    return "not-text", f"{_called(text)} is {_kind(shape)}, and only words can be shown.", _use(text, shape)


def not_a_list(text: str, shape: Shape, wanted: str) -> tuple[str, str, str]:
    """Something else where a list of the view must stand."""
    message = f"{_called(text)} is {_kind(shape)}, and {wanted} needs a list of the page."
    return "not-a-list", message, _use(text, shape)


def bad_entry(most: int) -> tuple[str, str, str]:
    """Square brackets in which no plain number stands."""
    message = (
        f"Only a number from 0 to {most}, or two with a colon between them, may stand in these brackets."
    )
    return "entry", message, "Write `[0]` for the first entry, or `[:2]` for the first two."


def bad_say() -> tuple[str, str, str]:
    """A message that is said in an unknown way."""
    message = "A message is said by its key and named slots."
    return "say", message, 'Write `say("key")` or `say("key", slot=name)`.'


def bad_filter(name: str) -> tuple[str, str, str]:
    """A filter with more than it takes."""
    message = f"The filter `{name}` has more in its brackets than it takes."
    return "filter", message, 'Write `names | join(", ")`, or `text | own`.'


def bad_compare() -> tuple[str, str, str]:
    """A comparison that no proof can go through."""
    message = "Only one name may be compared here, with a word or a number written out."
    return "compare", message, 'Write `name == "word"` or `count == 1`; a yes or no is asked by `if name`.'


def never_that_word(text: str, word: str, known: Collection[str]) -> tuple[str, str, str]:
    """A comparison with a word that never comes."""
    mend = closest(word, known) or f"It is one of {listed(known)}."
    return "unknown-word", f"{_called(text)} is never `{word}`.", mend


def no_else() -> tuple[str, str, str]:
    """An inline `if` that shows nothing at all when it does not hold."""
    message = "An `if` inside a tag needs an `else`."
    return "no-else", message, "Write `a if b else c`, or put `{% if b %}` and `{% endif %}` around it."


def too_nested(most: int) -> tuple[str, str, str]:
    """A loop in a loop in a loop ..."""
    message = f"Loops stand in each other more than {most} deep."
    return "too-nested", message, "Show less on this page, or put the inner lines into a page of their own."


def may_lack(what: Iterable[str], guards: Iterable[str]) -> tuple[str, str, str]:
    """An entry or a part that is not there on some pages."""
    around = " and ".join(f"`{{% if {guard} %}}`" for guard in dict.fromkeys(guards))
    found = " and ".join(f"`{one}`" for one in dict.fromkeys(what))
    return "may-lack", f"{found} may not be there.", f"Put {around} around it."


def not_shown(reason: str) -> tuple[str, str, str]:
    """Anything else that stops a page."""
    return "not-shown", f"This cannot be shown: {reason}.", "Write it more simply."


def too_many(combinations: int, most: int, names: Iterable[str]) -> tuple[str, str, str]:
    """A line that hangs on so much that its proof would take too long."""
    message = (
        f"Not proved: this hangs on {combinations:,} combinations of {listed(names)}, "
        f"and {most:,} are the limit."
    )
    return "not-proved", message, "Split the block, so that fewer of these stand together."


def never_shown(file: str, line: int) -> Fault:
    """A line whose conditions never hold together."""
    message = "This is never shown: what stands around it never holds all at once."
    spot = Spot(f"{FOLDER}/{file}", line, 1)
    return Fault(spot, "never-shown", message, "Mend a condition, or take it away.", Severity.WARNING)


def no_page(file: str, known: Collection[str]) -> Fault:
    """A template that no page uses."""
    mend = closest(file, known) or "Take the file away, or name it after a page: " + listed(known) + "."
    return at(file, 1, "unknown-template", "No page uses this template.", mend)


def no_template(file: str, view: Iterable[str]) -> Fault:
    """A page without its template."""
    mend = f"Write the file. It may use: {listed(view)}."
    return at(file, 1, "missing-template", "This template is missing, so its page cannot be shown.", mend)


def no_message(key: str, messages: Iterable[str]) -> Fault:
    """A key under which no message stands."""
    mend = f"{closest(key, messages)} If it is new, add a line `{key}: ...` to {MESSAGES}.".lstrip()
    return Fault(Spot(MESSAGES, 1, 1), "unknown-message", f"There is no message `{key}`.", mend)


def missing_message(key: str, spare: Iterable[str]) -> Fault:
    """A message that Python says, and that is not in the file."""
    mend = closest(key, spare) or f"Add a line `{key}: ...`."
    message = f"The message `{key}` is missing; Tango says it."
    return Fault(Spot(MESSAGES, 1, 1), "unknown-message", message, mend)


def no_slot(key: str, slot: str, slots: Iterable[str], where: str = "it is said") -> Fault:
    """A slot that nobody fills."""
    known = [f"{{{name}}}" for name in sorted(slots)]
    mend = closest(f"{{{slot}}}", known) or (f"It may use: {listed(known)}." if known else _DROP)
    message = f"The message `{key}` has a slot `{{{slot}}}` that is not filled where {where}."
    return Fault(Spot(MESSAGES, 1, 1), "unknown-slot", message, mend)


def no_slot_there(key: str, slot: str, slots: Iterable[str]) -> Fault:
    """A slot in the words for a chat that the words have not that they stand in for."""
    return no_slot(key, slot, slots, "it stands in for another")


def no_base(key: str, base: str) -> Fault:
    """Words for a chat that stand in for nothing."""
    message = f"The message `{key}` is for a chat, and there is no `{base}` that it stands in for."
    return Fault(Spot(MESSAGES, 1, 1), "unknown-message", message, f"Add `{base}`, or take it away.")


def never_said(key: str) -> Fault:
    """A message that is in the file for nothing."""
    message = f"Nobody says the message `{key}`."
    return Fault(Spot(MESSAGES, 1, 1), "never-said", message, _DROP, Severity.WARNING)


def _choice(name: str, known: Collection[str]) -> str:
    return f"{closest(name, known)} It may use: {listed(sorted(known))}.".lstrip()


def _called(text: str) -> str:
    return f"`{text}`" if text else "What stands here"


_KINDS: Final[Mapping[type, str]] = {
    Text: "a text",
    Word: "a word",
    Count: "a number",
    Flag: "a yes or no",
    Listed: "a list",
    Part: "a part with names of its own",
    Unknown: "not known",
}


def _kind(shape: Shape) -> str:
    return _KINDS[type(shape)]


def _use(text: str, shape: Shape) -> str:
    """How to write what was probably meant."""
    name = text or "name"
    match shape:
        case Listed():
            return f"Write `{{% for one in {name} %}}` and show `one`."
        case Part(fields=fields):
            return "Write one of " + listed(f"{name}.{field}" for field in fields) + "."
        case Flag():
            return f"Write `{{% if {name} %}}`."
        case _:
            return f"Write `{{{{ {name} }}}}`."
