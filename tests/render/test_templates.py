import pytest
from jinja2.exceptions import SecurityError

from bot.model.errors import ContentError
from bot.render.layouts import Layout
from bot.render.templates import Templates, check, own_words

RULES = "Templates lay out; rules stand in the dialogue."
VIEW = "Put the value into the page's view."
MESSAGES = "Put it into messages.yaml."
ALLOWED = "Allowed: join, own."


def faults(text, name="card.j2"):
    with pytest.raises(ContentError) as caught:
        check({name: text})
    return [str(fault) for fault in caught.value.faults]


def rendered(text, view=(), name="page"):
    def say(key, **slots):
        return f"<{key}>" + "".join(f" {slot}={value}" for slot, value in slots.items())

    return Templates({f"{name}.j2": text}, say).render(Layout(name, dict), dict(view))


def test_our_own_templates_pass(library):
    assert check(library.templates()) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "{% for x in y %}",
            "syntax: the template cannot be read: Unexpected end of template. Jinja was looking",
        ),
        ("{{ x", "syntax: the template cannot be read: unexpected end of template"),
        ("{% endfor %}", "syntax: the template cannot be read: Encountered unknown tag 'endfor'."),
        ("{% fly %}", "syntax: the template cannot be read: Encountered unknown tag 'fly'."),
    ],
)
def test_a_template_that_cannot_be_read_is_refused(text, message):
    (fault,) = faults(text)

    assert fault.startswith(f"knowledge/templates/card.j2:1:1: error {message}")
    assert fault.endswith("Mend the tag.")


@pytest.mark.parametrize("text", ["{{ 'a' * 500000000 }}", "{{ 2 ** 99999 }}", "{{ x + 1 }}"])
def test_a_page_that_calculates_is_refused(text):
    assert faults(text)[0] == (
        "knowledge/templates/card.j2:1:1: error calculation: a page may not calculate."
        " Let it show a value that it is given."
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{% set x = 1 %}", "assign"),
        ("{% macro m() %}{% endmacro %}", "macro"),
        ("{% include 'x' %}", "include"),
        ("{% import 'x' as y %}", "import"),
        ("{% extends 'x' %}", "extends"),
        ("{% block b %}{% endblock %}", "block"),
        ("{{ [1, 2] }}", "list"),
        ("{{ {1: 2} }}", "dict"),
        ("{{ x is defined }}", "test"),
    ],
)
def test_what_a_layout_does_not_need_is_refused(text, kind):
    assert (
        faults(text)[0]
        == f"knowledge/templates/card.j2:1:1: error construct: a template may not use `{kind}`. {RULES}"
    )


@pytest.mark.parametrize("name", ["upper", "safe", "map", "attr", "no_such"])
def test_a_filter_that_is_not_on_the_list_is_refused(name):
    assert faults("{{ x | " + name + " }}")[-1] == (
        f"knowledge/templates/card.j2:1:1: error filter: the filter `{name}` is not allowed. {ALLOWED}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "{% for i in range(9999999) %}{% endfor %}",
        "{{ lipsum() }}",
        "{{ x.format(1) }}",
        "{{ say.__call__('x') }}",
        "{{ say('a')('b') }}",
        "{{ cycler('a') }}",
    ],
)
def test_nothing_but_say_is_called(text):
    assert f"knowledge/templates/card.j2:1:1: error call: only `say(...)` may be called. {VIEW}" in faults(
        text
    )


def test_a_sentence_in_a_template_is_refused_word_by_word():
    assert faults("{{ x }}\nYour <b>result</b>\n{# a remark #}") == [
        f"knowledge/templates/card.j2:2:1: error bare-word: the word `Your` stands in the template. {MESSAGES}",
        f"knowledge/templates/card.j2:2:1: error bare-word: the word `result` stands in the template. {MESSAGES}",
    ]


@pytest.mark.parametrize(
    "text", ["{{ 'Yes' }}", "{{ x or 'Yes' }}", "{{ 'Yes' if x == 'no' else say('a') ~ '-' }}"]
)
def test_a_sentence_hidden_in_a_tag_is_refused(text):
    assert faults(text) == [
        f"knowledge/templates/card.j2:1:1: error bare-word: the word `Yes` stands in the template. {MESSAGES}"
    ]


def test_markup_and_style_are_no_words():
    text = '<p class="x">{{ say("a") }}</p>\n<style>\nbody{color:#111}\n</style>\n| --- |\n'

    assert check({"report.html.j2": text}) is None


@pytest.mark.parametrize("name", ["__class__", "_secret"])
def test_a_name_with_an_underscore_before_it_is_refused(name):
    assert faults("{{ x." + name + " }}") == [
        f"knowledge/templates/card.j2:1:1: error private-name: the name `{name}` is not allowed. Names begin with a letter."
    ]


@pytest.mark.parametrize("text", ["{{ x['__class__'] }}", "{{ x['_secret'] }}"])
def test_an_underscore_in_brackets_is_refused_too(text):
    assert faults(text)[0].startswith("knowledge/templates/card.j2:1:1: error private-name: the name `_")


def test_all_faults_of_all_templates_are_told_at_once_by_file_and_line():
    with pytest.raises(ContentError) as caught:
        check({"b.j2": "{{ x }}\n{{ y | upper }}", "a.j2": "{{ x._y }}\n{% set x = 1 %}"})

    assert [(f.spot.file, f.spot.line, f.code) for f in caught.value.faults] == [
        ("knowledge/templates/a.j2", 1, "private-name"),
        ("knowledge/templates/a.j2", 2, "construct"),
        ("knowledge/templates/b.j2", 2, "filter"),
    ]


def test_a_page_is_laid_out_without_blank_lines_around_it():
    text = "\n{% for x in xs %}\n{{ say('line', text=x) }}\n{% else %}\n{{ say('none') }}\n{% endfor %}\n"

    assert rendered(text, {"xs": ["a", "b"]}) == "<line> text=a\n<line> text=b"
    assert rendered(text, {"xs": []}) == "<none>"


def test_a_name_that_the_view_lacks_is_never_left_blank():
    with pytest.raises(ContentError, match="error page: the page cannot be made: 'x' is undefined"):
        rendered("{{ x }}")


def test_a_template_that_is_not_there_is_a_fault_of_ours():
    with pytest.raises(ContentError, match=r"no-such\.j2:1:1: error page"):
        Templates({}, str).render(Layout("no-such", dict), {})


def test_the_sandbox_holds_where_the_check_was_not_made():
    with pytest.raises(SecurityError):
        rendered("{{ x.__class__.__mro__ }}", {"x": "a"})


def test_an_endless_loop_has_nothing_to_count_with():
    with pytest.raises(ContentError, match="'range' is undefined"):
        rendered("{% for i in range(9999999) %}{{ i }}{% endfor %}")


def test_only_html_escapes():
    view = {"x": "<script>&"}

    assert rendered("{{ x }}", view, name="report.html") == "&lt;script&gt;&amp;"
    assert rendered("{{ x }}", view, name="report.md") == "<script>&"


@pytest.mark.parametrize(
    ("text", "inert"),
    [
        ("a | b", r"a \| b"),
        ("one\n# two\r\n- three", r"one \# two - three"),
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("[link](http://x) ![x](y)", r"\[link\](http://x) \!\[x\](y)"),
        ("*a* _b_ `c` ~~d~~ {e}", r"\*a\* \_b\_ \`c\` \~\~d\~\~ \{e\}"),
        ("back\\slash", r"back\\slash"),
        ("  spaces\t and\u2028lines ", "spaces and lines"),
        ("", ""),
    ],
)
def test_a_persons_own_words_are_no_markup(text, inert):
    assert own_words(text) == inert
