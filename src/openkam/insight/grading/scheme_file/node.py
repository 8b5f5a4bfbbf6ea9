"""A table of a scheme file, read key by key; every fault is noted and reading goes on."""

from difflib import get_close_matches
from math import isfinite
from typing import Any, TypeVar

from openkam.analysis.words import Text
from openkam.insight.grading.scheme_file.findings import Finding, Place, Severity, key_of, line_of

LONGEST_VALUE = 80
_T = TypeVar("_T")


class Notebook:
    """Collects the findings of one file."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.findings: list[Finding] = []

    def note(
        self, place: Place, what: Text, remedy: Text, value: object = None, severity: Severity = Severity.ERROR
    ) -> None:
        """Write a finding down, with the line it is about."""
        shown = None if value is None else str(value)[:LONGEST_VALUE]
        line = line_of(self.text, place)
        self.findings.append(Finding(severity, what, remedy, self.file, key_of(place), line, shown))

    @property
    def has_errors(self) -> bool:
        """Whether anything noted stops the scheme."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


class Node:
    """One table: `text`, `number` … take a key out of it; `close` names the keys nobody asked for."""

    def __init__(self, data: dict[str, Any], place: Place, notebook: Notebook) -> None:
        self._data, self.place, self.notebook = data, place, notebook
        self._asked: list[str] = []

    def asked(self, key: str) -> bool:
        """Whether the table says anything under a key that may be absent."""
        self._asked.append(key)
        return key in self._data

    def text(self, key: str, default: str | None = None) -> str:
        """A string that is not empty."""
        value = self._take(key, default)
        if isinstance(value, str) and (value.strip() or value == default):
            return value
        return self._wrong(key, value, Text("a text", "文字"), default or "")

    def number(self, key: str, default: float | None = None) -> float:
        """A finite number."""
        value = self._take(key, default)
        if _is_number(value):
            return float(value)
        return self._wrong(key, value, Text("a number", "数字"), default if default is not None else 0.0)

    def whole(self, key: str, default: int | None = None, *, least: int = 0, most: int = 1_000_000) -> int:
        """A whole number between two bounds."""
        value = self._take(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        kind = Text("a whole number from {least} to {most}", "{least}到{most}之间的整数").filled(
            least=str(least), most=str(most)
        )
        return self._wrong(key, value, kind, default if default is not None else least)

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self._take(key, default)
        if isinstance(value, bool):
            return value
        return self._wrong(key, value, Text("true or false", "true 或 false"), default)

    def words(self, key: str) -> Text:
        """A label in both languages: { en = "…", zh = "…" }."""
        node = self.table(key, needed=True)
        if node is None:
            return Text("", "")
        words = Text(node.text("en"), node.text("zh"))
        node.close()
        return words

    def strings(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of strings."""
        value = self._take(key, default)
        if isinstance(value, list | tuple) and all(isinstance(one, str) and one for one in value):
            return tuple(value)
        return self._wrong(key, value, Text("a list of texts", "文字列表"), default or ())

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of finite numbers."""
        value = self._take(key, None)
        if isinstance(value, list) and value and all(_is_number(one) for one in value):
            return tuple(float(one) for one in value)
        return self._wrong(key, value, Text("a list of numbers", "数字列表"), ())

    def rows(self, key: str) -> tuple[tuple[float, ...], ...]:
        """A list of lists of finite numbers."""
        value = self._take(key, None)
        if (
            isinstance(value, list)
            and value
            and all(isinstance(row, list) and all(map(_is_number, row)) for row in value)
        ):
            return tuple(tuple(float(one) for one in row) for row in value)
        return self._wrong(key, value, Text("a list of rows of numbers", "由数字行组成的列表"), ())

    def raw(self, key: str) -> Any:
        """Whatever stands there, None where nothing does."""
        return self._take(key, None)

    def table(self, key: str, *, needed: bool = False) -> "Node | None":
        """A table under a key."""
        value = self._take(key, None if needed else _NOTHING)
        if value is _NOTHING:
            return None
        if isinstance(value, dict):
            return Node(value, (*self.place, key), self.notebook)
        return self._wrong(key, value, Text("a table", "表"), None)

    def tables(self, key: str) -> list["Node"]:
        """A list of tables under a key; none where the key is absent."""
        value = self._take(key, _NOTHING)
        if value is _NOTHING:
            return []
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            return [Node(one, (*self.place, key, index), self.notebook) for index, one in enumerate(value)]
        return self._wrong(key, value, Text("a list of tables", "表的列表"), [])

    def children(self) -> list[str]:
        """All keys of the table."""
        return list(self._data)

    def close(self) -> None:
        """Note every key that was not asked for."""
        for key in self._data:
            if key not in self._asked:
                near = get_close_matches(key, self._asked, 1)
                remedy = (
                    Text("Write {near}.", "请改为 {near}。").filled(near=near[0])
                    if near
                    else Text("Remove it; known here are: {keys}.", "请删除；此处可用：{keys}。").filled(
                        keys=", ".join(sorted(self._asked))
                    )
                )
                self.note(key, Text("This key is not known.", "无法识别的键。"), remedy)

    def note(
        self, key: str | None, what: Text, remedy: Text, value: object = None, severity: Severity = Severity.ERROR
    ) -> None:
        """Note a finding about a key of this table, or about the table."""
        place = self.place if key is None else (*self.place, key)
        self.notebook.note(place, what, remedy, value, severity)

    def _take(self, key: str, default: Any) -> Any:
        self._asked.append(key)
        return self._data.get(key, default)

    def _wrong(self, key: str, value: object, wanted: Text, fallback: _T) -> _T:
        if value is None:
            what = Text("This key is missing.", "缺少此项。")
        else:
            what = Text("Expected {wanted}.", "此处应为{wanted}。").filled(wanted=wanted)
        remedy = Text("Give {key} as {wanted}.", "请将 {key} 写为{wanted}。").filled(key=key, wanted=wanted)
        self.note(key, what, remedy, value)
        return fallback


class _Nothing:
    """Stands for a key that may be absent."""


_NOTHING = _Nothing()


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return isfinite(float(value))
    except OverflowError:
        return False
