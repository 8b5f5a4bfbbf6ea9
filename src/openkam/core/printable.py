"""Text from a file, made harmless for a terminal."""

from typing import Final

_CONTROLS: Final = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0))) | {ord(gap): " " for gap in "\t\n\r"}
_WITHIN_LINES: Final = {code: sign for code, sign in _CONTROLS.items() if code != ord("\n")}


def printable(text: str, *, keep_lines: bool = False) -> str:
    """The text without control characters (C0 and C1 of ISO 6429), which could overwrite or retitle a terminal.

    Tabs and ends of lines become spaces; with `keep_lines` a line feed stays.
    """
    return text if text.isprintable() else text.translate(_WITHIN_LINES if keep_lines else _CONTROLS)
