"""What is wrong with the text of a TOML file, in the reader's language, and on which line."""

import re
from typing import Final

from openkam.analysis.words import Text

_PLACE: Final = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_KINDS: Final = (
    (r"Expected '=' after a key", Text("an equals sign is missing after a key", "键名后缺少等号")),
    (r"Expected '\]|Unclosed array", Text("a closing bracket is missing", "缺少右方括号")),
    (r"Unclosed inline", Text("a closing brace is missing", "缺少右花括号")),
    (r"Unterminated string|Expected [\"']", Text("a quotation mark is missing", "缺少引号")),
    (r"Cannot |Duplicate", Text("a key or table stands twice", "键或表重复")),
    (r"Expected newline|Invalid statement", Text("a line is not written as key = value", "有一行不是“键 = 值”的写法")),
    (r"invalid character|Illegal character", Text("a character may not stand here", "含有不允许的字符")),
    (r"for a key part", Text("a key cannot be read", "键名无法识别")),
    (r"Invalid |scape", Text("a value cannot be read", "值无法识别")),
)
_OTHER: Final = Text("its text cannot be read", "内容无法解析")


def toml_fault(message: str) -> tuple[Text, int | None]:
    """The fault and the line it stands on (from 1), None where it is the end of the file or nowhere."""
    found = _PLACE.search(message)
    said = message[: found.start()] if found else message
    kind = next((words for pattern, words in _KINDS if re.search(pattern, said)), _OTHER)
    if found is None:
        return kind, None
    if found[1] is None:
        return Text("{kind} (at the end of the file)", "{kind}（文件末尾）").filled(kind=kind), None
    words = Text("{kind} (line {line}, column {column})", "{kind}（第{line}行第{column}列）")
    return words.filled(kind=kind, line=int(found[1]), column=int(found[2])), int(found[1])
