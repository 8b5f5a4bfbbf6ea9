"""Whoever reads the trail reads words: every act and every kind of record it names has one, and none is left over."""

import ast
from collections.abc import Iterator

from openkam.records.users.models import User
from openkam.web.audit.labels import ACTIONS, KINDS
from tests.house.sources import modules, place, tree

OWN_SETTINGS = {f"set_{field}" for field in ("language", "theme")}
"""What `_change_own` writes: its name is put together."""


def lines() -> Iterator[tuple[str, str, set[str]]]:
    """Where a line is written, its action ("" where it is put together), and the kinds it may be about."""
    for path in modules():
        for node in ast.walk(tree(path)):
            is_record = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record"
            if is_record and isinstance(node, ast.Call) and len(node.args) > 1:
                kinds = {word for given in node.keywords if given.arg == "kind" for word in words_of(given.value)}
                yield place(path, node), next(iter(words_of(node.args[1])), ""), kinds


def words_of(node: ast.expr) -> set[str]:
    """The texts an expression may be."""
    if isinstance(node, ast.IfExp):
        return words_of(node.body) | words_of(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def test_every_act_has_a_label_and_every_label_an_act() -> None:
    found = {action: where for where, action, _ in lines() if action}
    assert {where for action, where in found.items() if action not in ACTIONS} == set()
    assert set(ACTIONS) - set(found) == OWN_SETTINGS
    assert {f"set_{field}" for field in ("language", "theme") if hasattr(User, field)} == OWN_SETTINGS


def test_every_kind_of_record_has_a_label_and_every_label_a_kind() -> None:
    found = {kind: where for where, _, kinds in lines() for kind in kinds}
    assert {where for kind, where in found.items() if kind not in KINDS} == set()
    assert set(KINDS) - set(found) == set()
