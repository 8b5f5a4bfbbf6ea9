"""Whoever reads the trail reads words: every act and every kind of record it names has one, and none is left over."""

import ast
import dataclasses
from collections.abc import Iterator

from openkam.core.access import Right
from openkam.insight.health.registry import RULES_BY_CODE
from openkam.intake.contacts.models import ContactImport
from openkam.intake.uploads.models import Upload
from openkam.ledger.models import Batch
from openkam.records.accounts.models import MergeProposal
from openkam.records.activities.kinds import Kind
from openkam.records.activities.writing import SAID as ENTRY_TEXTS
from openkam.records.contacts.details import PersonDetails, PostDetails
from openkam.records.contacts.kinds import (
    Basis,
    Channel,
    Degree,
    Level,
    Mode,
    OpinionKind,
    Progress,
    RoleCode,
    TrustItem,
)
from openkam.records.opportunities.models import Opportunity
from openkam.records.users.models import User
from openkam.web.audit.codes import CODES
from openkam.web.audit.fields import FIELDS
from openkam.web.audit.labels import ACTIONS, KINDS
from tests.house.sources import modules, place, tree

TRAIL = "openkam.core.audit.actions"
SIDES = 2
MANY = 60
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


def fields() -> Iterator[tuple[str, str]]:
    """Where a change is written down, and the fields it names: `{"field": [before, after]}` beside a `record`."""
    for path in modules():
        whole = tree(path)
        writes = any(isinstance(node, ast.ImportFrom) and node.module == TRAIL for node in ast.walk(whole))
        for node in ast.walk(whole) if writes else ():
            if isinstance(node, ast.Dict):
                pairs = [(key, value) for key, value in zip(node.keys, node.values, strict=True) if key]
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
                pairs = [(node.targets[0].slice, node.value)]
            else:
                continue
            for key, value in pairs:
                if isinstance(value, ast.List) and len(value.elts) == SIDES:
                    yield from ((place(path, node), word) for word in words_of(key))


def test_every_field_of_a_change_has_a_word() -> None:
    found = list(fields())
    assert len(found) > MANY
    said = {*(field.name for kind in (PersonDetails, PostDetails) for field in dataclasses.fields(kind)), *ENTRY_TEXTS}
    assert {(where, field) for where, field in found if field not in FIELDS} == set()
    assert said - set(FIELDS) == set()


def test_every_code_of_a_change_has_a_word() -> None:
    codes: dict[str, set[str]] = {
        "right": set(Right),
        "status": set(Batch.Status.values),
        "level": {*Level.values, *map(str, Progress.values)} - {""},
        "role": set(RoleCode.values),
        "mode": set(Mode.values),
        "influence": set(Degree.values),
        "kind": {*Kind.values, *OpinionKind.values},
        "outcome": set(Opportunity.Outcome.values),
        "state": {*ContactImport.State.values, *Upload.State.values, *MergeProposal.State.values},
        "basis": set(Basis.values),
        "channel": set(Channel.values),
        "item": {*TrustItem.values, "business.offer"},
        "flag": set(RULES_BY_CODE),
    }
    without = {(field, code) for field, known in codes.items() for code in known if code not in CODES[field]}
    assert without == set()


def test_the_sections_of_an_exported_file_have_words() -> None:
    written = {
        node.args[0].value
        for path in modules()
        if path.as_posix().endswith("web/archive/file.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Section"
        if isinstance(node.args[0], ast.Constant)
    }
    assert written
    assert written - set(CODES["sections"]) == set()
