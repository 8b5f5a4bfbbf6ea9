"""Which language the person at the terminal reads, and texts of commands in both."""

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from openkam.analysis.words import Language, Text
from openkam.core.problem import Problem

SETTING: Final = "OPENKAM_LANG"
_SEAM: Final = " ‖ "
_LOCALE_SETTINGS: Final = (SETTING, "LC_ALL", "LC_MESSAGES", "LANG")


def both(en: str, zh: str) -> str:
    """A help text in both languages in one string, for places that take no more than a string.

    `help_page` and `spoken` show the reader's half of it.
    """
    return f"{en}{_SEAM}{zh}"


def spoken(text: str, language: Language) -> str:
    """The reader's half of what `both` made; a text in one language stays as it is."""
    en, seam, zh = text.partition(_SEAM)
    return (zh if language == "zh" else en) if seam else text


def halves(text: str) -> Text:
    """What `both` made, taken apart again."""
    return Text(spoken(text, "en"), spoken(text, "zh"))


def refuse_other_languages(arguments: Sequence[str]) -> None:
    """A problem where --lang asks for a language there is not."""
    for name in _asked(arguments):
        if _known(name) is None:
            raise Problem(
                Text("There is no report in the language {name}.", "没有 {name} 这种语言。").filled(name=name),
                remedy=Text("Use --lang zh or --lang en.", "请用 --lang zh 或 --lang en。"),
            )


def reader_language(arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> Language:
    """The language of `--lang`, else of OPENKAM_LANG, else of the machine; English where nothing tells.

    Read from the raw arguments, because a wrong option must be answered in the right language too.
    """
    given = sys.argv[1:] if arguments is None else arguments
    for name in _asked(given):
        known = _known(name)
        if known is not None:
            return known
    settings = os.environ if environment is None else environment
    for name in _LOCALE_SETTINGS:
        if settings.get(name):
            return _language(settings[name])
    return _language(_windows_locale())


def _asked(arguments: Sequence[str]) -> Iterator[str]:
    for position, word in enumerate(arguments):
        if word == "--":
            return
        if word.startswith("--lang="):
            yield word.removeprefix("--lang=")
        if word == "--lang" and position + 1 < len(arguments):
            yield arguments[position + 1]


def _known(name: str) -> Language | None:
    stem = re.split(r"[-_.]", name.lower())[0]
    return "zh" if stem == "zh" else "en" if stem == "en" else None


def _language(name: str) -> Language:
    return "zh" if name.lower().startswith("zh") else "en"


def _windows_locale() -> str:
    import ctypes
    import locale

    windows = getattr(ctypes, "windll", None)
    if windows is None:
        return ""
    return locale.windows_locale.get(windows.kernel32.GetUserDefaultUILanguage(), "")
