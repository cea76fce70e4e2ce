"""A slow, separate reference: the tables of the rules written out by hand, judged by listing every completion.

Nothing here is shared with `bot`: not the YAML, not the diagram, not the search.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations, product

OPTIONS = {
    "say": ("staff", "choose", "agree", "person"),
    "gap": ("never", "after", "during"),
    "role": ("none", "asked", "advise", "share", "lead"),
    "answer": ("nothing", "consider", "explain", "bound"),
    "effect": ("nothing", "small", "direction", "early"),
    "join": ("not", "data", "bring", "loop"),
    "change": ("none", "fit", "better", "new_plan", "new_live"),
    "source": ("staff", "supplier", "joint", "users"),
}
QUESTIONS = tuple(OPTIONS)
STEPS = {
    "say": {"staff": 0, "choose": 1, "agree": 2, "person": 3},
    "gap": {"never": 0, "after": 1, "during": 2},
    "role": {"none": 0, "asked": 1, "advise": 2, "share": 3, "lead": 4},
    "answer": {"nothing": 0, "consider": 1, "explain": 2, "bound": 3},
    "effect": {"nothing": 0, "small": 1, "direction": 2},
    "change": {"none": 0, "fit": 1, "better": 1, "new_plan": 2, "new_live": 3},
}
RESPONSE = {
    "nothing": {"nothing": "token", "early": "token", "small": "passive", "direction": "active"},
    "consider": {"nothing": "token", "early": "passive", "small": "passive", "direction": "active"},
    "explain": {"nothing": "passive", "early": "active", "small": "active", "direction": "active"},
    "bound": {"nothing": "passive", "early": "active", "small": "active", "direction": "active"},
}
ABOVE = {
    "participative-substantive": {"participative-substantive", "enhanced-emerging", "enhanced-realised"},
    "enhanced-emerging": {"enhanced-emerging", "enhanced-realised"},
}


def applies(question, answers):
    if question in ("answer", "effect", "join"):
        return answers["role"] in ("asked", "advise", "share", "lead")
    if question == "source":
        return answers["change"] in ("better", "new_plan", "new_live")
    return True


def facts(a):
    control = {"staff": "low", "choose": "menu", "agree": "shared", "person": "shared"}[a["say"]]
    encounter = {"never": "unmanaged", "after": "measured", "during": "managed"}[a["gap"]]
    day = "present" if control == "shared" or encounter == "managed" else "missing"
    response = "not_asked" if a["role"] == "none" else RESPONSE[a["answer"]][a["effect"]]
    return {
        "control": control,
        "encounter": encounter,
        "day_to_day": day,
        "response": response,
        "participation": _participation(a, response),
    }


def _participation(a, response):
    role = a["role"]
    if role == "none":
        return "none"
    if response == "token":
        return "limited" if role in ("share", "lead") else "cosmetic"
    if response == "passive":
        return "limited"
    if role == "asked":
        kept = a["effect"] == "direction" and a["answer"] in ("explain", "bound")
        return "substantive" if kept else "limited"
    if role == "advise":
        return "substantive" if a["effect"] == "direction" else "limited"
    return "substantive"


@cache
def _row(values):
    a = dict(values)
    f = facts(a)
    if f["participation"] == "none":
        return "R1"
    if f["participation"] == "cosmetic":
        return "R2"
    if f["participation"] == "limited":
        return "R3"
    if a["change"] in ("none", "fit", "better"):
        return "R4"
    if a["join"] in ("not", "data"):
        return "R5"
    if a["source"] in ("staff", "supplier") or a["role"] == "asked":
        return "R6"
    if a["effect"] == "small":
        return "R7"
    if f["day_to_day"] == "missing":
        return "R8"
    if a["change"] == "new_plan" or a["effect"] == "early":
        return "R9"
    return "R10"


def row(a):
    return _row(tuple(a.items()))


RESULT = {
    "R1": "consumer",
    "R2": "participative-cosmetic",
    "R3": "participative-limited",
    **dict.fromkeys(("R4", "R5", "R6", "R7", "R8"), "participative-substantive"),
    "R9": "enhanced-emerging",
    "R10": "enhanced-realised",
}


def completions(sheet):
    """Every way to complete a sheet: {question: tuple of options}; a question not in it is wholly open."""
    known = {q: sheet.get(q, OPTIONS[q]) for q in QUESTIONS}
    for say, gap, role, change in product(known["say"], known["gap"], known["role"], known["change"]):
        base = {"say": say, "gap": gap, "role": role, "change": change}
        lower = [known[q] if applies(q, base) else (None,) for q in ("answer", "effect", "join", "source")]
        for answer, effect, join, source in product(*lower):
            yield {**base, "answer": answer, "effect": effect, "join": join, "source": source}


def live(sheet):
    """The sheet without answers to questions that apply in no completion."""
    kept = {}
    for q, options in sheet.items():
        guard = {"answer": "role", "effect": "role", "join": "role", "source": "change"}.get(q)
        if guard is None or any(applies(q, {guard: o}) for o in sheet.get(guard, OPTIONS[guard])):
            kept[q] = options
    return kept


def rows(sheet):
    return _rows(tuple((q, sheet[q]) for q in QUESTIONS if q in sheet))


@cache
def _rows(answers):
    return {row(a) for a in completions(live(dict(answers)))}


def results(sheet):
    return {RESULT[r] for r in rows(sheet)}


def fact_values(sheet, name):
    return {facts(a)[name] for a in completions(live(sheet))}


def reasons(sheet):
    sheet = live(sheet)
    target_rows = rows(sheet)
    fixed = (
        (lambda s: rows(s) == target_rows)
        if len(target_rows) == 1
        else (lambda s: results(s) == results(sheet))
    )
    told = [q for q in QUESTIONS if q in sheet and set(sheet[q]) != set(OPTIONS[q])]
    for size in range(len(told) + 1):
        for chosen in combinations(told, size):
            if fixed({q: sheet[q] for q in chosen}):
                return chosen
    raise AssertionError(sheet)


def settles(sheet):
    sheet = live(sheet)
    if len(results(sheet)) == 1:
        return [], []
    always, may = [], []
    for q in QUESTIONS:
        options = sheet.get(q, OPTIONS[q])
        asked = any(a[q] is not None for a in completions(sheet))
        if len(options) > 1 and asked:
            ones = [len(results({**sheet, q: (o,)})) == 1 for o in options]
            if all(ones):
                always.append(q)
            elif any(ones):
                may.append(q)
    return always, [] if always else may


def nearest(sheet, aim, most):
    """The nearest plan of at most `most` changes as ((question, option), ...), () if reached, None if farther."""
    sheet = live(sheet)
    if _reached(sheet, aim):
        return ()
    for size in range(1, most + 1):
        found = [
            (_cost(sheet, edit), edit)
            for questions in combinations(QUESTIONS, size)
            for edit in product(*[[(q, o) for o in OPTIONS[q]] for q in questions])
            if _allowed(sheet, edit) and _reached({**sheet, **{q: (o,) for q, o in edit}}, aim)
        ]
        if found:
            return min(found)[1]
    return None


def _reached(sheet, aim):
    if aim == "day_to_day":
        return all(
            facts(a)["control"] == "shared" and facts(a)["encounter"] == "managed" for a in completions(sheet)
        )
    return results(sheet) <= ABOVE[aim]


def _allowed(sheet, edit):
    return all(sheet.get(q) != (o,) and (q, o) != ("effect", "early") for q, o in edit)


def _cost(sheet, edit):
    undecided = sum(q in ("effect", "source") or (q, o) == ("change", "new_live") for q, o in edit)
    steps = sum(_steps(sheet.get(q), q, o) for q, o in edit)
    return undecided, steps, [QUESTIONS.index(q) for q, _ in edit], [OPTIONS[q].index(o) for q, o in edit]


def _steps(was, question, to):
    order = STEPS.get(question, {})
    if was is None or set(was) == set(OPTIONS[question]) or to not in order:
        return 1
    starts = [abs(order[to] - order[o]) for o in was if o in order]
    return max(1, min(starts, default=1))
