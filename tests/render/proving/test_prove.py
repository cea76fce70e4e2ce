"""Is a page that cannot be made found before anybody asks for it? Each slip has its place, its reason and its mend."""

from collections import Counter

import pytest

from bot.model.errors import Severity
from bot.render.layouts import PAGES
from bot.render.proving.prove import prove

CARD = "knowledge/templates/card.j2"
MESSAGES = "knowledge/messages.yaml:1:1:"
CARD_NAMES = ", ".join(f"`{name}`" for name in sorted(PAGES["card"].__annotations__))

HIDDEN = """\
{% for face in faces %}
{% if face.met %}
{{ face.alone }}
{% else %}
{% if out %}
{{ title }}
{% else %}
{{ face.alnoe }}
{% endif %}
{% endif %}
{% endfor %}
"""


@pytest.fixture(scope="module")
def proved(library, words, knowledge):
    return prove(library.templates(), words, knowledge, {})


@pytest.fixture
def proved_without(library, voiced, knowledge):
    """The proof with changed templates (None for one that is gone) and messages."""

    def proved_without(texts, **messages):
        changed = {name: text for name, text in {**library.templates(), **texts}.items() if text is not None}
        return [str(fault) for fault in prove(changed, voiced(**messages), knowledge, {}).faults]

    return proved_without


@pytest.fixture
def where(library):
    """The places in our templates at which a text stands, as file and line."""

    def where(text):
        lines = [
            (file, number, line)
            for file, whole in sorted(library.templates().items())
            for number, line in enumerate(whole.splitlines(), start=1)
        ]
        return [f"{file}:{number}" for file, number, line in lines if text in line]

    return where


def test_our_own_templates_and_messages_are_proved(proved, library):
    assert proved.faults == ()
    assert proved.messages == len(library.messages())
    assert proved.combinations > proved.chains > 200


def test_a_proof_always_finds_the_same(proved, library, words, knowledge):
    assert prove(dict(reversed(library.templates().items())), words, knowledge, {}) == proved


def test_a_misspelt_name_is_found_in_an_else_within_an_if_within_a_for(faults_of):
    assert faults_of(HIDDEN) == [
        (
            f"{CARD}:8:1: error unknown-name: `face` has no `alnoe`. Did you mean `alone`? "
            "It may use: `alone`, `lines`, `met`, `mode`, `open`, `unmet`."
        )
    ]


def test_a_name_that_the_page_lacks_is_told_with_all_that_it_has(faults_of):
    assert faults_of("\n{{ titel }}") == [
        f"{CARD}:2:1: error unknown-name: This page has no `titel`. Did you mean `title`? It may use: {CARD_NAMES}."
    ]


def test_a_first_entry_needs_a_condition_around_it(faults_of):
    assert faults_of("{{ title }}\n{{ notes[0].text }}") == [
        f"{CARD}:2:1: error may-lack: `notes[0]` may not be there. Put `{{% if notes %}}` around it."
    ]
    assert faults_of("{% if notes %}{{ notes[0].text }}{% endif %}") == []


def test_a_third_entry_needs_a_condition_that_asks_for_it(faults_of):
    assert faults_of("{% if reasons %}\n{{ reasons[2].short }}{% endif %}") == [
        f"{CARD}:2:1: error may-lack: `reasons[2]` may not be there. Put `{{% if reasons[2:] %}}` around it."
    ]
    assert faults_of("{% if reasons[2:] %}{{ reasons[2].short }}{% endif %}") == []
    assert faults_of("{% if reasons[8:] %}{{ reasons[8].short }}{% endif %}") == []


def test_two_entries_that_may_both_be_missing_are_told_together(faults_of):
    assert faults_of("{{ notes[0].text ~ watch[0].text }}") == [
        (
            f"{CARD}:1:1: error may-lack: `notes[0]` and `watch[0]` may not be there. "
            "Put `{% if notes %}` and `{% if watch %}` around it."
        )
    ]


def test_a_part_that_may_be_absent_needs_a_condition_around_it(faults_of):
    assert faults_of("{{ question.short }}", "what_if.j2") == [
        (
            "knowledge/templates/what_if.j2:1:1: error may-lack: `question.short` may not be there. "
            "Put `{% if question %}` around it."
        )
    ]
    assert faults_of("{% if question %}{{ question.short }}{% endif %}", "what_if.j2") == []


def test_a_list_that_may_lack_what_is_looped_over_is_told_at_the_loop(faults_of):
    assert faults_of(
        "{% for line in faces[0].lines %}\n{{ line.title }}\n{{ line.value }}\n{% endfor %}"
    ) == [f"{CARD}:1:1: error may-lack: `faces[0]` may not be there. Put `{{% if faces %}}` around it."]


def test_a_word_that_never_comes_is_told(faults_of):
    assert faults_of(
        "{% for face in faces %}{% if face.mode == 'consumr' %}{{ title }}{% endif %}{% endfor %}"
    ) == [f"{CARD}:1:1: error unknown-word: `face.mode` is never `consumr`. Did you mean `consumer`?"]
    assert faults_of("{% for face in faces %}{{ title if 'x' == face.mode else '' }}{% endfor %}") == [
        (
            f"{CARD}:1:1: error unknown-word: `face.mode` is never `x`. "
            "It is one of `consumer`, `participative`, `enhanced`."
        )
    ]


def test_a_message_is_proved_for_every_word_that_its_key_is_made_of(faults_of):
    text = "{% for face in faces %}\n{{ say('face_' ~ face.mode) }}{% endfor %}"

    assert faults_of(text) == []
    assert faults_of(text, face_enhanced=None) == [
        (
            f"{CARD}:2:1: error unknown-message: There is no message `face_enhanced`. "
            "Did you mean `scope_enhanced`? If it is new, add a line `face_enhanced: ...` to knowledge/messages.yaml."
        )
    ]


def test_a_message_that_is_missing_in_a_rare_branch_only_is_found(proved_without, where):
    assert proved_without({}, wish_far=None) == [
        f"knowledge/templates/{file}:1: error unknown-message: There is no message `wish_far`. Did you mean `wish_from`? "
        "If it is new, add a line `wish_far: ...` to knowledge/messages.yaml."
        for file in where('"wish_far"')
    ]


def test_a_slot_that_a_template_does_not_fill_is_found_with_the_line_that_says_it(proved_without, where):
    assert proved_without({}, why_line="- {number} {sort}: {answer}") == [
        f"{MESSAGES} error unknown-slot: The message `why_line` has a slot `{{sort}}` that is not filled where it is "
        f"said, knowledge/templates/{line}. Did you mean `{{short}}`?"
        for line in where('"why_line"')
    ]


def test_a_slot_that_python_does_not_fill_is_found(proved_without):
    assert proved_without({}, kept="Kept: {anwser}.") == [
        (
            f"{MESSAGES} error unknown-slot: The message `kept` has a slot `{{anwser}}` that is not filled where it is "
            "said. Did you mean `{answer}`?"
        )
    ]


def test_a_message_that_nobody_says_is_a_warning_once_all_else_is_well(proved_without):
    assert proved_without({}, spare="Nothing.") == [
        f"{MESSAGES} warning never-said: Nobody says the message `spare`. Take it away."
    ]
    assert len(proved_without({"card.j2": "{{ tilte }}"}, spare="Nothing.")) == 1


def test_a_template_that_nobody_uses_is_found(proved_without):
    assert proved_without({"cart.j2": "{{ name }}"}) == [
        "knowledge/templates/cart.j2:1:1: error unknown-template: No page uses this template. Did you mean `card.j2`?"
    ]
    (fault,) = proved_without({"zzz": ""})
    assert "Take the file away, or name it after a page: `card.j2`, `check.j2`, " in fault


def test_a_page_without_its_template_is_found(proved_without):
    assert proved_without({"next.j2": None}) == [
        (
            "knowledge/templates/next.j2:1:1: error missing-template: This template is missing, so its page cannot be "
            "shown. Write the file. It may use: `aims`, `know`."
        )
    ]


def test_what_can_never_be_shown_is_a_warning(faults_of):
    text = "{% if out %}\n{% if not out %}\n{{ title }}\n{% endif %}\n{% endif %}"

    assert faults_of(text) == [
        (
            f"{CARD}:3:1: warning never-shown: This is never shown: what stands around it never holds all at once. "
            "Mend a condition, or take it away."
        )
    ]


def test_more_combinations_than_can_be_tried_are_not_proved(faults_of):
    text = "{% for a in faces %}{% for b in faces %}{{ a.mode ~ a.alone ~ b.mode ~ a.open|join ~ b.met|join }}{% endfor %}{% endfor %}"  # fmt: skip

    assert faults_of(text) == [
        (
            f"{CARD}:1:1: error not-proved: Not proved: this hangs on 3,375,151 combinations of `faces.alone`, `faces.met`, "
            "`faces.mode`, `faces.open`, and 20,000 are the limit. "
            "Split the block, so that fewer of these stand together."
        )
    ]


def test_an_endless_loop_and_a_huge_text_are_refused_before_anything_is_rendered(faults_of):
    assert faults_of("{% for x in range(10**9) %}{{ x }}{% endfor %}") == [
        f"{CARD}:1:1: error calculation: a page may not calculate. Let it show a value that it is given.",
        f"{CARD}:1:1: error call: only `say(...)` may be called. Put the value into the page's view.",
    ]
    assert faults_of("{{ 'a' * 500000000 }}") == [
        f"{CARD}:1:1: error calculation: a page may not calculate. Let it show a value that it is given."
    ]


def test_a_template_that_cannot_be_read_is_told_and_not_rendered(faults_of):
    (fault,) = faults_of("{{ title")

    assert fault.startswith(
        f"{CARD}:1:1: error syntax: the template cannot be read: unexpected end of template"
    )


def test_faults_of_all_templates_are_told_at_once_and_warnings_do_not_stop_a_page(voiced, knowledge):
    texts = {"card.j2": "{{ a }}\n{{ b }}", "next.j2": "{{ c }}", "check.j2": "{% if more %}{% if not more %}{{ more }}{% endif %}{% endif %}"}  # fmt: skip

    found = prove(texts, voiced(), knowledge, {}).faults

    assert Counter(fault.code for fault in found) == {
        "missing-template": 14,
        "unknown-name": 3,
        "not-text": 1,
    }
    assert {fault.severity for fault in found} == {Severity.ERROR}
