"""The key that signs sessions and links."""

from pathlib import Path

from openkam.core.environment import SECRET_KEY
from openkam.core.kept_secret import kept_secret


def secret_key(file: Path) -> str:
    """The key of the environment, else the one kept in `file`, made on first need with mode 0600."""
    return SECRET_KEY.value() or kept_secret(file)
