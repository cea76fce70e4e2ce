"""A small content folder that uses every key once, and tools to break it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.library import open_library
from bot.model.errors import ContentError

DIALOGUE = """\
tango: 1
dialogue: tea
language: en
title: How is your tea made?

prompts:
- id: name
  text: What do you call it?
  help: A few words.

# The scope question comes first,
# then the others.

scope:
  id: scope
  part: First
  text: What do you drink?
  why: It covers tea.
  source:
    grade: project
  given: tea
  options:
  - id: tea
    label: Tea
    match: [tea, a cup of tea]
    not: [herbal]
  - id: coffee
    label: Coffee
    long: Coffee or cocoa

questions:
- id: milk
  part: Cup
  short: Milk
  text: How much milk?
  help: Oat milk counts.
  why: Milk changes the cup.
  source:
    grade: authors
    lines: [12, 14]
  decides: true
  ordered: true
  options:
  - id: none
    label: None
  - id: some
    label: Some
  - id: much
    label: Much
- id: sugar
  part: Cup
  short: Sugar
  when: {milk: [some, much]}
  text: How much sugar?
  why: Sugar changes the cup.
  source:
    grade: reported
    by: brew-1999
    lines: [3]
  note: [one]
  ordered: [none, [one, raw], two]
  options:
  - id: none
    label: None
  - id: one
    label: One
  - id: raw
    label: One, raw
  - id: two
    label: Two
  - id: early
    label: Too early to tell

quick: [milk]

facts:
- id: colour
  title: Colour
  values:
  - {id: dark, label: dark}
  - {id: light, label: light}
  rows:
  - {when: {milk: none}, then: dark}
  - {when: {}, then: light, holds: D10}
  - {when: {}, then: light}
- id: taste
  title: Taste
  values:
  - {id: plain, label: plain}
  - {id: sweet, label: sweet}
  rows:
  - {when: {fact: {colour: dark}}, then: plain}
  - {when: {any: [{sugar: two}, {all: [{sugar: one}, {milk: much}]}]}, then: sweet, without: D2}
  - {when: {none: [{sugar: none}], at_least: {count: 1, of: [{sugar: raw}, {milk: much}]}}, then: sweet}
  - {when: {}, then: plain}

results:
- {id: strong, label: Strong, mode: black}
- {id: mild, label: Mild, mode: white, above: strong}
- {id: out, label: Out}

verdict:
- id: R0
  when: {scope: coffee}
  then: out
  because: This is about tea.
- id: R1
  when: {fact: {colour: dark}}
  then: strong
  because: There is no milk.
- id: R2
  when: {}
  then: mild
  because: There is milk.

aims:
- id: gentle
  title: A gentle cup
  want: {rung: mild}
  reached: It is gentle.

changes:
  decided: [milk, {sugar: [none, one]}]
  shown: [{sugar: two}]
  not_ours: [scope]
  never: [{sugar: early}]

faces:
- {mode: black, facts: colour}
- mode: white
  conditions:
  - {id: milky, title: There is milk, when: {milk: [some, much]}, reading: D2}
"""

CLAIM = "\n  - say: {}\n    grade: project"

KNOWLEDGE = """\
barriers:
- id: too-hot
  title: It is too hot
  items: [1, 2]
  additions: [steam]
  stated_for: [all-modes]
  when: {rung: strong}
  notice: &
  matters:
  - say: Hot [[cup|cups]] burn.
    grade: authors
    lines: [7]
  worse: &
  helps: &
  enablers: [wait]
enablers:
- id: wait
  title: Wait a little
  for: [too-hot]
  moves: [milk]
  what: &
  first_step: &
  action: Wait for five minutes
  cost: &
  works: &
  avoid: &
modes:
- id: black
  title: Black tea
  is: &
  aim: &
  logic: &
  level: &
  does: &
  does_not: &
  limits: &
- id: white
  title: White tea
  is: &
  aim: &
  logic: &
  level: &
  does: &
  does_not: &
  limits: &
rungs:
- id: strong
  title: Strong tea
  lead: It is strong.
  says: &
  not_said: &
- id: mild
  title: Mild tea
  lead: It is mild.
  says: &
  not_said: &
- id: out
  title: No tea
  lead: It is no tea.
  says: &
  not_said: &
""".replace(" &", CLAIM.format("Some words."))

MORE = """\
concepts:
- id: brewing
  title: Brewing
  says:
  - say: Leaves give taste.
    grade: reported
    by: [brew-1999]
    lines: [4]
  see: [cup, too-hot]
limits:
- id: leaves
  title: Leaves run out
  says: &
  helps: &
  see: [brewing]
examples:
- id: breakfast
  title: Breakfast
  mode: none
  illustrates: a hot cup
  says: &
methods:
- id: tasting
  title: Tasting
  says: &
  ask: &
  first_step: &
terms:
- id: cup
  title: Cup
  aka: [mug, beaker]
  says: &
readings:
- id: D2
  title: Sweet is sweet
  says: &
  why: &
  without: Raw sugar does not count.
- id: D10
  title: Light is light
  says: &
  why: &
  without: Nothing changes.
notes:
- id: odd
  title: An odd cup
  when: {milk: none, sugar: two}
  only_if_unknown: true
  says: &
editorial:
- id: slip
  title: A slip
  says: &
  lines: [9]
sources:
- id: brew-1999
  authors: Brew
  year: 1999
  title: On tea
  where: Kettle Press
  complete: true
- id: leaf-2000
  authors: Leaf
  year: 2000a
  title: ""
  where: ""
  complete: false
  note: Not in the list.
sections:
- title: Front
  from: 1
  to: 8
""".replace(" &", CLAIM.format("Some words."))

MESSAGES = """\
messages:
  welcome: "Hello {name}. A [[cup]] of tea?"
  empty: ""
commands:
  back: [back, undo]
phrases:
  "yes": ["yes", aye]
"""

STORIES = """\
stories:
- id: black-cup
  title: A black cup
  description: I take it as it is.
  answers: {milk: none, sugar: [one, two], scope: dont_know}
  expect:
    result: strong
    facts: {colour: dark, taste: [plain, not_asked]}
    shows: [too-hot]
    hides: [odd]
    aims: {gentle: 1}
- id: any-cup
  title: Any cup
  description: I do not mind.
  answers: {}
  expect: {result: [strong, mild]}
"""

FILES = {
    "dialogues/tea.yaml": DIALOGUE,
    "dialogues/tea.facts.yaml": "is: [left, alone]",
    "dialogues/stories/cups.yaml": STORIES,
    "knowledge/items/first.yaml": KNOWLEDGE,
    "knowledge/more.yaml": MORE,
    "knowledge/messages.yaml": MESSAGES,
    "knowledge/.hidden.yaml": "[",
    "knowledge/README.md": "Notes for authors.",
    "knowledge/templates/card.j2": "{{ title }}",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder in which all is right."""
    root = tmp_path / "content"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], None]:
    """Put `new` in the place of `old` in one file, which must have it."""

    def edit(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


@pytest.fixture
def faults(folder: Path) -> Callable[[], list[str]]:
    """The faults that opening the folder tells, as an author reads them."""

    def faults() -> list[str]:
        with pytest.raises(ContentError) as caught:
            open_library(str(folder))
        return str(caught.value).splitlines()

    return faults
