"""What has the operator decided? Read from the environment of this process."""

from __future__ import annotations

import os

from bot.model.errors import TangoError
from bot.settings import Settings, SettingsError


def settings() -> Settings:
    """What the operator decides; TangoError with all that is wrong in it."""
    try:
        return Settings.read(os.environ)
    except SettingsError as error:
        raise TangoError(str(error)) from error
