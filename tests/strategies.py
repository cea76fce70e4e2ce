"""Random answer sheets: known, set-valued, unknown and missing answers in every mix."""

from __future__ import annotations

from hypothesis import strategies as st
from oracle import OPTIONS


def partial_sheets(least_known: int = 0):
    """{question: tuple of options} over the eight deciding questions; a missing question is not given."""

    def answer(question):
        options = OPTIONS[question]
        one = st.sampled_from(options).map(lambda option: (option,))
        some = st.sets(st.sampled_from(options), min_size=1).map(
            lambda chosen: tuple(option for option in options if option in chosen)
        )
        return st.one_of(one, one, one, some)

    full = st.fixed_dictionaries({question: answer(question) for question in OPTIONS})
    left_out = st.sets(st.sampled_from(sorted(OPTIONS)), max_size=len(OPTIONS) - least_known)
    return st.builds(lambda sheet, out: {q: o for q, o in sheet.items() if q not in out}, full, left_out)


def sheet_of(dialogue, answers):
    """The masks of such answers."""
    masks = [0] * len(dialogue.questions)
    for question, options in answers.items():
        masks[dialogue.index[question]] = dialogue.mask(question, options)
    return tuple(masks)


def whole_sheets(dialogue):
    """A sheet over every question: not given, unknown, known, or a set; the scope is mostly a service."""

    def masks(question):
        one = st.sampled_from([1 << at for at in range(len(question.options))])
        return st.one_of(one, one, one, st.just(0), st.integers(1, question.every))

    scope, *others = dialogue.questions
    return st.tuples(st.sampled_from([1, 1, 1, 1, 0, scope.every, 2, 4]), *map(masks, others))
