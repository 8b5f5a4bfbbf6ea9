"""The teaching cases as their files tell them, in one language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any, Final

from openkam.analysis.words import Language
from openkam.records.activities.kinds import Precision

CASES: Final = ("y", "w", "liao")


@dataclass(frozen=True)
class Case:
    """A case; `body` holds its tables as the file has them, texts in one language."""

    code: str
    name: str
    industry: str
    region: str
    body: Mapping[str, Any]

    def all_of(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table, none where the case has none."""
        return list(self.body.get(table, ()))


def read_case(name: str, language: Language) -> Case:
    """One of `CASES`. Texts are of one language: an installation has one in which its people write."""
    text = files("openkam.cli.demo.cases").joinpath(f"{name}.toml").read_text("utf-8")
    body = _in_language(tomllib.loads(text), language)
    return Case(body["code"], body["name"], body["industry"], body["region"], body)


def day_and_precision(entry: Mapping[str, Any]) -> tuple[date, Precision]:
    """The day of an entry; where the file knows the month only, its first day."""
    return (entry["day"], Precision.DAY) if "day" in entry else (entry["month"], Precision.MONTH)


def _in_language(value: Any, language: Language) -> Any:
    """Every table of the two languages becomes its text; one with more in it keeps the rest and gets `text`."""
    if isinstance(value, list):
        return [_in_language(one, language) for one in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"zh", "en"}:
        return value[language]
    kept = {name: _in_language(one, language) for name, one in value.items() if name not in ("zh", "en")}
    return kept | ({"text": value[language]} if "zh" in value else {})
