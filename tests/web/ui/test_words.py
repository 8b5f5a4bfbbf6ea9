"""Figures and sentences as the reader writes them; unknown is never zero; nothing slips through unescaped."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from openkam.analysis.words import Text
from openkam.web.ui.words import attributes
from tests.web.ui.pieces import rendered


@pytest.mark.parametrize(
    ("source", "en", "zh"),
    [
        ("{{ say('{n} accounts', '{n}家客户', n=3) }}", "3 accounts", "3家客户"),
        ("{{ text | said }}", "Key", "大客户"),
        ("{{ 'Harbour' | said }}", "Harbour", "Harbour"),
        ("{{ 0.317 | share }}", "31.7%", "31.7%"),
        ("{{ 1234567 | count }}", "1,234,567", "1,234,567"),
        ("{{ 0 | count }}", "0", "0"),
        ("{{ day | day }}", "1 Jul 2026", "2026年7月1日"),
        ("{{ 4.25 | number }}", "4.2", "4.2"),
    ],
)
def test_each_language_reads_its_own(source: str, en: str, zh: str) -> None:
    given = {"text": Text("Key", "大客户"), "day": date(2026, 7, 1)}
    assert rendered(source, "en", **given) == en
    assert rendered(source, "zh", **given) == zh


@pytest.mark.parametrize("name", ["money", "share", "number", "count", "day", "moment"])
def test_unknown_is_said_and_never_zero(name: str) -> None:
    assert rendered("{{ none | " + name + " }}", "zh") == '<span class="unknown">未知</span>'


@pytest.mark.parametrize(
    ("currency", "en", "zh"),
    [("CNY", "1.25M CNY", "125万元"), ("USD", "1.25M USD", "125万美元"), ("XAU", "1.25M XAU", "125万 XAU")],
)
def test_an_amount_names_its_currency_as_people_write_it(currency: str, en: str, zh: str) -> None:
    for language, told in (("en", en), ("zh", zh)):
        shown = rendered("{{ 12500000000 | price(currency) }}", language, currency=currency)
        assert shown.partition(">")[2].replace("</span>", "") == told
    assert rendered("{{ none | price(currency) }}", "en", currency=currency) == rendered("{{ none | money }}", "en")


def test_money_is_short_and_exact_on_hover() -> None:
    assert rendered("{{ 12500000000 | money }}", "zh") == '<span class="figure" title="1,250,000">125万</span>'
    assert (
        rendered("{{ x | money }}", "en", x=Decimal("1250000")) == '<span class="figure" title="1,250,000">1.25M</span>'
    )


def test_a_moment_is_told_in_the_time_zone_of_the_installation() -> None:
    told = rendered("{{ x | moment }}", "en", x=datetime(2026, 7, 1, 9, 30, 5, tzinfo=UTC))
    assert "1 Jul 2026 09:30" in told
    assert 'title="2026-07-01 09:30:05 UTC"' in told


def test_a_figure_within_a_sentence_stays_a_figure_and_a_name_is_escaped() -> None:
    told = rendered("{{ say('{who} lost {x}', '{who}减少{x}', who='<b>', x=10000 | money) }}")
    assert told == '&lt;b&gt; lost <span class="figure" title="1">1</span>'
    assert rendered("{{ say('{who}', '{who}', who='<b>') }}") == "&lt;b&gt;"


def test_attributes_are_escaped_and_what_is_not_given_is_left_out() -> None:
    given = {"hx_get": '/x/?a="b"&c', "disabled": True, "hidden": False, "title": None}
    assert attributes(given) == ' hx-get="/x/?a=&#34;b&#34;&amp;c" disabled'
