"""The TOML of a scheme with what was found in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from openkam.analysis.words import Text
from openkam.insight.grading.scheme_file.findings import Finding, Severity
from openkam.insight.grading.scheme_file.reader import read_scheme
from openkam.web.grading.tabs import Tabs, tabs_of

_NEW = Text("Your file", "您的文件")


@dataclass(frozen=True)
class TextPage:
    """The text as it was given; `is_checked` says whether findings mean anything yet."""

    title: Text
    tabs: Tabs
    text: str
    findings: Sequence[Finding]
    is_checked: bool
    is_good: bool


def text_page(text: str, *, is_checked: bool = False) -> TextPage:
    """Findings are told with their lines."""
    plain = text.replace("\r\n", "\n")
    scheme, findings = read_scheme(plain, _NEW.en) if is_checked else (None, [])
    errors = sum(one.severity is Severity.ERROR for one in findings)
    title = Text("A scheme as text", "以文本编写方案")
    if is_checked:
        title = (
            Text("The text is a good scheme", "文本检查通过")
            if scheme is not None
            else Text("{n} faults in the text", "文本中有{n}处错误").filled(n=errors)
            if errors > 1
            else Text("A fault in the text", "文本中有1处错误")
        )
    return TextPage(title, tabs_of("schemes"), plain, findings, is_checked, scheme is not None)
