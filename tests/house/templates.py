"""What the templates of the browser door say, read from their syntax trees."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from jinja2 import Environment, nodes

from tests.house.sources import SOURCE, files, place

WEB: Final = SOURCE / "web"
HOLE: Final = "\ufffc"
"""Stands where a template writes a value."""
LETTERS: Final = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]")
SPOKEN: Final = {"alt", "aria-label", "aria-description", "label", "placeholder", "title"}
WORDY_ARGUMENTS: Final = {"error", "hint", "kicker", "label", "lead", "note", "remedy", "text", "title"}
NAMES: Final = re.compile(r"OpenKAM")
CLASS_BLOCKS: Final = {"width"}
"""Blocks that fill a class attribute of the page they extend."""
_SILENT: Final = {"script", "style", "kbd", "code", "svg"}
_VOID: Final = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@cache
def templates() -> tuple[Path, ...]:
    """Every template of the browser door."""
    return tuple(path for path in files(".html") if WEB in path.parents)


@cache
def parsed(path: Path) -> nodes.Template:
    """A template as a syntax tree."""
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).parse(path.read_text(encoding="utf-8"))


def sayings() -> Iterator[tuple[str, nodes.Call]]:
    """(where, call) of every `say(…)`."""
    for path in templates():
        for call in parsed(path).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "say":
                yield f"{place(path)}:{call.lineno}", call


def pairs_in_templates() -> Iterator[tuple[str, str, str]]:
    """(where, en, zh) of every `say(…)` written with plain strings."""
    for where, call in sayings():
        words = [one.value for one in call.args if isinstance(one, nodes.Const)]
        if len(words) == 2:
            yield where, *words


def bare_words(tree: nodes.Template) -> list[str]:
    """Words a template writes in one language only: between tags, in spoken attributes, as arguments of macros."""
    reader = _Reader()
    reader.feed("".join(_text(tree)))
    reader.close()
    return [*reader.found, *_bare_arguments(tree)]


def _text(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Output):
        for one in node.nodes:
            yield one.data if isinstance(one, nodes.TemplateData) else HOLE
        return
    if isinstance(node, nodes.Block) and node.name in CLASS_BLOCKS:
        return
    for child in node.iter_child_nodes():
        yield from _text(child)


def _bare_arguments(tree: nodes.Template) -> Iterator[str]:
    for call in tree.find_all(nodes.Call):
        if (
            isinstance(call.node, nodes.Getattr)
            and isinstance(call.node.node, nodes.Name)
            and call.node.node.name == "c"
        ):
            given = [*call.args, *(word.value for word in call.kwargs if word.key in WORDY_ARGUMENTS)]
            for one in given:
                if isinstance(one, nodes.Const) and isinstance(one.value, str) and _is_wordy(one.value):
                    yield one.value


def _is_wordy(value: str) -> bool:
    """Chinese, a capital, or several words; codes and kinds are one small word, addresses begin with a mark."""
    is_code = re.fullmatch(r"[a-z0-9_.:/#?&=-]*|[A-Z0-9_]*|[#/?].*", value)
    return not is_code and bool(LETTERS.search(value))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.silent: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in SPOKEN and value and self._says(value)]
        if (tag in _SILENT or ("translate", "no") in attrs) and tag not in _VOID:
            self.silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent and self._says(data):
            self.found.append(data.strip())

    @staticmethod
    def _says(text: str) -> bool:
        return bool(LETTERS.search(NAMES.sub("", text)))
