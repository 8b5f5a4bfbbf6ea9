"""Text from a file or a fault, made harmless for whoever reads it."""

import re
from typing import Final

_CONTROLS: Final = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0))) | {ord(gap): " " for gap in "\t\n\r"}
_WITHIN_LINES: Final = {code: sign for code, sign in _CONTROLS.items() if code != ord("\n")}

_QUOTED: Final = re.compile(r"""(['"])(?:[A-Za-z]:)?[\\/](?:(?:(?!\1).)*[\\/])?""")
_PLAIN: Final = re.compile(r"""(?<![\w.:/\\])(?:[A-Za-z]:)?[\\/](?=\w)(?:[^\s'"]*[\\/])?""")


def printable(text: str, *, keep_lines: bool = False) -> str:
    """The text without control characters (C0 and C1 of ISO 6429), which could overwrite or retitle a terminal.

    Tabs and ends of lines become spaces; with `keep_lines` a line feed stays.
    """
    return text if text.isprintable() else text.translate(_WITHIN_LINES if keep_lines else _CONTROLS)


def without_folders(text: str) -> str:
    """The text with the bare name of each file of this machine: `'/srv/kam/a.csv'` is `'a.csv'`."""
    return _PLAIN.sub("", _QUOTED.sub(r"\1", text))
