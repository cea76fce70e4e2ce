"""What does one act come to? Its session's version is chosen, stepped and spoken; nothing is read or written here.

A chat runs this inside a database transaction, a terminal between two of them:

    standing = take_up(editions, kept.state, files)     # `files` reads the kept contents
    act = hear(standing, "survey")                      # or any other act
    taken = take_turn(standing, Event(id, at, actor, act), house)
    # write taken.state (None: nothing to write) under taken.standing.session.dialogue, or remove all if taken.erase;
    # say taken.turn. The next act of the same run may go on from taken.standing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.engine.answering import here
from bot.engine.moving import moving, settled
from bot.engine.step import open_session, step
from bot.model.house import House
from bot.model.page import Document, Page
from bot.model.reply import (
    Erase,
    Line,
    Reply,
    Show,
    ShowAnswered,
    ShowLanguages,
    ShowMove,
    ShowNamed,
    ShowPrivacy,
    ShowServices,
    Step,
    Tell,
)
from bot.model.session import Length, Session, Stage, finished, worth_keeping
from bot.model.talk import Act, Anew, Ask, Chose, Event, Keep, Pause, Said, Skip, Start, Topic
from bot.service.editions import Edition, Editions, Files
from bot.service.privacy import privacy

ECHOES = (Line.YOU_SAID, Line.KEPT)
"""What says an answer again."""

FORMS = ("md", "html")
"""The forms of a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A session with the version that it is answered under, and the newest one, which may be the same.

    `carried`: its own version could not be opened, so its answers were carried over; the next turn says so.
    """

    session: Session
    edition: Edition
    newest: Edition
    carried: bool = False

    @property
    def behind(self) -> bool:
        """Whether there is a newer version than its own."""
        return self.edition.digest != self.newest.digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a channel shows after an act: pages, perhaps a file to hand over, and whether the person left.

    `offered`: the last page offers to change over to a newer version, by the act `Move`. `closed` is how what was
    asked before reads with its answer, where a channel can change what it has shown. `picture` (SVG) shows what the first
    page says, which is complete without it; `drawn` is the same in lines, where there are no pictures.
    """

    pages: tuple[Page, ...]
    document: Document | None = None
    left: bool = False
    offered: bool = False
    closed: tuple[Page, ...] = ()
    picture: str = ""
    drawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a turn comes to. `state` is what to write (None: nothing), `erase` that all that is kept must go."""

    standing: Standing
    turn: Turn
    state: bytes | None
    erase: bool


def begin(editions: Editions, length: Length, language: str) -> Standing:
    """A new session under the newest version."""
    edition = editions.current(language)
    session = open_session(edition.rules.dialogue, language, length)
    return Standing(session=session, edition=edition, newest=edition)


def begun_anew(editions: Editions, standing: Standing, act: Anew) -> Standing:
    """A new session in the same language, as long as the one before, or as the act says."""
    session = standing.session
    return begin(
        editions, Length(act.length) if act.length in list(Length) else session.length, session.language
    )


def take_up(editions: Editions, state: bytes, files: Files, language: str | None = None) -> Standing:
    """A kept session under its own version, or carried over to the newest where its own cannot be opened.

    `language` is what to go on in; None keeps the session's own. StoreError if the state cannot be read.
    """
    newest = editions.current(language)
    session = newest.codec.decode(state)
    spoken = language or session.language
    newest = editions.current(spoken)
    if session.dialogue == newest.digest:
        return Standing(session=replace(session, language=spoken), edition=newest, newest=newest)
    own = editions.pinned(session.dialogue, spoken, files)
    if own is None:
        moved = settled(newest.rules, replace(session, language=spoken))
        return Standing(session=moved, edition=newest, newest=newest, carried=True)
    session = replace(own.codec.decode(state), language=spoken)
    return Standing(session=session, edition=own, newest=newest)


def hear(standing: Standing, text: str) -> Act:
    """The act that a typed line stands for."""
    voice, session = standing.edition.voice, standing.session
    return voice.resolve(session, standing.edition.ear(session, text))


def take_turn(standing: Standing, event: Event, house: House) -> Taken:
    """The session after the event, and what to say. A repeated event changes and says nothing."""
    after = step(standing.edition.rules, standing.session, event)
    if Tell(Line.NEWEST) in after.replies and standing.behind:
        return _moved(replace(standing, session=after.session))
    stands = replace(standing, session=_with_list(after.session, house), carried=False)
    told: tuple[Reply, ...] = (Tell(Line.PREVIOUS_VERSION),) if standing.carried else ()
    replies = (_informed(reply, stands.session, event, house) for reply in _unseen(after, event, house))
    closed = _closed(standing.session, after, event.act) if house.platform else ()
    turn = Turn(
        pages=stands.edition.voice.pages(stands.session, (*told, *replies, *_newer(stands, event.act))),
        closed=stands.edition.voice.pages(stands.session, closed),
        document=_report(stands, after, event, house),
        left=isinstance(event.act, Pause) or stands.session.stage is Stage.CLOSED,
    )
    if _may_offer(stands) and after.replies and not turn.left:
        stands, turn = _offered(stands, turn)
    return _taken(stands, turn, erase=Erase() in after.replies)


def _newer(stands: Standing, act: Act) -> tuple[Reply, ...]:
    """A result that is taken up again under an older version says that it is, and how to see it under the newest."""
    older = isinstance(act, Start) and stands.behind and finished(stands.session)
    return (Tell(Line.NEWER_RESULT),) if older else ()


def changed_elsewhere(standing: Standing) -> Turn:
    """What to say where another window has changed the session: that it has, and where it stands now."""
    session = standing.session
    return Turn(pages=standing.edition.voice.pages(session, (Tell(Line.CHANGED_ELSEWHERE), here(session))))


def _with_list(session: Session, house: House) -> Session:
    """The session, without the list of services where this house has none to show."""
    unseen = session.listing == Ask(Topic.SERVICES) and not house.services
    return replace(session, listing=None) if unseen else session


def _informed(reply: Reply, session: Session, event: Event, house: House) -> Reply:
    """The reply, with the facts of this house where somebody asked for them."""
    match reply:
        case Show(topic=Topic.PRIVACY):
            return ShowPrivacy(privacy(house, session, event.at))
        case Show(topic=Topic.LANGUAGE):
            return ShowLanguages(house.languages)
        case Show(topic=Topic.SERVICES):
            return ShowServices(house.services)
        case Show(topic=Topic.REPORT, about="") if house.platform:
            return Tell(Line.REPORT_FORMS)
    return reply


def _unseen(after: Step, event: Event, house: House) -> tuple[Reply, ...]:
    """The replies, without the echo of an answer that was tapped: its toast and the closed question have it."""
    tapped = house.platform and isinstance(event.act, Chose) and event.act.on_table
    return tuple(r for r in after.replies if not (tapped and isinstance(r, Tell) and r.line in ECHOES))


def _closed(before: Session, after: Step, act: Act) -> tuple[Reply, ...]:
    """What was on the table before, and has its answer now; with it what was asked back about it."""
    if (
        before.stage is Stage.NAMING
        and isinstance(act, Said | Skip | Keep)
        and _asks_on(before, after.session)
    ):
        return (ShowNamed(before.focus),)
    for reply in after.replies:
        if isinstance(reply, Tell) and reply.line in ECHOES and reply.place is not None:
            closed = ShowAnswered(reply.place, reply.mask)
            return (closed, replace(closed, doubt=True)) if before.doubt else (closed,)
    return ()


def _asks_on(before: Session, after: Session) -> bool:
    """Whether something else is asked than before."""
    return (before.stage, before.focus) != (after.stage, after.focus)


def _may_offer(stands: Standing) -> bool:
    """An open session is offered each newer version once; a result stays as it is unless somebody asks to move."""
    known = stands.session.offered == stands.newest.digest
    return stands.behind and not known and not finished(stands.session)


def _offered(stands: Standing, turn: Turn) -> tuple[Standing, Turn]:
    """The turn with an offer to change over, and the session with a note of it."""
    moved, shown = _changed_over(stands, done=False)
    pages = (*turn.pages, *stands.newest.voice.pages(moved, (shown,)))
    noted = replace(stands.session, offered=stands.newest.digest)
    return replace(stands, session=noted), replace(turn, pages=pages, offered=True)


def _moved(standing: Standing) -> Taken:
    """The session under the newest version, with what that changed, and the next question or the result anew."""
    moved, shown = _changed_over(standing, done=True)
    stands = Standing(session=moved, edition=standing.newest, newest=standing.newest)
    return _taken(stands, Turn(pages=stands.edition.voice.pages(moved, (shown, here(moved)))), erase=False)


def _changed_over(standing: Standing, *, done: bool) -> tuple[Session, ShowMove]:
    """The session as it would be under the newest version, and what sets the two apart. The answers go by their ids."""
    own, newest, session = standing.edition, standing.newest, standing.session
    moved = settled(newest.rules, newest.codec.decode(own.codec.encode(session)))
    found = moving(own.rules, session, newest.rules, moved)
    gone = own.voice.fallen(session, found.gone)
    return moved, ShowMove(moving=found, gone=gone, before=own.voice.labels(found.before), done=done)


def _report(stands: Standing, after: Step, event: Event, house: House) -> Document | None:
    """The report in the form asked for; in Markdown where no form was named and nobody is asked for one."""
    form = next((r.about for r in after.replies if isinstance(r, Show) and r.topic is Topic.REPORT), None)
    if form is None or (house.platform and not form):
        return None
    return stands.edition.voice.report(stands.session, form if form in FORMS else FORMS[0], event.at[:10])


def _taken(stands: Standing, turn: Turn, *, erase: bool) -> Taken:
    keep = not erase and worth_keeping(stands.session) and stands.session.stage is not Stage.CLOSED
    state = stands.edition.codec.encode(stands.session) if keep else None
    return Taken(standing=stands, turn=turn, state=state, erase=erase)
