"""A fault that its reader can mend."""

from openkam.analysis.words import Language, Text
from openkam.core.printable import printable


class Problem(Exception):
    """What is wrong, where, and what to do about it; the door prints it in the reader's language.

    `file`, `row` (1 is the header, as a spreadsheet counts), `column` and `value` say where; they may be unknown.
    `code` names a problem that a door answers with a question of its own; most have none.
    """

    def __init__(
        self,
        what: Text,
        *,
        remedy: Text,
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        code: str = "",
    ) -> None:
        super().__init__(what.en)
        self.what, self.remedy = what, remedy
        self.file, self.row, self.column, self.value = file, row, column, value
        self.code = code

    def to(self, language: Language) -> str:
        """The whole message: place, fault, remedy; what a file brought along cannot steer the terminal."""
        places = [
            (Text("file", "文件"), self.file),
            (Text("row", "行"), self.row),
            (Text("column", "列"), self.column),
            (Text("value", "值"), self.value),
        ]
        gap = "：" if language == "zh" else " "
        where = ", ".join(
            f"{name.to(language)}{gap}{printable(str(place))}" for name, place in places if place is not None
        )
        head = f"[{where}] " if where else ""
        what, remedy = (printable(one.to(language), keep_lines=True) for one in (self.what, self.remedy))
        return f"{head}{what}\n→ {remedy}"


class InternalFault(Exception):
    """A fault of ours, which no reader can mend; `fault` names the exception, the door asks to report it."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault

    def to(self, language: Language) -> str:
        """The whole message."""
        what = Text(
            "Internal error in OpenKAM, not in your file: {fault}\n→ Please report this line with what you ran.",
            "OpenKAM 内部错误，与您的文件无关：{fault}\n→ 请将此行连同所用命令一并反馈给我们。",
        )
        return what.filled(fault=self.fault).to(language)
