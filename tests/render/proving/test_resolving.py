"""Is every slip in an expression told before anything is rendered, and how to mend it?"""

import pytest

LINE = "knowledge/templates/card.j2:1:1: error"
COMPARE = (
    "compare: Only one name may be compared here, with a word or a number written out. "
    'Write `name == "word"` or `count == 1`; a yes or no is asked by `if name`.'
)
ENTRY = (
    "entry: Only a number from 0 to 9, or two with a colon between them, may stand in these brackets. "
    "Write `[0]` for the first entry, or `[:2]` for the first two."
)
SAY = 'say: A message is said by its key and named slots. Write `say("key")` or `say("key", slot=name)`.'
NOT_TEXT = "and only words can be shown."


@pytest.mark.parametrize(
    "text",
    [
        "{{ title ~ name | own }}",
        "{{ title[2:] ~ 'a'[1:] ~ say('unnamed')[:3] ~ 3 }}",
        "{{ faces[0]['alone'] if faces else title or lead }}",
        "{% if possible[1:] and not out %}{{ possible | join(', ') }}{% endif %}",
        "{% if faces[:] %}{{ possible | join }}{% endif %}",
        "{% for face in faces[:2] if face.alone %}{{ face.mode }}{% else %}{{ title }}{% endfor %}",
        "{% for reason in reasons %}{{ title if reason.number > 2 else lead }}{% endfor %}",
        "{% if title == 'x' or 'y' != lead %}{{ name }}{% endif %}",
        "{{ say('why_line', number=1, short=title, answer=lead) }}",
        "{% if (readings or watch) and private %}{{ lead }}{% endif %}",
    ],
)
def test_what_a_page_can_show_is_proved(faults_of, text):
    assert faults_of(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ faces }}", f"not-text: `faces` is a list, {NOT_TEXT} Write `{{% for one in faces %}}` and show `one`."),
        ("{{ out }}", f"not-text: `out` is a yes or no, {NOT_TEXT} Write `{{% if out %}}`."),
        ("{{ say('met', titles=out and name) }}", f"not-text: What stands here is a yes or no, {NOT_TEXT} Write `{{% if name %}}`."),
        ("{{ true }}", f"not-text: What stands here is a yes or no, {NOT_TEXT} Write `{{% if name %}}`."),
        ("{% if aims %}{% endif %}", "unknown-name: This page has no `aims`."),
        ("{{ title.first }}", "unknown-name: `title` is a text, so it has no `first`. Write `{{ title }}`."),
        ("{{ faces.mode }}", "unknown-name: `faces` is a list, so it has no `mode`. Write `{% for one in faces %}` and show `one`."),
        ("{{ title | join(', ') }}", "not-a-list: `title` is a text, and `join` needs a list of the page. Write `{{ title }}`."),
        ("{{ title[0] }}", "not-a-list: `title` is a text, and `[0]` needs a list of the page. Write `{{ title }}`."),
        ("{% for x in title %}{{ x.y }}{% endfor %}", "not-a-list: `title` is a text, and `for` needs a list of the page. Write `{{ title }}`."),
        ("{{ possible[10] }}", ENTRY),
        ("{{ possible[1:][0] }}", ENTRY),
        ("{{ possible[::2] | join }}", ENTRY),
        ("{{ possible[name] }}", ENTRY),
        ("{{ possible[true] }}", ENTRY),
        ("{{ say() }}", SAY),
        ("{{ say('a', 'b') }}", SAY),
        ("{{ say('a', key=title) }}", SAY),
        ("{{ say('a', *possible) }}", SAY),
        ("{{ possible | join(name) }}", 'filter: The filter `join` has more in its brackets than it takes. Write `names | join(", ")`, or `text | own`.'),
        ("{{ name | own(1) }}", 'filter: The filter `own` has more in its brackets than it takes. Write `names | join(", ")`, or `text | own`.'),
        ("{{ title if 0 < name < 'x' else lead }}", COMPARE),
        ("{{ title if name == lead else lead }}", COMPARE),
        ("{{ title if name < 'a' else lead }}", COMPARE),
        ("{{ title if out == true else lead }}", COMPARE),
        ("{{ title if name == 1 else lead }}", COMPARE),
        ("{{ title if faces == 'x' else lead }}", COMPARE),
        ("{{ title if 'a' in possible else lead }}", COMPARE),
        ("{{ title if say('unnamed') == 'a' else lead }}", COMPARE),
        ("{{ title if out }}", "no-else: An `if` inside a tag needs an `else`. Write `a if b else c`, or put `{% if b %}` and `{% endif %}` around it."),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_mend(faults_of, text, told):
    (fault,) = faults_of(text)

    assert fault.startswith(f"{LINE} {told}")


def test_a_part_is_shown_by_one_of_its_names(faults_of):
    assert faults_of("{% for one in notes %}{{ one }}{% endfor %}") == [
        (
            f"{LINE} not-text: `one` is a part with names of its own, {NOT_TEXT} "
            "Write one of `one.text`, `one.certain`, `one.id`."
        )
    ]
    assert faults_of("{{ notes | join }}")[0].startswith(f"{LINE} not-text: `notes[0]` is a part")


@pytest.mark.parametrize(
    "text",
    [
        "{{ nme.a.b }}",
        "{{ nme[0] ~ nme[:2] }}",
        "{{ nme | join }}",
        "{% for a in nme %}{{ a.b }}{{ a | own }}{% endfor %}",
        "{{ title if nme == 'x' else nme }}",
        "{{ nme or title }}",
    ],
)
def test_an_unknown_name_is_told_once_and_nothing_follows_from_it(faults_of, text):
    (fault,) = faults_of(text)

    assert fault.startswith(f"{LINE} unknown-name: This page has no `nme`. Did you mean `name`?")
