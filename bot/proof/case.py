"""What is to be proved? One dialogue with its knowledge, under all our readings and with each of them set aside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.model.dialogue import Dialogue
from bot.model.knowledge import Item, Kind, Knowledge
from bot.reasoning.rules import Rules


@dataclass(frozen=True)
class Case:
    """The matter of one proof."""

    rules: Rules
    knowledge: Knowledge

    @property
    def dialogue(self) -> Dialogue:
        """The dialogue."""
        return self.rules.dialogue

    @cached_property
    def variants(self) -> tuple[Rules, ...]:
        """The rules as they are, then without each of our readings: all that a conversation can ask for."""
        return (self.rules, *(self.rules.setting_aside(reading) for reading in self.dialogue.readings))

    @cached_property
    def advice(self) -> tuple[Item, ...]:
        """Everything that is shown only where its condition holds."""
        kinds = (Kind.BARRIER, Kind.ENABLER, Kind.NOTE)
        return tuple(item for kind in kinds for item in self.knowledge.of(kind))
