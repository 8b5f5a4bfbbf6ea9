"""A wrong command line in the reader's language: the words of the parser, said again."""

import re
from typing import Any, Final

from openkam.analysis.words import Text

_UNKNOWN: Final = Text("", "")
_NUMBER: Final = r"(-?[\d.]+)"
_MESSAGES: Final = (
    (rf"greater than or equal to {_NUMBER}", Text("it must be at least {value}", "不能小于{value}")),
    (rf"less than or equal to {_NUMBER}", Text("it must be at most {value}", "不能大于{value}")),
    (rf"greater than {_NUMBER}", Text("it must be more than {value}", "必须大于{value}")),
    (rf"less than {_NUMBER}", Text("it must be less than {value}", "必须小于{value}")),
    (r"valid integer", Text("it must be a whole number", "必须是整数")),
    (r"valid number|valid decimal", Text("it must be a number", "必须是数字")),
    (r"valid boolean", Text("it must be yes or no", "只能填是或否")),
    (r"is not one of (.+?)\.?$", Text("it must be one of {value}", "可选：{value}")),
)
_COMMAND: Final = re.compile(r"No such command '?(.+?)'?\.(?: Did you mean (.+?)\?)?$")
_EXTRA: Final = re.compile(r"unexpected extra arguments? ?\(?s?\)? ?\((.+)\)")
_NO_VALUE: Final = re.compile(r"Option '?(\S+?)'? requires an argument")
_VALUE_NOT_TAKEN: Final = re.compile(r"Option '?(\S+?)'? does not take a value")


def usage_words(fault: Any) -> Text:
    """What is wrong with the command line."""
    option, parameter = getattr(fault, "option_name", None), getattr(fault, "param", None)
    message = fault.format_message() if hasattr(fault, "format_message") else str(fault)
    if found := _NO_VALUE.search(message):
        return Text("{name} needs a value.", "{name} 后面缺少取值。").filled(name=found[1])
    if found := _VALUE_NOT_TAKEN.search(message):
        return Text("{name} takes no value.", "{name} 后面不带取值。").filled(name=found[1])
    if option is not None:
        return _no_option(str(option), getattr(fault, "possibilities", None) or ())
    if type(fault).__name__ == "MissingParameter" and parameter is not None:
        name = parameter.opts[-1] if parameter.param_type_name == "option" else parameter.metavar or parameter.name
        return Text("{name} is missing.", "缺少 {name}。").filled(name=name)
    if parameter is not None:
        words = Text("{name} cannot be read: {message}.", "{name} 无法识别：{message}。")
        name = parameter.opts[-1]
        return words.filled(name=name if name.startswith("-") else name.upper(), message=_said(fault.message))
    return _misuse(message)


def _no_option(option: str, possibilities: Any) -> Text:
    near = ", ".join(possibilities)
    hint = Text(f" Did you mean {near}?", f"是不是想写 {near}？") if near else _UNKNOWN
    return Text("There is no option {option}.{hint}", "没有 {option} 这个选项。{hint}").filled(option=option, hint=hint)


def _misuse(message: str) -> Text:
    if found := _COMMAND.search(message):
        near = (found[2] or "").replace("'", "")
        hint = Text(f" Did you mean {near}?", f"是不是想写 {near}？") if near else _UNKNOWN
        words = Text("There is no command {name}.{hint}", "没有 {name} 这个命令。{hint}")
        return words.filled(name=found[1], hint=hint)
    if found := _EXTRA.search(message):
        return Text("Too many words: {words}.", "多出了参数：{words}。").filled(words=found[1])
    if "Missing command" in message:
        return Text("A command is missing.", "缺少命令。")
    return Text("{message}", "命令有误：{message}").filled(message=message)


def _said(message: str) -> Text:
    for pattern, words in _MESSAGES:
        if found := re.search(pattern, message):
            return words.filled(value=found[1].replace("'", "")) if found.groups() else words
    return Text(message.rstrip("."), message.rstrip("."))
