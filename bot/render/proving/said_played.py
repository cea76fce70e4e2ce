"""Which messages are said around a workshop that is only played, and by its people? With their slots, as in the table of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAID_IN_PLAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "workshop_sim_changed": ("time",),
    "workshop_sim_changed_often": ("first", "time", "times"),
    "workshop_sim_counts": ("busiest", "edits", "messages"),
    "workshop_sim_due_1": (),
    "workshop_sim_due_2": (),
    "workshop_sim_due_3": (),
    "workshop_sim_few": (),
    "workshop_sim_file": ("name",),
    "workshop_sim_group": (),
    "workshop_sim_head": ("count", "late"),
    "workshop_sim_leader": (),
    "workshop_sim_leading": (),
    "workshop_sim_one": ("role", "who"),
    "workshop_sim_one_late": ("role", "who"),
    "workshop_sim_one_watching": (),
    "workshop_sim_owner_1": (),
    "workshop_sim_owner_2": (),
    "workshop_sim_owner_3": (),
    "workshop_sim_parked": (),
    "workshop_sim_person": ("number",),
    "workshop_sim_picture": (),
    "workshop_sim_pressed": ("label", "time", "who"),
    "workshop_sim_report": ("name",),
    "workshop_sim_said": ("time",),
    "workshop_sim_service": (),
    "workshop_sim_shared": (),
    "workshop_sim_typed": ("text", "time", "who"),
    "workshop_sim_unclear": (),
    "workshop_sim_watcher": (),
    "workshop_sim_what_1": (),
    "workshop_sim_what_2": (),
    "workshop_sim_what_3": (),
}
