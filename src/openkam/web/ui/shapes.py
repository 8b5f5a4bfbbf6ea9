"""The shape beside every colour: who cannot tell colours apart loses nothing."""

from typing import Final

# The same as in the one-file report.
_TIERS: Final = ("◆", "●", "▲", "■", "▼")
_CHIPS: Final = {
    "good": "✓",
    "warning": "!",
    "danger": "!!",
    "for": "▲",
    "against": "▼",
    "up": "↑",
    "down": "↓",
    "flat": "→",
    "new": "+",
    "gone": "×",
}
_BANNERS: Final = {"info": "i", "good": "✓", "warning": "!", "error": "×"}


def tier_shape(place: int | None) -> str:
    """The shape of the tier in this place, 0 the best."""
    return _TIERS[min(place or 0, len(_TIERS) - 1)]


def chip_shape(kind: str) -> str:
    """The shape of a chip of this kind, blank for a plain one."""
    return _CHIPS.get(kind, "")


def banner_shape(kind: str) -> str:
    """The shape of a banner of this kind."""
    return _BANNERS.get(kind, "i")
