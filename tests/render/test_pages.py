import re
from dataclasses import replace

import pytest

from bot.model.knowledge import Kind
from bot.model.reply import ShowWhatIf
from bot.model.session import Action, Length, Stage
from bot.model.talk import Ask, Change, Topic
from bot.render.layouts import ITEM
from bot.render.pages import Pages

EXAMPLE = {"scope": "service", "role": "advise", "answer": "explain", "effect": "small", "say": "staff"}


@pytest.fixture
def pages(speaker, finished):
    def pages(answers, **session):
        return speaker.about(finished(answers, **session))

    return pages


def numbers(page):
    return re.findall(r"(?m)^(\d+) ", page.text)


def test_the_result_is_a_card_and_what_the_designer_may_want(pages, dialogue):
    card, wishes = pages(EXAMPLE).result()

    assert card.result
    assert card.text.startswith("# RESULT\nParticipative co-production, limited\n")
    assert [choice.key for choice in wishes.choices] == ["1", "2", "3"]
    assert [choice.long for choice in wishes.choices] == [aim.title for aim in dialogue.aims]
    assert all(len(choice.label) <= 34 for choice in wishes.choices)


@pytest.mark.parametrize("scope", ["policy", "private"])
def test_outside_the_framework_nothing_is_offered_to_want(pages, scope):
    assert len(pages({"scope": scope}).result()) == 1


def test_the_day_to_day_part_alone_shows_its_face(speaker, finished):
    session = replace(finished({"scope": "private", "say": "agree"}), part_only=True)

    (card,) = speaker.about(session).result()

    assert "# DAY TO DAY\n" in card.text
    assert "# PLANNING" not in card.text


def test_the_day_to_day_part_is_offered_until_it_was_looked_at(speaker, finished, words):
    seen = {"scope": "private", "say": "agree", "meet": "in_person", "do": "follow", "gap": "after"}
    offered = words.say("out_private_hint"), words.say("offer_day_to_day")

    (before,) = speaker.about(finished({"scope": "private"})).result()
    (within,) = speaker.about(
        replace(finished({"scope": "private", "say": "agree"}), part_only=True)
    ).result()
    done = replace(finished(seen), part_only=True, trail=(0, 1, 2, 3, 4))
    (after,) = speaker.about(done).result()

    assert [part_offered(card) for card in (before, within, after)] == [offered, offered, ("", "")]
    assert [words.say("out_done_hint") in card.text for card in (before, within, after)] == [
        False,
        False,
        True,
    ]


def part_offered(card):
    """The line and the button by which a card offers the day-to-day part."""
    labels = [offer.label for group in card.offers for offer in group]
    found = [line for line in card.text.split("\n") if line.startswith("Day-to-day co-production")]
    return "".join(found), "".join(label for label in labels if label.startswith("Day-to-day"))


def test_reasons_say_what_decides_and_what_rests_on_our_readings(pages, words):
    text = pages(EXAMPLE).reasons().text

    assert text.startswith("# WHY\n- 5 Part in planning: ")
    assert words.say("claimed", evidence=words.say("evidence_none")) in text


def test_reasons_without_a_reading_or_an_answer_say_so(pages, words):
    text = pages({}).reasons().text

    assert words.say("why_nothing") in text


def test_reasons_name_the_notes_the_readings_and_what_was_set_aside(pages, knowledge):
    session = {"scope": "service", "role": "none", "answer": "bound", "change": "new_plan", "source": "users"}

    text = pages(session, notes={"source": "ours"}).reasons().text

    assert knowledge.find(Kind.NOTE, "idea-without-planning").title in text
    assert "6 Promise on what they say" in text
    assert "D8: " in text


def test_numbers_run_on_from_barriers_to_enablers(pages):
    about = pages(EXAMPLE)

    barriers, enablers = numbers(about.barriers()), numbers(about.enablers())

    assert [*map(int, (*barriers, *enablers))] == list(range(1, len(barriers) + len(enablers) + 1))
    assert len(barriers) == len(about.verdict.barriers)


def test_a_number_of_a_list_means_the_item_that_stands_there(pages, knowledge):
    about = pages(EXAMPLE)
    shown = [*about.verdict.barriers, *about.verdict.enablers]

    found = [about.find(about.listed(str(at))) for at in range(1, len(shown) + 1)]
    assert [item.id for item in found] == [one.item for one in shown]
    assert {item.kind for item in found} == {Kind.BARRIER, Kind.ENABLER}
    assert about.listed("0") is None
    assert about.listed(str(len(shown) + 1)) is None
    assert about.listed("trust") is None


def test_what_is_not_certain_is_marked(pages, words):
    text = pages({"scope": "service"}).barriers().text

    assert "(perhaps)" in text
    assert text.endswith(words.say("list_perhaps"))


def test_a_list_with_nothing_says_so(pages, words):
    good = {"scope": "service", "say": "agree", "meet": "in_person", "do": "take_part", "gap": "during", "role": "lead",
            "answer": "bound", "effect": "direction", "join": "loop", "change": "new_live", "source": "users",
            "needs": "hidden", "choice": "choose", "whose": "one", "staff_view": "welcome", "trust": "both",
            "time": "enough", "digital": "none", "pieces": "one"}  # fmt: skip
    about = pages(good)

    assert about.barriers().text == f"# {words.say('barriers_heading')}\n{words.say('barriers_none')}"
    assert about.enablers().text == f"# {words.say('enablers_heading')}\n{words.say('enablers_none')}"
    assert words.say("plan_none") in about.plan().text


def test_what_the_result_does_not_say_is_told_with_its_source(pages):
    text = pages(EXAMPLE).not_said().text

    assert len(text.splitlines()) > 1
    assert all(line.endswith(")") for line in text.splitlines()[1:])


def test_a_result_without_a_rung_has_no_limits(words, rules, knowledge, speaker, finished):
    silent = replace(knowledge, items=tuple(i for i in knowledge.items if i.kind is not Kind.RUNG))

    about = Pages(words, rules, silent, speaker._templates, finished(EXAMPLE))

    assert about.limits() == []


def test_an_enabler_that_nobody_wrote_down_is_told_by_its_id(pages):
    assert pages(EXAMPLE).action("no-such-enabler") == "no-such-enabler"


def test_a_wish_is_answered_by_the_nearest_change(pages, words):
    text = pages(EXAMPLE).wish("participative-substantive").text

    assert "\n- 5 Part in planning: " in text
    assert words.say("wish_decided") in text
    assert text.endswith(words.say("wish_keep"))


def test_a_wish_that_has_come_true_says_so(pages, dialogue):
    text = pages({**EXAMPLE, "say": "agree", "gap": "during"}).wish("day_to_day").text

    assert text == f"# {dialogue.aims[0].title}\n{dialogue.aims[0].reached}"


def test_a_wish_that_is_far_begins_with_one_change(pages, words):
    text = pages(EXAMPLE).wish("enhanced-emerging").text

    assert words.say("wish_far") in text
    assert len(re.findall(r"(?m)^- \d", text)) == 1


def test_a_wish_without_a_way_says_so(pages, words):
    about = pages(EXAMPLE)
    about.verdict = replace(about.verdict, plans=())

    assert about.wish("day_to_day").text.endswith(words.say("wish_none"))


def test_the_wishes_are_numbered(pages):
    assert numbers(pages(EXAMPLE).wishes()) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("name", ["co-design", "Co-design", " CO-DESIGN? ", "codesign", "co design"])
def test_a_term_is_found_by_id_title_or_other_name(pages, knowledge, name):
    assert pages({}).find(name) is knowledge.find(Kind.TERM, "co-design")


def test_a_glossary_word_comes_before_an_item_of_the_same_id(pages):
    assert pages({}).find("fragmentation").kind is Kind.TERM


@pytest.mark.parametrize(
    "kind", [Kind.BARRIER, Kind.ENABLER, Kind.NOTE, Kind.LIMIT, Kind.METHOD, Kind.READING]
)
def test_every_item_is_found_by_its_title(pages, knowledge, kind):
    about = pages({})

    assert [item.id for item in knowledge.of(kind) if about.find(item.title) is not item] == []


def test_every_claim_on_a_page_of_an_item_has_its_source(pages, knowledge):
    about = pages({})

    shown = [(item, about._page(ITEM, about.views.item(item), ()).text) for item in knowledge.items]

    assert [
        (item.id, claim.say)
        for item, text in shown
        for section in item.sections.values()
        for claim in section
        if f"{about._words.plain(claim.say)} ({about.views.source(claim)})" not in text
    ] == []


def test_a_word_that_is_nearly_known_gets_near_names(pages, words):
    text = pages({}).item("co-desing").text

    assert text.startswith(words.say("term_unknown", text="co-desing"))
    assert "Co-design" in text


def test_a_word_that_is_nowhere_near_gets_examples(pages, words):
    assert pages({}).item("xyzzy").text.endswith(words.say("term_list"))


def test_why_says_whether_an_answer_still_matters(pages, words, dialogue):
    about = pages({"scope": "service", "role": "none"})

    def why(question):
        return about.why(dialogue.index[question]).text

    assert words.say("why_decides") in why("role")
    assert words.say("why_settled") in why("say")
    assert words.say("why_advice") in why("trust")
    assert words.say("why_scope") in why("scope")
    assert "Source: " in why("trust").splitlines()[-1]


def test_the_check_page_lists_answers_by_number(pages):
    full, quick = pages(EXAMPLE), pages(EXAMPLE, length=Length.QUICK)

    assert numbers(full.check()) == ["0", "1", "5", "6", "7"]
    assert numbers(quick.check()) == ["0", "1", "2", "3", "7"]


def test_the_check_page_shows_what_was_written_and_how_it_is_changed(pages):
    page = pages(EXAMPLE, prompts={"name": "Home visits"}).check()

    assert page.text.splitlines()[1:3] == ["Name: Home visits", "Part: left out"]
    assert page.text.endswith("\nTo change a line without a number, type: change Name.")
    assert [(offer.label, offer.act) for offer in page.offers[1]] == [
        ("Name", Change("name")),
        ("Part", Change("part")),
    ]


def test_the_check_page_tells_what_is_set_aside(pages):
    assert "6 Promise on what they say" in pages({"role": "none", "answer": "bound"}).check().text


def test_so_far_tells_what_is_still_possible(pages, words):
    text = pages({}, stage=Stage.ASKING).so_far().text

    assert words.say("so_far_none") in text
    assert "\n- Consumer\n- Participative, cosmetic\n" in text


def test_so_far_tells_when_the_result_cannot_change_any_more(pages):
    assert (
        "Consumer"
        in pages({"scope": "service", "role": "none"}, stage=Stage.ASKING).so_far().text.splitlines()[-1]
    )


def test_what_if_tells_another_answer_and_keeps_the_own(pages, dialogue, words):
    about, place = pages(EXAMPLE), dialogue.index["role"]
    sheet = (*about._session.sheet[:place], 0b01000, *about._session.sheet[place + 1 :])

    text = about.what_if(ShowWhatIf(sheet, None, place, 0b01000)).text

    assert "5 Part in planning" in text
    assert "Participative co-production, substantive" in text
    assert text.endswith(words.say("what_if_kept"))


def test_what_if_tells_that_a_result_stays(pages, words):
    about = pages(EXAMPLE)

    text = about.what_if(ShowWhatIf(about._session.sheet, "D9", None, 0)).text

    assert words.say("what_if_same", results="Participative co-production, limited") in text


def test_what_if_without_a_reading_of_ours_names_it(pages, knowledge):
    about = pages({"role": "asked", "answer": "consider", "effect": "direction", "change": "none"})

    text = about.what_if(ShowWhatIf(about._session.sheet, "D3", None, 0)).text

    assert knowledge.find(Kind.READING, "D3").title in text
    assert "Participative co-production, substantive" in text


def test_what_if_names_the_readings_where_there_is_no_such_one(pages, words):
    about = pages(EXAMPLE)

    text = about.what_if(ShowWhatIf(about._session.sheet, "D99", None, 0)).text

    assert text == words.say(
        "what_if_no_reading", reading="D99", readings="D1, D2, D3, D4, D5, D6, D7, D8, D9, D10"
    )


def test_a_plan_shows_what_is_in_it_and_first_steps_by_number(pages, knowledge, words):
    about = pages(EXAMPLE, actions=(Action("ladder-check", "a nurse", ""), Action("join-levels")))

    text = about.plan().text

    assert knowledge.find(Kind.ENABLER, "ladder-check").action in text
    assert words.say("plan_owner", owner="a nurse") in text
    assert words.say("plan_due", due=words.say("plan_open")) in text
    assert len(numbers(about.plan())) == len(about.views.first_steps(about.verdict))


@pytest.mark.parametrize(
    ("stage", "asked", "written"),
    [
        (
            Stage.OWNING,
            "Who will do it? ",
            "Press Enter to keep what you wrote, or type skip to leave it out: a nurse",
        ),
        (
            Stage.DATING,
            "By when? ",
            "Press Enter to keep what you wrote, or type skip to leave it out: 30 June",
        ),
    ],
)
def test_what_is_asked_of_an_action_names_it_and_what_was_said(pages, knowledge, stage, asked, written):
    said, unsaid = [
        pages(EXAMPLE, actions=(action,), stage=stage).ask_action()
        for action in (Action("ladder-check", "a nurse", "30 June"), Action("ladder-check"))
    ]

    lines = said.text.splitlines()
    assert lines[0] == knowledge.find(Kind.ENABLER, "ladder-check").action
    assert lines[1].startswith(asked)
    assert lines[2].startswith(written)
    assert unsaid.text.splitlines()[2] == "Optional. Press Enter to leave it out."
    assert said.asks == unsaid.asks == stage.value


def test_a_number_that_no_list_has_is_told_the_numbers_there_are(pages):
    last = len(pages(EXAMPLE).verdict.barriers) + len(pages(EXAMPLE).verdict.enablers)

    assert pages(EXAMPLE).item("99").text.splitlines() == [
        "I have nothing under 99.",
        f"The list of barriers and what helps goes from 1 to {last}. To see your result again, type: result.",
    ]
    for listing in (None, Ask(Topic.WHAT_IF)):
        elsewhere = pages({}, stage=Stage.ASKING, listing=listing).item("99")
        assert elsewhere.text.endswith("such as co-production, tokenism or trust.")
    below = pages({}, stage=Stage.CHECKING, listing=Ask(Topic.BARRIERS)).item("99")
    assert "The list of barriers and what helps goes from 1 to " in below.text


def test_the_check_page_shows_the_notes_with_their_answers(pages):
    text = pages(EXAMPLE, notes={"effect": "The hours\nmoved"}).check().text

    assert "\nNoted with 7 What has changed: The hours moved\n" in text


def test_a_number_of_the_plan_means_the_step_that_stands_there(pages):
    about = pages(EXAMPLE)
    steps = about.views.first_steps(about.verdict)

    assert [about.first_step(str(step["number"])) for step in steps] == [step["id"] for step in steps]
    assert about.first_step("0") is None
    assert about.first_step("no") is None


def test_an_item_reads_plainly_without_markup_of_links(pages, knowledge):
    texts = [pages({}).item(item.id).text for item in knowledge.items]

    assert [text for text in texts if "[[" in text or "{" in text] == []
