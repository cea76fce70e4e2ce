"""Texts become HTML and pieces, and nothing of them is lost or changed."""

from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.telegram.html import LONGEST, marked, pieces, plain, units
from tests.botapi.entities import parse_html

letters = st.sampled_from("ab<>&\"'#é🙂ש")
words = st.text(letters, min_size=1, max_size=10)
gaps = st.sampled_from([" ", "\n", "\n\n", "\n# ", "  ", "\n\n\n"])
texts = st.lists(st.tuples(words, gaps), max_size=60).map(lambda told: "".join(w + g for w, g in told))


@given(texts, st.integers(40, 200))
@example("a" * 39 + " " * 80 + "b", 40)
def test_pieces_hold_all_words_in_order_and_none_is_too_long(text, longest):
    found = pieces(text, longest)

    assert " ".join(found).split() == text.split()
    assert max(map(units, found)) <= longest


@given(st.text(max_size=300), st.integers(2, 50))
@example(" " * 300 + "a", 50)
@example("\t\n" * 200, 50)
def test_pieces_of_anything_lose_nothing_but_blanks(text, longest):
    found = pieces(text, longest)

    assert "".join("".join(found).split()) == "".join(text.split())
    assert max(map(units, found)) <= longest
    assert len(found) == 1 or all(piece.strip() for piece in found)


@given(texts, st.integers(40, 200))
def test_no_piece_is_longer_once_it_is_marked(text, longest):
    for piece in pieces(text, longest):
        shown, _ = parse_html(marked(piece))

        assert units(shown) <= longest


@given(texts)
def test_telegram_shows_what_the_text_says(text):
    shown, _ = parse_html(marked(text))

    assert shown == plain(marked(text))
    assert shown.replace("#", "").split() == text.replace("#", "").split()


def test_a_heading_is_bold_with_a_blank_line_before_it():
    assert marked("# One <1>\nwords & more\n# Two") == "<b>One &lt;1&gt;</b>\nwords &amp; more\n\n<b>Two</b>"


def test_a_text_is_cut_between_paragraphs_else_lines_else_words_else_anywhere():
    assert pieces("aaaa aa\n\nbbbb bbb", 12) == ["aaaa aa", "bbbb bbb"]
    assert pieces("aaaa aa\nbbbb bbb", 12) == ["aaaa aa", "bbbb bbb"]
    assert pieces("aaaa aaaa bbbb", 12) == ["aaaa aaaa", "bbbb"]
    assert pieces("a" * 25, 12) == ["a" * 12, "a" * 12, "a"]
    assert pieces("🙂" * 7, 13) == ["🙂" * 6, "🙂"]


def test_a_short_text_is_one_piece():
    assert pieces("") == [""]
    assert pieces("a" * LONGEST) == ["a" * LONGEST]
