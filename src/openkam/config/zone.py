"""In which time zone this installation counts its days."""

import os
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

from openkam.core.environment import TIME_ZONE

_MACHINE: Final = Path("/etc/localtime")


def time_zone() -> str:
    """OPENKAM_TIME_ZONE, else the zone of the machine, else UTC; a name nobody knows counts as not given."""
    for name in (TIME_ZONE.value(), os.environ.get("TZ", "").lstrip(":"), _of_machine()):
        if name and name in available_timezones():
            return name
    return "UTC"


def _of_machine() -> str:
    return str(_MACHINE.resolve()).rpartition("zoneinfo/")[2] if _MACHINE.is_symlink() else ""
