"""Every code has its row in the glossary, with the Chinese beside it."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum

import django
import pytest
from django.apps import apps

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.methods.forecast.future import VerdictCode
from openkam.analysis.methods.grading.scheme import Method
from openkam.analysis.methods.rhythm.alarms import AlarmKind
from openkam.analysis.schema import TABLES
from openkam.core.access import RIGHT_LABELS, ROLE_LABELS, FieldClass, Right, Role
from openkam.insight.grading.schemes import shipped_schemes
from openkam.intake.reasons import REASONS
from tests.house.sources import ROOT, modules, tree

HAN = re.compile(r"[\u3400-\u9fff]")
ROWS = [
    [cell.strip() for cell in line.strip("| \n").split(" | ")]
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| English"))
]
NAMES = {name for row in ROWS for name in re.findall(r"`([^`]+)`", row[2])}


def codes_of(*enums: type[StrEnum]) -> set[str]:
    """The values of enumerations."""
    return {member.value for enum in enums for member in enum}


def sentence_codes() -> Iterator[str]:
    """The code of every sentence a report can say, read from the sources."""
    for path in modules():
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"Sentence", "Sentences"}
            ):
                code = node.args[0] if node.args else None
                if isinstance(code, ast.Constant):
                    yield str(code.value)


def test_every_row_has_both_languages_a_name_and_a_sentence() -> None:
    faults = [row for row in ROWS if len(row) != 4 or not all(row) or not row[2].startswith("`")]
    assert not faults


def test_a_role_and_a_right_are_called_as_in_the_code() -> None:
    """A role stands in a sentence here, so it begins small."""
    labels = {f"`{one.value}`": text for one, text in (RIGHT_LABELS | ROLE_LABELS).items()}
    rows = {row[2]: (row[0], row[1]) for row in ROWS if row[2] in labels}
    assert rows == {name: (text.en.lower(), text.zh) for name, text in labels.items()}


def test_the_second_column_is_chinese() -> None:
    assert not [row for row in ROWS if not HAN.search(row[1])]


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("measures", set(MEASURES)),
        ("tables", {table.name for table in TABLES}),
        ("columns", {column for table in TABLES for column in table.columns}),
        ("methods", codes_of(Method)),
        ("alarms and verdicts", codes_of(AlarmKind, VerdictCode)),
        ("roles and rights", codes_of(Role, Right)),
        ("field classes", codes_of(FieldClass)),
        ("patterns", {"SUSTAINED", "OCCASIONAL", "ONE_OFF", "NEW"}),
        ("movements", {"LOST", "DECLINING", "STABLE", "GROWING", "NEW"}),
        ("schemes", {scheme.code for scheme in shipped_schemes()}),
        ("tiers", {f"{scheme.code}` / `{tier.code}" for scheme in shipped_schemes() for tier in scheme.tiers}),
        ("reasons of rows set aside", set(REASONS)),
        ("sentences", set(sentence_codes())),
    ],
)
def test_every_code_has_a_row(kind: str, codes: set[str]) -> None:
    cells = "\n".join(row[2] for row in ROWS)
    assert codes
    assert not {code for code in codes if f"`{code}`" not in cells}, kind


def test_every_model_has_a_row() -> None:
    django.setup()
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("openkam.")}
    assert models
    assert models <= NAMES
