"""Where a command finds its settings."""

import os
from pathlib import Path

from aura.commands.answers import refuse
from aura.settings import Settings, WrongSettingError, load_settings


def settings_or_refuse() -> Settings:
    """This will read config.yml (or AURA_CONFIG) and the environment, or end with what is wrong (exit code 2)."""
    try:
        return load_settings(Path(os.environ.get("AURA_CONFIG", "config.yml")), os.environ)
    except WrongSettingError as error:
        refuse(str(error), code=2)
