"""One act, one answer, without a store: which version speaks, what is offered, what is kept."""

from dataclasses import replace

import pytest

from bot.model.errors import StoreError
from bot.model.house import House
from bot.model.session import Length, Stage
from bot.model.talk import Act, Change, Event, Move, Start
from bot.service.turns import begin, hear, take_turn, take_up

OFFER = """\
# NEWER QUESTIONS
The questions, the rules or the advice have changed since you began. You can go over to them now.
Answers that go along: 2.
These have other words or answers there. See whether what you said still holds:
- How people and the service meet
No answer is lost.
New for you to answer:
- Who sees how it turns out
The results still possible stay the same.
Type move to go over to them. Or go on as you were."""


class Run:
    """What a chat does around its turns: keeps the state and the contents, and asks for both again each time."""

    def __init__(self, editions, contents, length=Length.FULL):
        self.editions = editions
        self.contents = contents
        self.taken = None
        self.count = 0
        self.standing = begin(editions, length, "en")

    def updated(self, editions):
        """The same conversation after the content has changed."""
        self.editions = editions
        return self

    def does(self, act, event=None):
        self.count += 1
        act = act if isinstance(act, Act) else hear(self.standing, act)
        event = event or Event(f"{self.count}", "2026-03-25T10:00:00Z", "me", act)
        self.taken = take_turn(self.standing, event, House())
        self.standing = self.taken.standing
        if self.taken.state:
            self.contents.setdefault(self.standing.session.dialogue, self.standing.edition.files)
            self.standing = take_up(self.editions, self.taken.state, self.contents.get)
        return self.taken.turn

    def says(self, *lines):
        turn = None
        for line in lines:
            turn = self.does(line)
        return turn


def words(turn):
    return "\n".join(page.text for page in turn.pages)


@pytest.fixture
def contents():
    """The contents that are kept, by their digests."""
    return {}


@pytest.fixture
def run(opened, folder, contents):
    """A conversation in its first questions."""
    run = Run(opened(folder).editions, contents)
    run.does(Start())
    run.says("Home visits", "", "1", "3")
    return run


@pytest.fixture
def checked(opened, folder, contents):
    """At the check page: users are asked, staff consider it and decide, and nothing has changed. Cosmetic, by the shipped rules."""
    run = Run(opened(folder).editions, contents)
    run.does(Start())
    run.says("Home visits", "", "1", "3", "1", "1", "1", "2", "2", "1", "1")
    while run.standing.session.stage is Stage.ASKING:
        run.says("2")
    return run


@pytest.fixture
def judged(checked):
    checked.says("result")
    return checked


def renewed(run, opened, folder):
    """The conversation as the next message finds it, after the content has changed."""
    run.updated(opened(folder).editions)
    run.standing = take_up(run.editions, run.taken.state, run.contents.get)
    return run


def test_under_the_newest_version_nothing_is_offered(run):
    turn = run.says("1")

    assert not turn.offered
    assert not run.standing.behind
    assert run.standing.session.offered is None


NEWER = "This result stands under the questions it was made with. Type move to see it under the newest."


def test_a_result_that_is_taken_up_under_an_older_version_says_so_once(judged, opened, folder):
    folder.judges_milder()
    renewed(judged, opened, folder)

    turns = [judged.does(Start()), judged.says("reasons"), judged.says("move"), judged.does(Start())]

    assert [words(turn).count(NEWER) for turn in turns] == [1, 0, 0, 0]
    assert turns[0].pages[-1].text == NEWER


def test_a_result_under_the_newest_version_says_nothing_of_it(judged):
    assert NEWER not in words(judged.does(Start()))


def test_the_first_turn_after_a_change_of_content_answers_as_before_and_offers_the_newer_version(
    run, opened, folder
):
    renewed(run, opened, folder.says("do people and the service meet?", "do you and they meet?").asks_more())

    turn = run.says("1")

    assert turn.offered
    assert words(turn).startswith("You said: In person")
    assert turn.pages[-1].text == OFFER
    assert run.standing.session.offered == run.standing.newest.digest


def test_it_is_offered_once(run, opened, folder):
    renewed(run, opened, folder.asks_more())

    turns = [run.says("1"), run.says("1"), run.does(Start())]

    assert [turn.offered for turn in turns] == [True, False, False]


def test_a_still_newer_version_is_offered_again(run, opened, folder):
    renewed(run, opened, folder.asks_more()).says("1")

    again = renewed(run, opened, folder.judges_milder()).says("1")

    assert again.offered


@pytest.mark.parametrize("line", ["quit", "forget everything"])
def test_nobody_who_leaves_is_held_up_with_an_offer(run, opened, folder, line):
    renewed(run, opened, folder.asks_more())

    turn = run.says(line)

    assert turn.left
    assert not turn.offered


def test_a_repeat_says_nothing_and_offers_nothing(run, opened, folder):
    renewed(run, opened, folder.asks_more())
    event = Event(run.standing.session.recent[-1], "2026-03-25T10:00:00Z", "me", Move())

    turn = run.does(Move(), event)

    assert turn.pages == ()
    assert run.standing.session.offered is None


def test_the_offer_names_what_falls_away_in_the_words_it_was_asked_in(checked, opened, folder):
    renewed(
        checked,
        opened,
        folder.loses_an_option().says("short: Who the service is for", "short: The users"),
    )

    offer = checked.does(Start()).pages[-1].text

    assert "Answers that no longer fit:\n- 13 Who the service is for: Several groups, same wishes\n" in offer
    assert "There is nothing new to answer." in offer


def test_the_offer_says_how_the_result_changes_in_the_words_of_results(checked, opened, folder):
    renewed(checked, opened, folder.judges_milder())

    offer = checked.does(Start()).pages[-1].text

    assert (
        "The result so far changes. Before: Participative, cosmetic. After: Participative, limited." in offer
    )
    assert "There is nothing new to answer." in offer


def test_the_offer_says_that_a_certain_result_stays(checked, opened, folder):
    renewed(checked, opened, folder.asks_more())

    assert "The result so far stays: Participative, cosmetic." in checked.does(Start()).pages[-1].text


def test_moving_says_what_changed_and_asks_only_what_is_new(checked, opened, folder):
    renewed(checked, opened, folder.loses_an_option().asks_more())
    carried = len(checked.standing.session.trail) - 2

    moved = checked.says("move")
    again = checked.says("2")
    new = checked.says("2")

    assert "YOU HAVE MOVED" in words(moved)
    assert f"Answers that go along: {carried}." in words(moved)
    assert "- 13 Who the service is for: Several groups, same wishes" in words(moved)
    assert "Is it clear who the service is for?" in moved.pages[-1].text
    assert "Type move" not in words(moved)
    assert "Who sees how the service turns out?" in again.pages[-1].text
    assert new.pages[-1].text.startswith("# CHECK YOUR ANSWERS")


def test_after_moving_the_session_is_written_under_the_newest_version(run, opened, folder):
    renewed(run, opened, folder.asks_more()).says("1")

    run.does(Move())

    assert run.standing.session.dialogue == run.editions.current().digest
    assert run.standing.session.offered is None
    assert not run.standing.behind
    assert run.taken.state.startswith(b"1|" + run.editions.current().digest.encode())


def test_a_button_of_before_the_move_is_stale(run, opened, folder):
    renewed(run, opened, folder.asks_more())
    before = run.standing.session.revision

    run.does(Move())

    assert run.standing.session.revision == before + 1


def test_whoever_is_on_the_newest_version_is_told_so(run):
    turn = run.says("move")

    assert words(turn) == "Your answers are under the newest questions already."


def test_the_move_can_be_typed_where_a_name_is_asked_for(opened, folder, contents):
    run = Run(opened(folder).editions, contents)
    run.does(Start())
    run.says("Home visits")
    renewed(run, opened, folder.asks_more())
    offered = run.does(Start())

    moved = run.says("move")

    assert offered.offered
    assert "YOU HAVE MOVED" in words(moved)
    assert moved.pages[-1].text.startswith("Which part of it, and for which users")


def test_a_service_may_still_be_called_move(opened, folder, contents):
    run = Run(opened(folder).editions, contents)
    run.does(Start())

    run.says("move")

    assert run.standing.session.notebook.prompts == {"name": "move"}


def test_a_result_is_not_offered_a_newer_version(judged, opened, folder):
    renewed(judged, opened, folder.judges_milder())

    turn = judged.says("result")

    assert not turn.offered
    assert "Consumer co-production; participation is cosmetic" in words(turn)


def test_a_result_that_is_moved_is_said_under_the_newer_rules(judged, opened, folder):
    renewed(judged, opened, folder.judges_milder())

    turn = judged.says("move")

    assert (
        "The result so far changes. Before: Participative, cosmetic. After: Participative, limited."
        in words(turn)
    )
    assert "RESULT: Home visits" in words(turn)
    assert "Participative co-production, limited" in words(turn)
    assert judged.standing.session.stage is Stage.RESULT


def test_a_result_that_is_moved_says_how_to_answer_what_is_new(judged, opened, folder):
    renewed(judged, opened, folder.asks_more())

    moved = judged.says("move")
    judged.says("check")
    asked = judged.says("")

    assert "To answer what is open, type check, then press Enter." in words(moved)
    assert "Who sees how the service turns out?" in words(asked)


def test_a_report_is_made_under_the_version_of_the_session(judged, opened, folder):
    older = judged.standing.session.dialogue
    renewed(judged, opened, folder.judges_milder())

    turn = judged.says("report")

    assert f"rules {older.removeprefix('sha256:')[:12]}" in turn.document.text


def test_a_session_whose_version_is_gone_is_carried_over_and_told_so_once(run, opened, folder):
    run.contents.clear()
    renewed(run, opened, folder.asks_more())

    turns = [run.says("1"), run.says("1")]

    assert words(turns[0]).startswith("The questions have changed since you stopped.")
    assert "The questions have changed" not in words(turns[1])
    assert run.standing.session.dialogue == run.editions.current().digest


def test_a_session_whose_version_is_broken_today_is_carried_over(run, opened, folder):
    older = run.standing.session.dialogue
    run.contents[older] = {**run.contents[older], "dialogues/assess.yaml": b"tango: 0\n"}
    renewed(run, opened, folder.asks_more())

    assert words(run.does(Start())).startswith("The questions have changed since you stopped.")


def test_a_draft_at_an_answer_that_is_gone_takes_up_at_the_next_question(checked, opened, folder):
    checked.does(Change("whose"))
    checked.contents.clear()
    renewed(checked, opened, folder.loses_an_option())

    assert "Is it clear who the service is for?" in words(checked.does(Start()))


def test_nothing_is_kept_before_anything_is_said(opened, folder, contents):
    run = Run(opened(folder).editions, contents)

    run.does(Start())

    assert (run.taken.state, run.taken.erase) == (None, False)


def test_forgetting_erases_and_keeps_nothing(run):
    run.says("forget everything")

    assert (run.taken.state, run.taken.erase) == (None, True)


def test_after_forgetting_nothing_is_kept_or_moved(run, opened, folder):
    renewed(run, opened, folder.asks_more()).says("forget everything")

    turn = run.does(Move())

    assert (run.taken.state, run.taken.erase, turn.left) == (None, False, True)
    assert words(turn) == "This conversation is erased. Start a new one to go on."


def test_the_offer_survives_beside_a_doubt(run, opened, folder):
    run.says("1 and 2")
    renewed(run, opened, folder.asks_more())

    turn = run.does(Start())

    assert "You named more than one." in words(turn)
    assert run.standing.session.doubt is not None


def test_a_state_that_cannot_be_read_is_an_error(run):
    with pytest.raises(StoreError, match="cannot be read"):
        take_up(run.editions, b"9|x", {}.get)


def test_going_on_in_memory_is_the_same_as_from_what_was_kept(run):
    taken = take_turn(
        run.standing, Event("x", "2026-03-25T10:00:00Z", "me", hear(run.standing, "1")), House()
    )

    again = take_up(run.editions, taken.state, {}.get)

    assert replace(again, edition=taken.standing.edition, newest=taken.standing.newest) == taken.standing
