"""The report of a workshop says all that was shown to the group, what it came to, and no more."""

import html
import re
from base64 import b64decode
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.proving.said import SAID
from bot.render.workshop.report import READ, WorkshopReport, as_image, shortened, spoken_of, without_late
from bot.workshop.blocks import EVERYBODY
from bot.workshop.events import Close, Decide
from bot.workshop.meeting import Earlier
from bot.workshop.people import Participant, Role
from bot.workshop.showing import Dots, NearlyAll, Part, Seen
from bot.workshop.state import Closing, Stage

NASTY = "a | b <script>alert('x')</script>\n# heading\n- *bold* [link](http://x) {{ 7 * 7 }} {name}"
INERT = r"a \| b \<script\>alert('x')\</script\> \# heading - \*bold\* \[link\](http://x) \{\{ 7 \* 7 \}\} \{name\}"
TAG = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)
FORMS = pytest.mark.parametrize("form", ["md", "html"])
TALK = """\
### Part in planning

What part do users or the community play in planning the service?

| Who | Before the talk | After the talk |
| --- | --- | --- |
| Service users (6) | "None, staff plan it" 2, "We ask for their views" 4. | "None, staff plan it" 2, "We ask for their views" 4. |
| Everybody else (8) | "None, staff plan it" 3, "A group advises or co-designs" 5. | "None, staff plan it" 5, "A group advises or co-designs" 3. |

**How each group moved**

- Service users (6): no move, the middle answer is "We ask for their views".
- Everybody else (8): the middle answer moved from "A group advises or co-designs" to "None, staff plan it".

**Besides**

- Came later (5): "None, staff plan it" 2, "We ask for their views" 3.
- Hands raised, Service users: "We ask for their views" 2.

They lean one way.

**What is true for all**

- users see the plan after it is signed

**Why it matters**

If all else is as the middle of them answered, this question decides the result:

- If it is "None, staff plan it": Consumer.
- If it is "We ask for their views": Participative, limited.
"""


@pytest.fixture(scope="module")
def reported(speaker):
    """The text of a workshop's report in a form."""

    def reported(meeting, form="md", date="2026-03-26"):
        return speaker.hall(meeting, "w1").report(form, date).text

    return reported


@pytest.fixture(scope="module")
def view_of(speaker):
    """Everything in a report, as words."""

    def view_of(meeting, pictures=None):
        report = WorkshopReport(speaker.words, speaker._rules, lambda: speaker.knowledge, meeting)
        return report.view("2026-03-26", pictures or {})

    return view_of


@pytest.fixture(scope="module")
def held(fourteen):
    """A workshop of fourteen, with five who came later."""
    return fourteen(late=5)


def words_of(form, text):
    """The words of a report, without its markup."""
    plain = (
        html.unescape(TAG.sub(" ", text)) if form == "html" else re.sub(r"(?m)^[#|\- ]+|\||\*\*", " ", text)
    )
    return " ".join(plain.split())


# -- what stands in it


@FORMS
def test_it_is_a_file_of_its_form(speaker, held, form):
    assert speaker.hall(held, "w1").report(form, "2026-03-26").name == f"tango-workshop.{form}"


@FORMS
def test_it_names_the_service_the_days_and_the_rules(reported, held, dialogue, form):
    text = words_of(form, reported(held, form))

    assert "Workshop report: Home visits Held on 2026-03-25." in text
    assert f"Made 2026-03-26 with Tango, rules {dialogue.digest[7:19]}." in text


@FORMS
def test_a_service_without_a_name_and_a_day_says_so(reported, fourteen, words, form):
    text = words_of(form, reported(fourteen(name="", day=""), form))

    assert f"Workshop report: {words.say('unnamed')} Who took part" in text


@FORMS
def test_who_took_part_is_told_by_blocks(reported, held, form):
    text = words_of(form, reported(held, form))

    assert "Service users (6) Everybody else (8) 5 people who came later" in re.sub(r" - ", " ", text)
    assert "hands were raised as well, in the open: Part in planning." in text


def test_a_question_that_was_talked_about_is_told_before_and_after(reported, held):
    assert TALK in reported(held)


@FORMS
def test_what_was_agreed_stands_in_it(reported, held, form):
    text = words_of(form, reported(held, form))

    assert "Show the draft plan to six users before it is signed planning team 30 June" in text
    assert "Ask again open open" in text
    assert re.search(r"about the whole service (- )?nobody has time", text)
    assert re.search(r"Kept for later (- )?parking at the clinic", text)


@FORMS
def test_without_points_and_actions_it_says_so(reported, fourteen, form):
    meeting = fourteen()
    course = replace(meeting.workshop.course, shared=(), parked=(), actions=(), hands=())
    text = words_of(form, reported(replace(meeting, workshop=replace(meeting.workshop, course=course)), form))

    assert "Actions No action was agreed. What stands in the way" in text
    assert "Kept for later" not in text
    assert "True for all" not in text
    assert "hands were raised" not in text


@FORMS
def test_it_is_told_to_those_who_were_not_there(reported, held, form):
    before_advice = reported(held, form).partition("What stands in the way")[0]

    assert not re.search(r"\b[Yy]ou\b|\b[Yy]our\b", words_of(form, before_advice).replace("We ask", ""))


@FORMS
def test_limits_are_told_on_both_sides(reported, held, words, form):
    text = words_of(form, reported(held, form))
    keys = [key for key in words.messages if re.match(r"workshop_report_(how|promised|not)_", key)]

    assert len(keys) > 15
    assert [key for key in keys if words.say(key, least=5) not in text] == []


@FORMS
def test_every_claim_has_its_source_and_only_the_short_card_stands_there(reported, held, speaker, form):
    text = words_of(form, reported(held, form))
    shown = {one.item for one in (*held.joint.verdict.barriers, *held.joint.verdict.enablers)}
    items = [item for item in speaker.knowledge.items if item.kind in READ and item.id in shown]
    claims = [claim for item in items for section in shortened(item).sections.values() for claim in section]
    views = WorkshopReport(speaker.words, speaker._rules, lambda: speaker.knowledge, held)._views
    said = [f"{views.claim(claim)['say']} ({views.source(claim)})" for claim in claims]

    assert len(said) > 20
    assert [one for one in said if one not in text] == []
    assert text.count("(our advice)") == sum(one.endswith("(our advice)") for one in said)


@FORMS
def test_every_work_that_is_reported_is_among_the_sources(reported, held, form):
    text = words_of(form, reported(held, form))
    sources = text.rpartition(" Sources ")[2]

    assert sources.startswith(("Osborne, S.P. and Strokosch", "- Osborne, S.P. and Strokosch"))
    assert "Von Hippel, E. (1994)" in sources
    assert "Von Hippel 1994, as cited in" in text


@FORMS
def test_what_rests_on_our_readings_is_marked(reported, held, view_of, form):
    text = words_of(form, reported(held, form))

    assert [one["id"] for one in view_of(held)["readings"]] == ["D8"]
    assert "Without our reading D8: " in text


@FORMS
def test_all_questions_stand_in_a_table(reported, held, dialogue, form):
    table = words_of(form, reported(held, form)).partition(" All questions ")[2]
    places = held.workshop.places

    assert [dialogue.questions[at].text for at in places if dialogue.questions[at].text not in table] == []
    assert 'After talking: Everybody else (8): "None, staff plan it" 5' in table


# -- one mind, few people, nobody


@pytest.fixture(scope="module")
def of_one_mind(gather):
    """Everybody gave the same answers; there is one result and nothing to talk about."""
    held = gather()
    answers = {"say": "staff", "gap": "never", "role": "none", "change": "fit"}
    for at in range(9):
        held.joins(f"p{at}", Role.USERS, answers)
    held.room.act(Close())
    held.goes_to(Stage.RESULT)
    return held.meeting()


@pytest.fixture(scope="module")
def of_two(gather):
    """Too few to show anything."""
    held = gather()
    for at in range(2):
        held.joins(f"p{at}", Role.USERS, {"say": "staff"})
    held.room.act(Close())
    held.goes_to(Stage.RESULT)
    return held.meeting()


@FORMS
def test_one_result_is_told_with_what_it_means(reported, of_one_mind, form):
    text = words_of(form, reported(of_one_mind, form))

    assert "All their answers lead to one result: " in text
    assert "What this means: " in text
    assert "No question was talked about." in text
    assert "Everybody (9)" in text


@FORMS
def test_where_nothing_differs_and_all_is_hidden_or_agreed_it_says_so(reported, of_one_mind, form):
    found = replace(of_one_mind.joint, agreed=(), differ=(), unseen=of_one_mind.workshop.places[:1])
    text = words_of(form, reported(replace(of_one_mind, joint=found), form))

    assert "There is no question on which all or nearly all gave the same answer." in text
    assert "No difference was shown." in text
    assert "What is not shown Not shown: Who decides for each person. Too few people answered" in text


@FORMS
def test_where_too_few_answered_nothing_is_told_of_anybody(reported, of_two, form):
    text = words_of(form, reported(of_two, form))

    assert "Fewer than 5 people answered, so no group is named." in text
    assert "Nothing could be shown, so no result can be told." in text
    assert "Nothing was shown." in text
    assert "(2)" not in text


@FORMS
def test_without_advice_it_says_so(reported, of_one_mind, form):
    verdict = replace(of_one_mind.joint.verdict, barriers=(), enablers=())
    meeting = replace(of_one_mind, joint=replace(of_one_mind.joint, verdict=verdict))
    text = words_of(form, reported(meeting, form))

    assert "What stands in the way The answers shown raise no barrier." in text
    assert "What helps The answers shown ask for nothing in particular." in text


def test_items_that_are_no_longer_there_are_left_out(view_of, of_one_mind):
    gone = replace(of_one_mind.joint.verdict.barriers[0], item="gone")
    verdict = replace(of_one_mind.joint.verdict, barriers=(gone,), enablers=())
    view = view_of(replace(of_one_mind, joint=replace(of_one_mind.joint, verdict=verdict)))

    assert view["advice"][0] == {"name": "barriers", "sure": [], "perhaps": []}


# -- then and now


@FORMS
def test_then_and_now_name_the_groups_of_each_day(reported, held, dialogue, form):
    place = held.workshop.places[0]
    parts = (
        Part(block=(Role.USERS,), picture=Dots(counts=((1, 3), (2, 2)))),
        Part(block=(Role.FRONT_LINE,), picture=NearlyAll(answer=1, of=5)),
        Part(block=EVERYBODY, picture=NearlyAll(answer=2, of=6)),
    )
    unseen = Seen(place=held.workshop.places[1], parts=())
    earlier = Earlier(day="2025-09-01", seen=(Seen(place=place, parts=parts), unseen))
    text = words_of(form, reported(replace(held, earlier=earlier), form))
    told = text.partition("Then and now, since 2025-09-01")[2].partition("All questions")[0]

    assert dialogue.questions[place].text in told
    assert dialogue.questions[unseen.place].text not in told
    assert 'Service users (5): "Staff decide" 3, "They pick from set options" 2.' in told
    assert 'Front line (5): at least 3 of 5 say "Staff decide".' in told
    assert 'Came later (6): at least 4 of 6 say "They pick from set options".' in told
    assert 'Everybody else (8): at least 6 of 8 say "Agreed together".' in told


@FORMS
def test_then_and_now_without_a_question_in_common_says_so(reported, held, form):
    text = words_of(form, reported(replace(held, earlier=Earlier(day="2025-09-01", seen=())), form))

    assert "Then and now, since 2025-09-01 No question was shown both times." in text


def test_all_together_are_not_taken_for_those_who_came_later():
    everybody = Part(block=EVERYBODY, picture=NearlyAll(answer=1, of=9))

    assert without_late(Seen(place=1, parts=(everybody,))) == ((everybody,), ())
    assert without_late(Seen(place=1, parts=(everybody, everybody))) == ((everybody,), (everybody,))


# -- people's own words


@pytest.fixture(scope="module")
def nasty(held):
    """Every place for people's own words holds markup."""
    course = held.workshop.course
    mine = replace(
        course,
        shared=((course.agenda[0], NASTY), (None, NASTY)),
        parked=(NASTY,),
        actions=(Decide(NASTY, NASTY, NASTY),),
    )
    return replace(held, name=NASTY, workshop=replace(held.workshop, course=mine))


def test_in_markdown_peoples_own_words_are_inert(nasty, reported):
    text = reported(nasty, "md")

    assert text.count(INERT) == 7
    assert "<script>" not in text
    assert "\n# heading" not in text
    rows = [line for line in text.splitlines() if line.startswith(f"| {INERT}")]
    assert [len(re.findall(r"(?<!\\)\|", row)) for row in rows] == [4]


def test_in_html_peoples_own_words_are_inert(nasty, reported):
    text = reported(nasty, "html")

    assert text.count("&lt;script&gt;") == 8
    assert "<script" not in text
    assert text.count("{{ 7 * 7 }} {name}") == 8


# -- HTML


def test_html_is_whole_and_needs_nothing_from_elsewhere(held, reported):
    text = reported(held, "html")
    tags = ("ul", "p", "h2", "h3", "h4", "li", "table", "thead", "tbody", "tr", "td", "main")

    assert [tag for tag in tags if text.count(f"<{tag}>") != text.count(f"</{tag}>")] == []
    assert '<html lang="en">' in text
    assert "<script" not in text
    assert "http" not in TAG.sub("", text)
    assert not re.search(r"(?:src|href)=\"(?!data:)", text)


def test_html_headings_leave_out_no_level(held, reported):
    levels = [int(level) for level in re.findall(r"<h(\d)>", reported(held, "html"))]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [(was, now) for was, now in pairwise(levels) if now > was + 1] == []


def test_html_tables_have_headers_with_a_scope(held, reported):
    text = reported(held, "html")

    assert "<th>" not in text
    assert text.count("<table>") == text.count("<thead>")


def test_a_picture_stands_with_its_question_as_an_image(held, view_of, speaker):
    place = held.workshop.course.agenda[0]
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    report = WorkshopReport(speaker.words, speaker._rules, lambda: speaker.knowledge, held)
    text = report.text(speaker._templates, "html", "2026-03-26", {place: svg})

    assert [bool(talk["picture"]) for talk in view_of(held, {place: svg})["talks"]] == [True, False]
    assert text.count("<img ") == 1
    assert (
        f'<img src="{as_image(svg)}" alt="Picture of the answers to this question: Part in planning.' in text
    )
    assert "<svg" not in text
    assert "<script" not in text


def test_without_a_picture_there_is_no_image(held, speaker):
    report = WorkshopReport(speaker.words, speaker._rules, lambda: speaker.knowledge, held)

    assert "<img" not in report.text(speaker._templates, "html", "2026-03-26")


def test_each_question_that_was_talked_about_has_the_picture_that_was_shown(held, reported):
    images = re.findall(r'<img src="data:image/svg\+xml;base64,([^"]+)"', reported(held, "html"))
    pictures = [b64decode(image).decode() for image in images]

    assert len(pictures) == len(held.workshop.course.agenda) == 2
    assert ["<svg" in picture for picture in pictures] == [True, True]
    assert "After talking" in pictures[0]
    assert "After talking" not in pictures[1]


# -- no more than was shown


def emptied(meeting):
    """The same meeting with nothing in it but what was shown: others people, sheets, ballots and casts."""
    workshop = meeting.workshop
    someone = Participant(sheet=(1,) * workshop.width, role=Role.PARTNERS)
    closing = Closing(blocks=workshop.closing.blocks, seen=workshop.closing.seen)
    other = replace(
        workshop,
        people={"x": someone},
        votes={"x": 1},
        closing=closing,
        waiting=frozenset("x"),
        recent=("x",),
    )
    return replace(meeting, workshop=other)


def numbers_shown(meeting):
    """Every number of people that the pictures, the hands, the shifts and the joint result hold."""
    workshop = meeting.workshop
    seen = [*workshop.closing.seen, *(one.seen for one in workshop.again.values()), *workshop.late]
    pictures = [part.picture for one in seen for part in one.parts]
    dots = [one.counts for one in pictures if isinstance(one, Dots)]
    counts = [times for one in dots for _, times in one] + [sum(n for _, n in one) for one in dots]
    counts += [one.of for one in pictures if not isinstance(one, Dots)]
    counts += [one.at_least for one in pictures if isinstance(one, NearlyAll)]
    counts += [shift.changed for one in workshop.again.values() for shift in one.shifts]
    counts += [one for sheet in meeting.joint.sheets or () for one in (sheet.certain, meeting.joint.people)]
    return {str(one) for one in counts}


@FORMS
def test_after_the_end_it_comes_out_the_same(reported, fourteen, form):
    assert reported(fourteen(late=5, end=True), form) == reported(fourteen(late=5), form)


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_any_workshop_has_a_report_of_nothing_but_what_was_shown(any_workshop, reported, seed):
    held, meeting = any_workshop(seed)
    texts = [reported(meeting, form) for form in ("md", "html")]

    assert [reported(emptied(meeting), form) for form in ("md", "html")] == texts
    assert [reported(held.ended(meeting), form) for form in ("md", "html")] == texts


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_no_number_of_people_is_told_that_was_not_shown(any_workshop, view_of, seed):
    _, meeting = any_workshop(seed)
    view = view_of(meeting)
    told = [line for one in view["questions"] for line in one["said"]]
    told += [line for talk in view["talks"] for line in (*talk["others"], *talk["moved"])]
    told += [
        row[key] for talk in view["talks"] for row in talk["rounds"] for key in ("who", "first", "second")
    ]
    told += [*view["people"], *view["late"], *(line for one in view["differ"] for line in one["lines"])]

    bare = [re.sub(r'"[^"]*"', "", line) for line in told]
    assert {number for line in bare for number in re.findall(r"\b\d+\b", line)} <= numbers_shown(meeting)


# -- small parts


def test_messages_are_said_of_people_where_there_is_such_a_message(words):
    aside = spoken_of(words)

    assert words.say("workshop_word_split") == "You are split in two."
    assert aside.say("workshop_word_split") == "They are split in two."
    assert aside.say("workshop_said_even") == words.say("workshop_said_even")


def test_every_message_said_of_people_stands_for_one_said_to_them(words):
    aside = [key for key in words.messages if key.startswith("workshop_report_of_")]

    assert len(aside) == 12
    assert [key for key in aside if SAID[key] != SAID[f"workshop_{key[19:]}"]] == []
