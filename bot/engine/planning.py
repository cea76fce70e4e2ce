"""How does an action plan come about? Pick a first step, say who, say by when; the words are the designer's own."""

from __future__ import annotations

from dataclasses import replace

from bot.model.ids import ItemId
from bot.model.reply import AskAction, Line, PickAction, Reply, Show, Step, Tell
from bot.model.session import Action, Session, Stage
from bot.model.talk import Topic


def pick(session: Session, item: ItemId) -> Step:
    """Put a first step into the plan, or come back to it, and ask who will do it."""
    actions = session.notebook.actions
    places = [place for place, action in enumerate(actions) if action.item == item]
    if not places:
        actions = (*actions, Action(item))
    focus = places[0] if places else len(actions) - 1
    notebook = replace(session.notebook, actions=actions)
    planned = replace(session, notebook=notebook, stage=Stage.OWNING, focus=focus)
    return Step(planned, (AskAction(),))


def told(session: Session, words: str) -> Step:
    """Note who does it, or by when. What stands there already stays where nothing is said."""
    action = _action(session)
    return write(session, words or (action.owner if session.stage is Stage.OWNING else action.due))


def write(session: Session, words: str) -> Step:
    """Note who does it (a role or a name) and ask by when; or note by when, and show the steps again."""
    if session.stage is Stage.OWNING:
        owned = _put(session, replace(_action(session), owner=words))
        return Step(replace(owned, stage=Stage.DATING), (AskAction(),))
    dated = _put(session, replace(_action(session), due=words))
    replies: tuple[Reply, ...] = (Tell(Line.PLAN_SAVED), PickAction())
    return Step(replace(dated, stage=Stage.PICKING), replies)


def done(session: Session) -> Step:
    """Leave the plan for the result."""
    return Step(replace(session, stage=Stage.RESULT), (Show(Topic.RESULT),))


def _action(session: Session) -> Action:
    return session.notebook.actions[session.focus]


def _put(session: Session, action: Action) -> Session:
    actions = session.notebook.actions
    changed = (*actions[: session.focus], action, *actions[session.focus + 1 :])
    return replace(session, notebook=replace(session.notebook, actions=changed))
