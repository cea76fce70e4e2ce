"""How does an action plan come about? Pick a first step, say who, say by when; the words are the designer's own."""

from __future__ import annotations

from dataclasses import replace

from bot.model.ids import ItemId
from bot.model.reply import Line, PickAction, Reply, Show, Step, Tell
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
    return Step(planned, (Tell(Line.ASK_OWNER, text=item),))


def own(session: Session, owner: str) -> Step:
    """Note who does it (a role or a name) and ask by when. What stands there already stays where nothing is said."""
    action = _action(session)
    named = _write(session, replace(action, owner=owner or action.owner))
    return Step(replace(named, stage=Stage.DATING), (Tell(Line.ASK_DATE, text=_action(session).item),))


def date(session: Session, due: str) -> Step:
    """Note by when, and show the steps again."""
    action = _action(session)
    dated = _write(session, replace(action, due=due or action.due))
    told: tuple[Reply, ...] = (Tell(Line.PLAN_ADDED, text=_action(session).item), PickAction())
    return Step(replace(dated, stage=Stage.PICKING), told)


def done(session: Session) -> Step:
    """Leave the plan for the result."""
    return Step(replace(session, stage=Stage.RESULT), (Show(Topic.RESULT),))


def _action(session: Session) -> Action:
    return session.notebook.actions[session.focus]


def _write(session: Session, action: Action) -> Session:
    actions = session.notebook.actions
    changed = (*actions[: session.focus], action, *actions[session.focus + 1 :])
    return replace(session, notebook=replace(session.notebook, actions=changed))
