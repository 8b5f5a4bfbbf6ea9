"""No way in without a policy: addresses, commands, rows, fields and actions all say who may."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from openkam.core.access import FieldClass, Rows
from openkam.core.field_classes import field_classes
from openkam.insight.grading.confidential import PRICE_FIELDS
from openkam.insight.grading.models import Grade
from tests.house.sources import ROOT, SOURCE, modules, place, tree

django.setup()

OPEN_TO_STRANGERS = {"sign_in:sign_in", "sign_in:code", "sign_in:sign_out", "welcome:welcome", "me:language"}
"""Addresses without a right, each reviewed: the ways in, out, and to another language."""

ROOMS_WITH_ROWS = ("openkam.records.", "openkam.insight.", "openkam.core.audit.", "openkam.intake.uploads.")
WITHOUT_ROWS = {
    "UploadFile": "read through its Upload only",
}
"""Models that no door asks for, each with the reason."""

LEDGER = {"Batch"}
"""Records of loads: company-wide, shown by commands on the machine itself; they hold no account."""

SCOPED = {"visible_to", "writable_by", "none"}
AROUND_THE_RULE = {"_default_manager", "_base_manager", "raw", "extra", "cursor"}
PRICE_WORDS = ("profit", "margin", "cost", "discount", "contribution")
ACTORS = {"viewer", "actor"}
OPEN_ACTIONS = {
    "record": "the trail itself",
    "record_denied": "notes a refusal",
    "create_first_administrator": "only while nobody works here",
    "remove_second_factor": "own with the password, another's with the right",
    "change_password": "own with the password, another's with the right",
}
"""Actions that ask otherwise than by `require` on their first line, each with the reason."""


def addresses(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with its full name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner)
        else:
            yield f"{namespace}{entry.name or entry.pattern}", entry


def our_models() -> list[Any]:
    """Every model of the rooms that hold rows."""
    return [model for model in apps.get_models() if model.__module__.startswith(ROOMS_WITH_ROWS)]


def test_every_address_says_who_may() -> None:
    known = dict(addresses())
    assert known
    assert not [name for name, entry in known.items() if not hasattr(entry.callback, "policy")]


def test_only_reviewed_addresses_are_open_to_strangers() -> None:
    policies = {name: getattr(entry.callback, "policy", None) for name, entry in addresses()}
    assert {name for name, policy in policies.items() if policy and policy.right is None} <= OPEN_TO_STRANGERS


def test_every_address_has_a_name() -> None:
    assert not [str(entry.pattern) for _, entry in addresses() if not entry.name]


def door_modules() -> list[Path]:
    """The doors' Python files."""
    return [*modules(SOURCE / "web"), *modules(SOURCE / "cli")]


def test_doors_reach_rows_through_visible_to_only() -> None:
    faults = []
    for path in door_modules():
        scoped = {
            id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute) and node.attr in SCOPED
        }
        faults += [
            place(path, node)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Attribute)
            and node.attr == "objects"
            and id(node) not in scoped
            and not (isinstance(node.value, ast.Name) and node.value.id in LEDGER)
        ]
    assert not faults


def test_doors_do_not_go_around_the_rule() -> None:
    faults = [
        (place(path, node), node.attr)
        for path in door_modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in AROUND_THE_RULE
        and "checks_" not in path.name  # `openkam doctor` asks the database about itself
    ]
    assert not faults


def test_a_command_that_reads_records_says_on_whose_behalf() -> None:
    faults = []
    for path in modules(SOURCE / "cli"):
        if path.parent.name == "demo":
            continue  # it makes a company of its own in an empty folder
        imported = {node.module or "" for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)}
        reads = any(name.startswith("openkam.records.") and name.endswith(".models") for name in imported)
        if reads and "openkam.cli.operator" not in imported:
            faults.append(place(path))
    assert not faults


def test_every_record_declares_its_way_to_rows() -> None:
    faults = [model.__name__ for model in our_models() if model.__name__ not in WITHOUT_ROWS and not _has_way(model)]
    assert not faults


def _has_way(model: Any) -> bool:
    rows = model._default_manager.all()
    way = getattr(type(rows), "visible_to", None)
    return way is not None and (way is not Rows.visible_to or rows.POLICY_PATH != "")


def test_what_has_no_way_to_rows_is_still_there() -> None:
    assert set(WITHOUT_ROWS) <= {model.__name__ for model in our_models()}


def test_every_field_has_a_class() -> None:
    faults = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.concrete_fields
        if field.name not in field_classes(model)
    ]
    assert not faults


def test_what_is_declared_exists() -> None:
    faults = [
        f"{model.__name__}.{name}"
        for model in our_models()
        for name in getattr(model, "FIELD_CLASSES", {})
        if name != "*" and name not in {field.name for field in model._meta.concrete_fields}
    ]
    assert not faults


CUSTOMERS_OWN = {"Statement.net_profit", "Statement.cost_of_goods"}
"""What a customer earns and spends, from its own statements: it says nothing of our prices."""


def test_figures_about_prices_are_of_class_price() -> None:
    faults = [
        f"{model.__name__}.{name}"
        for model in our_models()
        for name, kind in field_classes(model).items()
        if any(word in name for word in PRICE_WORDS)
        and not isinstance(model._meta.get_field(name), models.BooleanField)
        and kind is not FieldClass.PRICE
    ]
    assert set(faults) == CUSTOMERS_OWN


def test_the_closed_fields_of_a_grade_are_those_of_class_price() -> None:
    closed = {name for name, kind in field_classes(Grade).items() if kind is FieldClass.PRICE}
    assert closed == set(PRICE_FIELDS)


def test_money_is_declared_field_by_field() -> None:
    """A new amount must be thought about: the class of the other fields does not count for it."""
    faults = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.concrete_fields
        if type(field).__name__ == "MoneyField" and field.name not in getattr(model, "FIELD_CLASSES", {})
    ]
    assert not faults


def actions() -> list[tuple[str, ast.FunctionDef]]:
    """Every public function of every `actions` file that acts on somebody's behalf."""
    found = []
    for path in modules():
        if path.stem == "actions" or path.parent.name == "actions":
            functions = (node for node in tree(path).body if isinstance(node, ast.FunctionDef))
            found += [(place(path, node), node) for node in functions if not node.name.startswith("_")]
    return found


def given(function: ast.FunctionDef) -> set[str]:
    """The names of what it is given."""
    return {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}


def test_there_are_actions() -> None:
    assert actions()


@pytest.mark.parametrize(("where", "function"), actions(), ids=lambda one: getattr(one, "name", None))
def test_every_action_asks_for_a_right(where: str, function: ast.FunctionDef) -> None:
    if not given(function) & ACTORS:
        return
    words = ast.unparse(function)
    asks = "require(" in words or "_oneself(" in words
    assert asks or function.name in OPEN_ACTIONS, f"{where} {function.name} asks for no right"


@pytest.mark.parametrize(("where", "function"), actions(), ids=lambda one: getattr(one, "name", None))
def test_every_action_takes_words_only(where: str, function: ast.FunctionDef) -> None:
    if given(function) & ACTORS and function.name != "record":
        assert not function.args.args, f"{where} {function.name} takes arguments by place"


def test_templates_do_not_reach_for_rows() -> None:
    faults = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((SOURCE / "web").rglob("*.html"))
        if ".objects" in path.read_text("utf-8") or "_set.all" in path.read_text("utf-8")
    ]
    assert not faults
