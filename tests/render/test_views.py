from dataclasses import replace

import pytest
from strategies import sheet_of

from bot.model.dialogue import Place
from bot.model.knowledge import Claim, Kind
from bot.model.session import Length
from bot.model.verdict import Change, Plan, Shown
from bot.render.views import Views

EXAMPLE = {"role": "advise", "answer": "explain", "effect": "small"}
PAPER = "Osborne & Strokosch 2013"


@pytest.fixture
def views(words, rules, knowledge, finished):
    return Views(words, rules, knowledge, finished(EXAMPLE))


@pytest.fixture
def faces_of(speaker, finished):
    """The three faces of answers by name."""

    def faces_of(answers):
        pages = speaker.about(finished(answers))
        return pages.views.faces(pages.verdict)

    return faces_of


def test_a_result_is_said_by_its_title(views):
    assert views.result_title("enhanced-realised") == "Enhanced co-production"
    assert views.results(["consumer"]) == "Consumer co-production"


def test_several_results_are_said_by_their_short_names(views):
    assert views.results(["consumer", "participative-cosmetic"]) == "Consumer or Participative, cosmetic"


def test_a_result_without_a_rung_is_said_by_its_id(views):
    assert views.result_title("no-such-result") == "no-such-result"


def test_an_item_is_said_by_its_title(views, knowledge):
    assert views.item_title("commitment-to-act") == knowledge.find(Kind.ENABLER, "commitment-to-act").title
    assert views.item_title("no-such-item") == "no-such-item"


def test_a_question_has_number_short_name_and_answer(views, words, rules, knowledge, finished):
    quick = Views(words, rules, knowledge, finished(EXAMPLE, length=Length.QUICK))

    assert views.question("role", ("advise",)) == {
        "number": 5,
        "short": "Part in planning",
        "answer": "A group advises or co-designs",
        "full": "A group advises us or designs with us",
    }
    assert quick.question("role")["number"] == 1


def test_a_question_without_an_answer_has_none(views):
    assert (views.question("role")["answer"], views.question("role")["full"]) == ("", "")


def test_the_day_to_day_face_comes_first_and_no_face_is_ever_missing(faces_of):
    assert [face["mode"] for face in faces_of({})] == ["consumer", "participative", "enhanced"]


def test_a_fact_is_told_by_its_values_or_as_not_known_yet(faces_of):
    consumer, participative, _ = faces_of({**EXAMPLE, "gap": "after", "say": ("staff", "choose")})

    assert [line["value"] for line in consumer["lines"]] == [
        "low or from a list",
        "only afterwards",
        "not known yet",
        "not known yet",
    ]
    assert [line["value"] for line in participative["lines"]] == ["limited", "active"]


def test_a_fact_of_questions_not_asked_is_left_out(faces_of):
    _, participative, _ = faces_of({"role": "none"})

    assert [line["value"] for line in participative["lines"]] == ["none"]


def test_the_third_face_tells_what_is_met_not_met_and_open(faces_of, dialogue):
    _, _, enhanced = faces_of({"role": "lead", "answer": "bound", "effect": "direction", "join": "data"})

    titles = {
        condition.id: f"{condition.title} ({condition.reading})" if condition.reading else condition.title
        for condition in dialogue.faces[2].conditions
    }
    assert enhanced["met"] == [titles["real-part"], titles["beyond-details"]]
    assert enhanced["unmet"] == [titles["joined"]]
    assert enhanced["open"] == [titles["day-to-day"], titles["driving"], titles["new-model"]]


@pytest.mark.parametrize(
    ("answers", "settle"),
    [
        (EXAMPLE, ""),
        (
            {"role": ("none", "asked"), "answer": "nothing", "effect": "nothing"},
            "To settle it, answer one of these: 5 Part in planning.",
        ),
        (
            {"role": "advise", "answer": "explain", "change": "none"},
            "To settle it, answer one of these: 7 What has changed.",
        ),
        ({}, "These may settle it: 5 Part in planning."),
    ],
)
def test_a_card_in_doubt_says_what_settles_it(speaker, finished, answers, settle):
    pages = speaker.about(finished(answers))

    assert pages.views.card(pages.verdict)["settle"] == settle


def test_where_no_single_question_settles_it_more_are_needed(views, speaker, finished):
    verdict = speaker.about(finished({})).verdict
    unsettled = replace(verdict, settles_always=(), settles_may=())

    assert views.card(unsettled)["settle"] == (
        "No one question settles it alone. Answer more of the open ones."
    )


def test_the_card_shows_the_first_barriers_only(speaker, finished):
    pages = speaker.about(finished(EXAMPLE))
    card = pages.views.card(pages.verdict)

    assert len(card["watch"]) == 2
    assert len(pages.verdict.barriers) > 2


def test_only_one_row_gives_a_because(speaker, finished):
    one = speaker.about(finished(EXAMPLE))
    two = speaker.about(finished({"role": ("none", "advise"), "answer": "nothing", "effect": "nothing"}))

    assert len(one.views.card(one.verdict)["because"]) == 1
    assert two.views.card(two.verdict)["because"] == []


def test_first_steps_are_the_actions_of_the_first_enablers(views, speaker, finished, knowledge):
    verdict = speaker.about(finished(EXAMPLE)).verdict

    steps = views.first_steps(verdict)

    nearest = next(plan for plan in verdict.plans if plan.aim == "participative-substantive")
    helping = [item for change in nearest.changes for item in change.enablers]
    ranked = list(dict.fromkeys([*helping, *(one.item for one in verdict.enablers)]))
    assert [(step["number"], step["id"]) for step in steps] == list(enumerate(ranked[: len(steps)], start=1))
    assert [step["text"] for step in steps] == [
        knowledge.find(Kind.ENABLER, step["id"]).action for step in steps
    ]


def test_an_enabler_that_nobody_wrote_down_is_no_first_step(views, speaker, finished):
    verdict = speaker.about(finished(EXAMPLE)).verdict
    unknown = replace(verdict, plans=(), enablers=(Shown(item="no-such-enabler", certain=True),))

    assert views.first_steps(unknown) == []


def test_a_plan_says_what_was_and_what_helps(views, knowledge):
    helps = ("service-partnership", "range-of-roles", "ladder-check")
    change = Change(question="role", was=("advise",), to="share", kind="decided", enablers=helps)

    view = views.plan(Plan(aim="participative-substantive", changes=(change,)), "participative-substantive")

    titles = [knowledge.find(Kind.ENABLER, name).title for name in helps[:2]]
    assert view == {
        "title": "Real participation in planning",
        "none": False,
        "reached": "",
        "far": False,
        "count": 1,
        "changes": [
            {
                **views.question("role", ("share",)),
                "was": "A group advises or co-designs",
                "kind": "decided",
                "helps": "; ".join(titles),
            }
        ],
    }


def test_a_far_plan_shows_its_first_change_only(views):
    change = Change(question="gap", was=(), to="during", kind="decided")

    view = views.plan(Plan(aim="day_to_day", changes=(change,) * 4), "day_to_day")

    assert (view["far"], view["count"], len(view["changes"])) == (True, 4, 1)
    assert (view["changes"][0]["was"], view["changes"][0]["helps"]) == ("", "")


def test_a_reached_aim_says_so(views, dialogue):
    view = views.plan(Plan(aim="day_to_day", changes=(), reached=True), "day_to_day")

    assert view["reached"] == dialogue.aims[0].reached


def test_an_aim_without_a_plan_says_that_there_is_none(views):
    view = views.plan(None, "day_to_day")

    assert (view["none"], view["far"], view["count"], view["changes"]) == (True, False, 0, [])


def test_an_item_has_its_sections_links_and_scopes_in_words(views, knowledge):
    item = knowledge.find(Kind.BARRIER, "no-consensus")

    view = views.item(item)

    assert (view["title"], view["kind"]) == (item.title, "barrier")
    assert [section["name"] for section in view["sections"]] == ["notice", "matters", "worse", "helps"]
    assert view["scopes"] == "public administration"
    assert view["links"] == "; ".join(views.item_title(link) for link in item.links)
    assert "[[" not in str(view)


def test_a_section_without_claims_is_left_out(views, knowledge):
    item = knowledge.find(Kind.BARRIER, "no-consensus")
    bare = replace(item, sections={**item.sections, "worse": ()}, stated_for=())

    view = views.item(bare)

    assert [section["name"] for section in view["sections"]] == ["notice", "matters", "helps"]
    assert view["scopes"] == ""


@pytest.mark.parametrize(
    ("place", "source"),
    [
        (Place(grade="project"), "our advice"),
        (Place(grade="authors", lines=(135,)), f"{PAPER}, Enhanced co-production, pre-print line 135"),
        (
            Place(grade="authors", lines=(135, 141)),
            f"{PAPER}, Enhanced co-production, pre-print lines 135, 141",
        ),
        (
            Place(grade="reported", by=("arnstein-1969",), lines=(127,)),
            f"Arnstein 1969, as cited in {PAPER}, Participative co-production, pre-print line 127",
        ),
        (
            Place(grade="reported", by=("no-such", "arnstein-1969"), lines=(127,)),
            f"no-such and Arnstein 1969, as cited in {PAPER}, Participative co-production, pre-print line 127",
        ),
        (Place(grade="authors", lines=(9999,)), f"{PAPER}, , pre-print line 9999"),
    ],
)
def test_the_source_of_a_claim_is_graded(views, place, source):
    assert views.source(Claim(say="x", place=place)) == source


def test_a_line_of_an_item_says_whether_it_is_certain(views):
    assert views.line(Shown(item="low-control", certain=False)) == {
        "text": views.item_title("low-control"),
        "certain": False,
        "id": "low-control",
    }


@pytest.mark.parametrize(
    ("scope", "private"), [("private", True), ("policy", False), (("policy", "private"), False)]
)
def test_the_card_knows_a_private_service(speaker, finished, scope, private):
    pages = speaker.about(finished({"scope": scope}))

    assert pages.views.card(pages.verdict)["private"] is private


def test_a_reading_that_decides_is_told_with_its_title(speaker, finished, knowledge):
    pages = speaker.about(
        finished({"role": "asked", "answer": "consider", "effect": "direction", "change": "none"})
    )

    readings = pages.views.card(pages.verdict)["readings"]

    assert [(reading["id"], reading["title"]) for reading in readings] == [
        ("D2", knowledge.find(Kind.READING, "D2").title),
        ("D3", knowledge.find(Kind.READING, "D3").title),
    ]
    assert readings[0]["results"] == "Participative co-production, substantive"


def test_a_reading_that_nobody_wrote_down_is_told_by_its_id(words, rules, knowledge, finished, speaker):
    silent = replace(knowledge, items=tuple(i for i in knowledge.items if i.kind is not Kind.READING))
    session = finished({"role": "asked", "answer": "consider", "effect": "direction", "change": "none"})
    verdict = speaker.about(session).verdict

    card = Views(words, rules, silent, session).card(verdict)

    assert [reading["title"] for reading in card["readings"]] == ["D2", "D3"]


def test_the_masks_of_the_sheet_are_told_not_the_order_of_options(views, dialogue):
    assert sheet_of(dialogue, {"say": ("person", "staff")}) == sheet_of(
        dialogue, {"say": ("staff", "person")}
    )
    assert views.question("say", ("person", "staff"))["answer"] == "Staff decide or The person decides"
