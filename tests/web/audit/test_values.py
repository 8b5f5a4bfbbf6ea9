"""Values of a change are told in words, and a sealed one is never read."""

from typing import Any

import pytest
from django.utils import timezone

from openkam.core.access import Right
from openkam.core.audit.chain import digest_of
from openkam.web.audit.names import Named
from openkam.web.audit.values import NOTHING, SEALED_VALUE, people_in, value_text

NAMES = {("user", "5"): Named("Lin Jing", "")}


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("roles", ["SELLER", "COMPLIANCE"], "销售、合规"),
        ("language", "en", "英文"),
        ("theme", "DARK", "深色"),
        ("manager", 5, "Lin Jing"),
        ("owner", [5, None, 6], "Lin Jing、无、6"),
        ("reads_prices", False, "否"),
        ("created", [[1, 150], [152, 152]], "1–150、152"),
        ("batch 3", "payments: 3560", "回款 3560 行"),
        ("published_at", "soon", "soon"),
        ("tier", "KEY", "大客户"),
        ("counts", {"people": {"CREATED": 1, "REJECTED": 2}}, "联系人新增1行、未采用2行"),
        ("kind", "MEETING", "面谈"),
        ("item", "business.offer", "主营业务"),
        ("sections", ["firm", "names", "knowledge"], "基本信息、别名与编号、客户认知"),
        ("superior", 7, "7"),
        ("amount_units", 26_000_000_050, "2600000.01"),
    ],
)
def test_values_are_told_in_words(field: str, value: Any, told: str) -> None:
    assert value_text(field, value, NAMES).zh == told


@pytest.mark.parametrize("right", list(Right))
def test_every_right_has_words_in_the_trail(right: Right) -> None:
    assert value_text("right", right.name, NAMES).en != right.name


def test_moments_are_told_by_the_clock_of_the_installation() -> None:
    with timezone.override("Asia/Shanghai"):
        assert value_text("published_at", "2026-11-22T10:55:38.392783+00:00", {}).en == "2026-11-22 18:55"


def test_nothing_is_nothing_and_a_digest_is_sealed() -> None:
    assert value_text("name", None, {}) is value_text("name", [], {}) is NOTHING
    assert value_text("login", digest_of(b"key", "lin"), {}) == SEALED_VALUE


def test_a_long_value_is_cut() -> None:
    assert value_text("reason", "why " * 100, {}).en == ("why " * 100)[:120] + "…"


def test_people_of_a_change_are_found_on_both_sides_of_it() -> None:
    change = {"manager": [5, None], "owner": [[5, 7, None], 8], "tier": ["KEY", None]}
    assert set(people_in(change)) == {("user", "5"), ("user", "7"), ("user", "8")}
