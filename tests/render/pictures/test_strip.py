"""What a strip may be given."""

from dataclasses import replace

import pytest

from bot.render.pictures.marks import Mark
from bot.render.pictures.strip import Panel, Question, Row, Strip, before

ROW = Row(label="users", mark=Mark.CIRCLE, counts=(1, 2), median=1)
PANEL = Panel(rows=(ROW,))
QUESTION = Question(text="q", options=("a", "b"), panels=(PANEL,))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: replace(ROW, words="All"),
        lambda: replace(ROW, counts=(1, -1)),
        lambda: Panel(rows=(ROW, ROW)),
        lambda: replace(QUESTION, options=("a",)),
        lambda: replace(QUESTION, options=tuple("abcdefghi")),
        lambda: replace(QUESTION, asides=tuple("abc")),
        lambda: replace(QUESTION, options=("a", "b", "c")),
        lambda: replace(QUESTION, asides=("d",)),
        lambda: replace(QUESTION, ordered=False),
        lambda: replace(QUESTION, panels=(Panel(rows=(replace(ROW, median=1.5),)),)),
        lambda: Strip(title="t", alt="", questions=()),
        lambda: Strip(title="t", alt="", questions=(QUESTION,) * 4),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(ValueError, match=" "):
        wrong()


def test_rows_may_share_a_shape_where_one_is_hollow_or_in_words():
    rows = (ROW, replace(ROW, hollow=True), Row(label="w", mark=Mark.CIRCLE, words="All"))

    assert Panel(rows=rows).rows == rows


def test_a_row_is_known_again_in_the_panel_before_by_its_mark():
    other = replace(ROW, mark=Mark.CROSS, median=0)
    question = replace(QUESTION, panels=(Panel(rows=(ROW,)), Panel(rows=(replace(ROW, median=0), other))))

    assert [before(question, at, row) for at, row in ((0, ROW), (1, ROW), (1, other))] == [None, 1, None]
