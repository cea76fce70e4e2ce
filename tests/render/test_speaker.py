import pytest
from talking import Talk

from bot.model.errors import ContentError
from bot.model.knowledge import Kind
from bot.model.reply import AskDoubt, Erase, LeftOut, Line, PickAction, Show, ShowWhatIf, Tell
from bot.model.session import Doubt, Length, Stage
from bot.model.talk import Ask, Back, Hearing, Said, Start, Topic
from bot.render.speaker import Speaker

EXAMPLE = {"scope": "service", "role": "advise", "answer": "explain", "effect": "small", "say": "staff"}
SILENT = {Topic.REPORT, Topic.QUESTION, Topic.PRIVACY, Topic.LANGUAGE, Topic.SERVICES}
"""A report is a document, and a question is asked anew: neither is a page."""


@pytest.fixture
def judged(finished):
    return finished(EXAMPLE)


def test_every_line_has_a_message(library):
    assert {line.value for line in Line} <= set(library.messages("en"))


@pytest.mark.parametrize("topic", sorted(set(Topic) - SILENT))
@pytest.mark.parametrize("length", Length)
def test_every_topic_gives_pages_at_a_result(speaker, finished, topic, length):
    session = finished(EXAMPLE, length=length)

    pages = speaker.pages(session, [Show(topic)])

    assert pages
    assert all(page.text.strip() for page in pages)


@pytest.mark.parametrize("topic", [Topic.WHY, Topic.TERM, Topic.SO_FAR, Topic.CHECK, Topic.HELP])
def test_topics_of_a_conversation_give_a_page_before_there_is_a_result(speaker, finished, topic):
    session = finished({"scope": "service"}, stage=Stage.ASKING, focus=1)

    assert len(speaker.pages(session, [Show(topic, "say" if topic is Topic.TERM else "")])) == 1


@pytest.mark.parametrize("topic", sorted(SILENT))
def test_a_report_and_a_question_are_no_pages(speaker, judged, topic):
    assert speaker.pages(judged, [Show(topic)]) == ()


def test_pages_keep_the_order_of_the_replies(speaker, judged, words):
    pages = speaker.pages(judged, [Tell(Line.PAUSED), Show(Topic.RESULT), Erase(), Tell(Line.STALE)])

    assert len(pages) == 4
    assert pages[0].text == words.say("paused")
    assert pages[-1].text == words.say("stale")


def test_every_kind_of_reply_is_spoken(speaker, rules, words):
    talk = Talk(rules)
    replies = [*talk.act(Start()), *talk.write("x"), *talk.write("y"), *talk.answer("service")]
    replies += [AskDoubt(Doubt("say", (0b1,)), "x"), PickAction(), LeftOut((6,))]
    replies += [ShowWhatIf(talk.session.sheet, "D5", None, 0)]

    pages = speaker.pages(talk.session, replies)

    assert len(pages) == len(replies)
    assert all(page.text for page in pages)


def test_help_is_that_of_the_stage(speaker, finished, words):
    asking = speaker.pages(finished({}, stage=Stage.ASKING), [Show(Topic.HELP)])
    after = speaker.pages(finished({}), [Show(Topic.HELP)])

    assert asking[0].text == words.say("help_asking", aims=4)
    assert after[0].text == words.say("help_result", aims=4)
    outside = speaker.pages(finished({"scope": "policy"}), [Show(Topic.HELP)])
    assert outside[0].text == words.say("help_out", aims=4)


def test_why_is_about_the_question_on_the_table_or_the_one_named(speaker, finished, dialogue, words):
    session = finished({}, stage=Stage.ASKING, focus=2)

    (here,) = speaker.pages(session, [Show(Topic.WHY)])
    (there,) = speaker.pages(session, [Show(Topic.WHY, "role")])

    assert here.text.startswith(words.plain(dialogue.questions[2].why))
    assert there.text.startswith(words.plain(dialogue.question("role").why))


@pytest.mark.parametrize(
    ("number", "key"),
    [("4", "wish_know"), ("5", "result_unclear"), ("0", "result_unclear"), ("x", "result_unclear")],
)
def test_a_wish_that_is_no_aim(speaker, judged, words, number, key):
    (page,) = speaker.pages(judged, [Show(Topic.WISHES, number)])

    assert page.text == words.say(key)


@pytest.mark.parametrize(("number", "place"), [("1", 0), ("2", 1), ("3", 2)])
def test_a_wish_is_an_aim_by_its_number(speaker, judged, dialogue, number, place):
    (page,) = speaker.pages(judged, [Show(Topic.WISHES, number)])

    assert page.text.startswith(f"# {dialogue.aims[place].title}\n")


def test_a_number_after_a_result_is_the_item_of_the_list(speaker, judged):
    first = speaker.about(judged).verdict.barriers[0]

    act = speaker.resolve(judged, Ask(Topic.TERM, "1"))

    assert speaker.about(judged).find(act.about).id == first.item


def test_a_number_never_leads_to_a_glossary_word_of_the_same_name(speaker, finished, knowledge):
    session = finished({"role": "asked", "answer": "explain", "effect": "nothing"})
    about = speaker.about(session)
    number = [barrier.item for barrier in about.verdict.barriers].index("passive-response") + 1

    act = speaker.resolve(session, Ask(Topic.TERM, str(number)))

    assert about.find(act.about) is knowledge.find(Kind.BARRIER, "passive-response")


def test_a_number_that_is_on_no_list_stays_as_it_is(speaker, judged):
    assert speaker.resolve(judged, Ask(Topic.TERM, "999")) == Ask(Topic.TERM, "999")


def test_a_number_while_asking_is_no_item(speaker, finished):
    asking = finished(EXAMPLE, stage=Stage.ASKING)

    assert speaker.resolve(asking, Ask(Topic.TERM, "1")) == Ask(Topic.TERM, "1")


def test_a_number_of_the_plan_is_its_first_step(speaker, judged):
    step = speaker.about(judged).views.first_steps(speaker.about(judged).verdict)[0]

    assert speaker.resolve(judged, Ask(Topic.PLAN, str(step["number"]))) == Ask(Topic.PLAN, step["id"])


def test_a_number_that_is_no_step_is_unclear(speaker, judged):
    act = speaker.resolve(judged, Ask(Topic.PLAN, "999"))

    assert isinstance(act, Said)
    assert act.heard.how is Hearing.UNCLEAR


@pytest.mark.parametrize("act", [Ask(Topic.PLAN), Ask(Topic.TERM, "trust"), Back()])
def test_other_acts_stay_as_they_are(speaker, judged, act):
    assert speaker.resolve(judged, act) is act


def test_a_report_is_a_document_with_a_name_to_save_it_under(speaker, judged):
    document = speaker.report(judged, "html", "2026-03-25")

    assert document.name == "tango-report.html"
    assert document.text.startswith("<!doctype html>")


def test_a_first_question_loads_neither_knowledge_nor_templates(rules, library):
    def never():
        raise AssertionError("loaded too early")

    talk = Talk(rules)
    speaker = Speaker(rules, library.messages("en"), never, never)

    assert speaker.pages(talk.session, [*talk.act(Start()), *talk.write(""), *talk.write("")])


def test_bad_templates_are_refused_before_any_page(rules, library, finished):
    speaker = Speaker(
        rules,
        library.messages("en"),
        lambda: library.knowledge("en"),
        lambda: {**library.templates(), "check.j2": "{{ lipsum() }}"},
    )

    with pytest.raises(ContentError):
        speaker.pages(finished(EXAMPLE), [Show(Topic.CHECK)])


def test_glossary_links_in_a_why_are_told_by_their_titles(speaker):
    assert speaker.words.plain("Needs [[trust]].") == "Needs trust."
