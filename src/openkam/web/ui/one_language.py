"""Templates compiled for one language: what is said in plain words is written into the code of the page."""

from collections.abc import MutableMapping
from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer

from openkam.analysis.words import Language, Text

_LANGUAGES = 2


class OneLanguage(Environment):
    """An engine whose pages know their language, so that words and their escaping cost nothing when they are shown."""

    def __init__(self, language: Language, **options: Any) -> None:
        super().__init__(**options)
        self.language: Language = language

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Ours themselves where a template has none of its own: Jinja looks through two layers for every import."""
        return super().make_globals(d) if d else self.globals

    def compile(self, source: Any, *args: Any, **options: Any) -> Any:
        """As Jinja does, with `say("Accounts", "客户")` replaced by one of the two."""
        name, filename = (*args, None, None)[:2]
        tree = self.parse(source, name, filename) if isinstance(source, str) else source
        return super().compile(_Spoken(self.language).visit(tree), *args, **options)


class _Spoken(NodeTransformer):
    def __init__(self, language: Language) -> None:
        self._language = language

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - as Jinja's visitors are named
        self.generic_visit(node)
        is_plain = isinstance(node.node, nodes.Name) and node.node.name == "say" and not node.kwargs
        words = [one.value for one in node.args if isinstance(one, nodes.Const)]
        if is_plain and len(words) == _LANGUAGES:
            return nodes.Const(Text(*words).to(self._language), lineno=node.lineno)
        return node
