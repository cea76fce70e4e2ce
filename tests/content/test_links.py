from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.library import open_library
from bot.model.knowledge import Kind

TEA, FIRST, MORE = "dialogues/tea.yaml", "knowledge/items/first.yaml", "knowledge/more.yaml"
SPOKEN = "knowledge/messages.yaml"

Edit = Callable[[str, str, str], None]
Faults = Callable[[], list[str]]


@pytest.mark.parametrize(
    ("slip", "message"),
    [
        (
            (TEA, "when: {milk: [some, much]}\n", "when: {mlik: [some, much]}\n"),
            "dialogues/tea.yaml:53:10: error unknown-question: There is no question `mlik`. Did you mean `milk`?",
        ),
        (
            (TEA, "when: {milk: [some, much]}\n", "when: {wholly: [some, much]}\n"),
            "dialogues/tea.yaml:53:10: error unknown-question: There is no question `wholly`. Known here: `scope`, `milk`, `sugar`, `fact`, `rung`, `all`, `any`, `none`, `at_least`.",
        ),
        (
            (TEA, "when: {milk: [some, much]}\n", "when: {sugar: one}\n"),
            "dialogues/tea.yaml:53:10: error later-question: The question `sugar` does not come before this place, so its answer is not known here. Put that question before this one, or read another.",
        ),
        (
            (TEA, "when: {milk: [some, much]}\n", "when: {milk: [sone, much]}\n"),
            "dialogues/tea.yaml:53:17: error unknown-option: `milk` has no option `sone`. Did you mean `some`?",
        ),
        (
            (TEA, "when: {milk: [some, much]}\n", "when: {fact: {colour: dark}}\n"),
            "dialogues/tea.yaml:53:17: error later-fact: The fact `colour` is not known here. Use questions, or facts that stand before this place.",
        ),
        (
            (TEA, "when: {milk: [some, much]}\n", "when: {rung: mild}\n"),
            "dialogues/tea.yaml:53:10: error rung-here: The result is not known here. Use questions or facts. Only knowledge and aims may read `rung`.",
        ),
        (
            (TEA, "when: {milk: [some, much]}\n", f"when: {{any: [{', '.join(['{milk: some}'] * 101)}]}}\n"),
            "dialogues/tea.yaml:53:15: error too-many: Expected at most 100 items, found 101. Take some away, or split what they belong to.",
        ),
        (
            (TEA, "- id: sugar", "- id: milk"),
            "dialogues/tea.yaml:50:7: error question-twice: The question `milk` is there already (dialogues/tea.yaml:32:7). Give one of the two another name.",
        ),
        (
            (TEA, "- id: sugar", "- id: rung"),
            "dialogues/tea.yaml:50:7: error reserved: A question cannot be called `rung`, because conditions use the word. Give it another id.",
        ),
        (
            (TEA, "id: raw", "id: one"),
            "dialogues/tea.yaml:67:9: error option-twice: The option `one` is there already (dialogues/tea.yaml:65:9). Give one of the two another name.",
        ),
        (
            (TEA, "label: One, raw", "label: One"),
            "dialogues/tea.yaml:68:12: error label-twice: The label `One` is there already (dialogues/tea.yaml:66:12). Give one of the two another name.",
        ),
        (
            (TEA, "  - id: some\n    label: Some\n  - id: much\n    label: Much\n", ""),
            "dialogues/tea.yaml:44:3: error too-few-options: Expected at least two options, found 1. Add an option, or take the question away.",
        ),
        (
            (TEA, "id: early", "id: dont_know"),
            "dialogues/tea.yaml:71:9: error reserved: The option `dont_know` is added to every question by itself. Take the option away.",
        ),
        (
            (TEA, "[one, raw]", "[one, row]"),
            "dialogues/tea.yaml:61:25: error unknown-option: `sugar` has no option `row`. Did you mean `raw`?",
        ),
        (
            (TEA, "[one, raw]", "[one, none]"),
            "dialogues/tea.yaml:61:25: error ordered-twice: The option `none` has a place in the order already. Name each option once.",
        ),
        (
            (TEA, "given: tea", "given: te"),
            "dialogues/tea.yaml:21:10: error unknown-option: `scope` has no option `te`. Did you mean `tea`?",
        ),
        (
            (TEA, "quick: [milk]", "quick: [milk, cream]"),
            "dialogues/tea.yaml:74:15: error unknown-question: There is no question `cream`. Known here: `scope`, `milk`, `sugar`.",
        ),
        (
            (
                TEA,
                "# The scope question comes first,",
                "- id: name\n  text: Again?\n\n# The scope question comes first,",
            ),
            "dialogues/tea.yaml:11:7: error prompt-twice: The prompt `name` is there already (dialogues/tea.yaml:7:7). Give one of the two another name.",
        ),
        (
            (
                TEA,
                "# The scope question comes first,",
                "- id: milk\n  text: Which milk?\n\n# The scope question comes first,",
            ),
            "dialogues/tea.yaml:11:7: error prompt-is-question: The prompt `milk` has the id of a question. Give one of the two another name.",
        ),
        (
            (TEA, "- id: taste", "- id: colour"),
            "dialogues/tea.yaml:86:7: error fact-twice: The fact `colour` is there already (dialogues/tea.yaml:77:7). Give one of the two another name.",
        ),
        (
            (TEA, "{id: light, label: light}", "{id: dark, label: light}"),
            "dialogues/tea.yaml:81:10: error value-twice: The value `dark` is there already (dialogues/tea.yaml:80:10). Give one of the two another name.",
        ),
        (
            (TEA, "{milk: none}, then: dark", "{milk: none}, then: drak"),
            "dialogues/tea.yaml:83:32: error unknown-value: `colour` has no value `drak`. Did you mean `dark`?",
        ),
        (
            (TEA, "{fact: {colour: dark}}, then: plain", "{fact: {taste: plain}}, then: plain"),
            "dialogues/tea.yaml:92:20: error later-fact: The fact `taste` is not known here. Use questions, or facts that stand before this place.",
        ),
        (
            (TEA, "{fact: {colour: dark}}, then: plain", "{fact: {color: dark}}, then: plain"),
            "dialogues/tea.yaml:92:20: error unknown-fact: There is no fact `color`. Did you mean `colour`?",
        ),
        (
            (TEA, "{fact: {colour: dark}}, then: plain", "{fact: {colour: drak}}, then: plain"),
            "dialogues/tea.yaml:92:28: error unknown-value: `colour` has no value `drak`. Did you mean `dark`?",
        ),
        (
            (TEA, "{fact: {colour: dark}}, then: plain", "{rung: mild}, then: plain"),
            "dialogues/tea.yaml:92:13: error rung-here: The result is not known here. Use questions or facts. Only knowledge and aims may read `rung`.",
        ),
        (
            (TEA, "count: 1", "count: 3"),
            "dialogues/tea.yaml:94:54: error count: Expected a count of at most 2, as many as there are conditions. Mend the count, or add conditions.",
        ),
        (
            (TEA, "holds: D10", "holds: D11"),
            "dialogues/tea.yaml:84:36: error unknown-reading: There is no reading `D11`. Did you mean `D10`?",
        ),
        (
            (TEA, "then: light, holds: D10", "then: light, holds: D10, without: D2"),
            "dialogues/tea.yaml:84:41: error two-readings: A row counts while a reading is held, or while one is set aside, not both. Take one of them away.",
        ),
        (
            (TEA, "- {when: {}, then: light, holds: D10}", "- {when: {}, then: light}"),
            "dialogues/tea.yaml:85:5: error dead-row: This row is never read, because the row before it with `when: {}` always fits. Move `when: {}` to the end.",
        ),
        (
            (TEA, "above: strong", "above: strng"),
            "dialogues/tea.yaml:99:47: error unknown-result: There is no result `strng`. Did you mean `strong`?",
        ),
        (
            (TEA, "{id: out, label", "{id: outside, label"),
            "dialogues/tea.yaml:100:8: error no-item: There is no item `outside` under `rungs:` in knowledge/. Did you mean `out`?",
        ),
        (
            (TEA, "mode: white", "mode: withe"),
            "dialogues/tea.yaml:99:33: error no-item: There is no item `withe` under `modes:` in knowledge/. Did you mean `white`?",
        ),
        (
            (TEA, "- id: R1", "- id: R0"),
            "dialogues/tea.yaml:107:7: error row-twice: The row `R0` is there already (dialogues/tea.yaml:103:7). Give one of the two another name.",
        ),
        (
            (TEA, "then: mild", "then: mid"),
            "dialogues/tea.yaml:113:9: error unknown-result: There is no result `mid`. Did you mean `mild`?",
        ),
        (
            (TEA, "- id: R2\n  when: {}", "- id: R2\n  when: {milk: some}"),
            "dialogues/tea.yaml:111:3: error no-end: Expected the last row to fit always, so that there is always a result. Add a last row with `when: {}`.",
        ),
        (
            (TEA, "- id: R2\n  when: {}\n", "- id: R2\n  when: {}\n  holds: D2\n"),
            "dialogues/tea.yaml:111:3: error no-end: Expected the last row to fit always, so that there is always a result. Add a last row with `when: {}`.",
        ),
        (
            (TEA, "- id: R1\n  when: {fact: {colour: dark}}", "- id: R1\n  when: {}"),
            "dialogues/tea.yaml:111:3: error dead-row: This row is never read, because the row before it with `when: {}` always fits. Move `when: {}` to the end.",
        ),
        (
            (TEA, "want: {rung: mild}", "want: {rung: [mild, milder]}"),
            "dialogues/tea.yaml:119:23: error unknown-result: There is no result `milder`. Did you mean `mild`?",
        ),
        (
            (TEA, "decided: [milk,", "decided: [mlk,"),
            "dialogues/tea.yaml:123:13: error unknown-question: There is no question `mlk`. Did you mean `milk`?",
        ),
        (
            (TEA, "{sugar: [none, one]}", "{sugar: [none, on_top]}"),
            "dialogues/tea.yaml:123:34: error unknown-option: `sugar` has no option `on_top`. Known here: `none`, `one`, `raw`, `two`, `early`.",
        ),
        (
            (TEA, "shown: [{sugar: two}]", "shown: [{sugar: [two, one]}]"),
            "dialogues/tea.yaml:124:11: error change-twice: The answer `sugar: one` stands in another list already. Keep it in one of them.",
        ),
        (
            (TEA, "facts: colour", "facts: color"),
            "dialogues/tea.yaml:129:24: error unknown-fact: There is no fact `color`. Did you mean `colour`?",
        ),
        (
            (TEA, "- mode: white", "- mode: black"),
            "dialogues/tea.yaml:130:9: error face-twice: The face `black` is there already (dialogues/tea.yaml:129:10). Give one of the two another name.",
        ),
        (
            (TEA, "reading: D2", "reading: D3"),
            "dialogues/tea.yaml:132:76: error unknown-reading: There is no reading `D3`. Known here: `D2`, `D10`.",
        ),
        (
            (TEA, "by: brew-1999", "by: brew-1998"),
            "dialogues/tea.yaml:58:9: error unknown-source: There is no source `brew-1998`. Did you mean `brew-1999`?",
        ),
        (
            (TEA, "grade: reported\n    by: brew-1999\n    lines: [3]", "grade: reported"),
            "dialogues/tea.yaml:57:12: error claim-needs: A reported claim needs `by`. Add `by: [...]`, or mend the grade.",
        ),
        (
            (TEA, "grade: authors", "grade: project"),
            "dialogues/tea.yaml:40:5: error claim-extra: A claim of the project has no `lines`. Take `lines` away, or mend the grade.",
        ),
        (
            (TEA, "Milk changes the cup.", "Milk changes the [[cups]]."),
            "dialogues/tea.yaml:37:8: error unknown-term: There is no term `cups` in the glossary. Did you mean `cup`?",
        ),
        (
            (FIRST, "[[cup|cups]]", "[[cup|cups]"),
            "knowledge/items/first.yaml:12:10: error link: Found brackets that are no glossary link. Write `[[term]]` or `[[term|words]]`.",
        ),
        (
            (FIRST, "[[cup|cups]]", "[[cup|]]"),
            "knowledge/items/first.yaml:12:10: error link: Found brackets that are no glossary link. Write `[[term]]` or `[[term|words]]`.",
        ),
        (
            (FIRST, "enablers: [wait]", "enablers: []"),
            "knowledge/items/first.yaml:21:13: error no-enabler: The barrier `too-hot` has no enabler. Name at least one under `enablers`.",
        ),
        (
            (FIRST, "enablers: [wait]", "enablers: [wait, weight]"),
            "knowledge/items/first.yaml:21:20: error unknown-enabler: There is no enabler `weight`. Did you mean `wait`?",
        ),
        (
            (FIRST, "for: [too-hot]", "for: [too-hot, hot]"),
            "knowledge/items/first.yaml:25:18: error unknown-barrier: There is no barrier `hot`. Did you mean `too-hot`?",
        ),
        (
            (FIRST, "for: [too-hot]", "for: []"),
            "knowledge/items/first.yaml:21:14: error one-way: The enabler `wait` does not name `too-hot` in its `for`. Name both in each other, or in neither.",
        ),
        (
            (FIRST, "moves: [milk]", "moves: [mulk]"),
            "knowledge/items/first.yaml:26:11: error unknown-question: There is no question `mulk`. Did you mean `milk`?",
        ),
        (
            (FIRST, "when: {rung: strong}", "when: {rung: strog}"),
            "knowledge/items/first.yaml:7:16: error unknown-result: There is no result `strog`. Did you mean `strong`?",
        ),
        (
            (FIRST, "- id: white", "- id: black"),
            "dialogues/tea.yaml:99:33: error no-item: There is no item `white` under `modes:` in knowledge/. Known here: `black`.",
        ),
        (
            (MORE, "see: [cup, too-hot]", "see: [cup, to-hot]"),
            "knowledge/more.yaml:9:14: error unknown-item: There is no item `to-hot`. Did you mean `too-hot`?",
        ),
        (
            (MORE, "- id: D10", "- id: D2"),
            "knowledge/more.yaml:57:7: error reading-twice: The reading `D2` is there already (knowledge/more.yaml:48:7). Give one of the two another name.",
        ),
        (
            (MORE, "- id: leaf-2000", "- id: brew-1999"),
            "knowledge/more.yaml:88:7: error source-twice: The source `brew-1999` is there already (knowledge/more.yaml:82:7). Give one of the two another name.",
        ),
        (
            (MORE, "where: Kettle Press", 'where: " "'),
            "knowledge/more.yaml:86:10: error source: A complete source needs its `where`. Add it, or write `complete: false`.",
        ),
        (
            (MORE, "from: 1", "from: 9"),
            "knowledge/more.yaml:98:7: error section: The section ends before it starts. Mend `from` or `to`.",
        ),
        (
            (MORE, "grade: reported", "grade: authors"),
            "knowledge/more.yaml:7:5: error claim-extra: A claim of the authors has no `by`. Take `by` away, or mend the grade.",
        ),
        (
            (SPOKEN, "{name}", "{}"),
            "knowledge/messages.yaml:2:12: error slot: Expected a plain name between `{` and `}`. Write `{name}` for a slot, and `{{` or `}}` for a brace.",
        ),
        (
            (SPOKEN, "{name}", "{name!r}"),
            "knowledge/messages.yaml:2:12: error slot: Expected a plain name between `{` and `}`. Write `{name}` for a slot, and `{{` or `}}` for a brace.",
        ),
        (
            (SPOKEN, "{name}", "{name"),
            "knowledge/messages.yaml:2:12: error slot: Expected every `{` to be closed by a `}`. Write `{name}` for a slot, and `{{` or `}}` for a brace.",
        ),
        (
            (SPOKEN, "[[cup]]", "[[mug]]"),
            "knowledge/messages.yaml:2:12: error unknown-term: There is no term `mug` in the glossary. Known here: `cup`.",
        ),
    ],
)
def test_each_broken_link_has_its_place_and_how_to_mend_it(
    edit: Edit, faults: Faults, slip: tuple[str, str, str], message: str
) -> None:
    edit(*slip)

    assert message in faults()


def test_a_slip_in_an_option_list_is_told_for_that_option_alone(edit: Edit, faults: Faults) -> None:
    edit(TEA, "when: {milk: [some, much]}\n", "when: {milk: [sone, much]}\n")

    assert len(faults()) == 1


def test_broken_links_of_all_files_are_told_at_once_and_in_order(edit: Edit, faults: Faults) -> None:
    edit(SPOKEN, "[[cup]]", "[[mug]]")
    edit(MORE, "see: [cup, too-hot]", "see: [cup, to-hot]")
    edit(TEA, "then: mild", "then: mid")

    assert [line.split(": error")[0] for line in faults()] == [
        "dialogues/tea.yaml:113:9",
        "knowledge/messages.yaml:2:12",
        "knowledge/more.yaml:9:14",
    ]


def test_items_of_one_kind_may_stand_in_several_files(folder: Path) -> None:
    more = "terms:\n- id: pot\n  title: Pot\n  says:\n  - say: It holds tea.\n    grade: project\n"
    (folder / "knowledge" / "pots.yaml").write_text(more, encoding="utf-8")

    assert open_library(str(folder)).knowledge().find(Kind.TERM, "pot")


def test_the_same_id_in_two_files_names_both_places(folder: Path, faults: Faults) -> None:
    more = "terms:\n- id: cup\n  title: Cup\n  says:\n  - say: It holds tea.\n    grade: project\n"
    (folder / "knowledge" / "pots.yaml").write_text(more, encoding="utf-8")

    assert faults() == [
        (
            "knowledge/pots.yaml:2:7: error term-twice: The term `cup` is there already (knowledge/more.yaml:41:7). "
            "Give one of the two another name."
        )
    ]


def test_a_dialogue_without_changes_is_allowed(edit: Edit, folder: Path) -> None:
    changes = (folder / TEA).read_text(encoding="utf-8").partition("changes:")[2].partition("faces:")[0]
    edit(TEA, "changes:" + changes, "")

    assert not open_library(str(folder)).dialogue().changeable.shown


def test_a_message_that_two_files_have_is_told(folder, faults: Faults) -> None:
    (folder / "knowledge" / "workshop.yaml").write_text('messages:\n  other: "x"\n  welcome: "Hello again"\n')
    (told,) = [line for line in faults() if "message-twice" in line]

    assert told.startswith(
        "knowledge/workshop.yaml:3:3: error message-twice: The message `welcome` is there already"
    )
