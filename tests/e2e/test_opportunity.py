"""What a customer may buy next: noted, filled with people, seen on the map; as a seller does it, in both languages."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Look, Site
from tests.e2e.door import come_in, speak
from tests.e2e.looking import barriers, too_wide

ROLES = 4
"""Each of them has to be held by somebody."""


@dataclass(frozen=True)
class Words:
    """What the pages must say in one language; `name` is what nobody noted before."""

    language: str
    name: str
    nobody: str
    filled: str
    only: str
    unconfirmed: str
    outcome: str


ENGLISH = Words(
    language="en",
    name="Rebuild of line seven",
    nobody="nobody is named who signs",
    filled="4 of 4 filled",
    only="Only who has a part in “Rebuild of line seven”.",
    unconfirmed="one person's word",
    outcome="stalled on",
)
CHINESE = Words(
    language="zh",
    name="七号线改造",
    nobody="还不知道由谁拍板",
    filled="已明确 4 / 4",
    only="仅显示参与“七号线改造”的人员。",
    unconfirmed="仅一人之言",
    outcome="停滞",
)


@pytest.mark.parametrize("words", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_an_opportunity_is_noted_and_its_people_are_seen_on_the_map(
    demo_site: Site, open_page: Callable[[Look], Page], words: Words
) -> None:
    page = open_page(Look(words.language, "light", 1440))
    come_in(page, demo_site, demo_site.signs["seller"], demo_site.signs["password"])
    speak(page, words.language)
    page.goto(f"{demo_site.address}/accounts/")
    page.locator("main tbody th a[href^='/accounts/']").first.click()
    page.locator("nav.tabs a[href$='/opportunities/']").click()
    assert_open_to_everybody(page)
    note(page, words)
    people = fill_the_roles(page, words)
    promise(page, people[0], words)
    assert_open_to_everybody(page)
    page.locator("a[href*='/people/?opportunity=']").click()
    expect(page.locator("main")).to_contain_text(words.only)
    expect(page.locator("select[name=opportunity] option:checked")).to_have_text(words.name)
    shown = page.locator("#people-table tbody tr")
    for name in people:
        expect(shown.filter(has_text=name)).not_to_have_count(0)
    page.locator("nav.tabs a[href$='/visit/']").click()
    page.locator("#deals a", has_text=words.name).click()
    close(page, words)


def note(page: Page, words: Words) -> None:
    """A name and an amount, no more."""
    form = page.locator("#new details")
    if not form.evaluate("one => one.open"):
        form.locator("summary").click()
    form.locator("[name=name]").fill(words.name)
    form.locator("[name=amount]").fill("120")
    form.locator("[name=unit]").select_option("10000")
    form.locator("button.primary").click()
    expect(page).to_have_url(re.compile(r"/opportunities/\d+/"))
    expect(page.locator("h1")).to_contain_text(words.name)
    expect(page.locator("h1")).to_contain_text(words.nobody)
    assert_open_to_everybody(page)


def fill_the_roles(page: Page, words: Words) -> list[str]:
    """Whoever has a role for the account has it here; only that part of the page changes. Answers who they are."""
    page.evaluate("window.isSame = true")
    for role in ("DECIDER", "TECH_GATE", "BUYER", "USER"):
        known = page.locator(".deal-known form", has=page.locator(f"input[name=role][value={role}]"))
        before = page.locator(".deal-roles > .filled").count()
        if known.count():
            known.first.locator("button").click()
        else:
            give(page, role)
        expect(page.locator(".deal-roles > .filled")).to_have_count(before + 1)
    expect(page.locator("#role")).to_contain_text(words.filled)
    expect(page.locator("h1")).not_to_contain_text(words.nobody)
    assert page.evaluate("window.isSame"), "the page was not loaded anew"
    names = page.locator(".deal-roles .deal-who a").all_inner_texts()
    assert len(names) == ROLES
    return names


def give(page: Page, role: str) -> None:
    """By the form, to whoever stands first on the list."""
    act = page.locator("#role details.act")
    act.locator("summary").click()
    act.locator("[name=person]").select_option(index=1)
    act.locator("[name=role]").select_option(role)
    act.locator("button.primary").click()


def promise(page: Page, name: str, words: Words) -> None:
    """One man's word is a flag at once."""
    act = page.locator("#promise > details.act").last
    act.locator("summary").click()
    value = act.locator("option", has_text=name).first.get_attribute("value")
    act.locator("[name=person]").select_option(value)
    act.locator("[name=text]").fill("OK")
    act.locator("button.primary").click()
    expect(page.locator("#promise")).to_contain_text(words.unconfirmed)
    expect(page.locator("#signals .flag.danger", has_text=words.name)).not_to_have_count(0)


def close(page: Page, words: Words) -> None:
    """It stalls: the causes are asked next; opened again, it goes on."""
    act = page.locator("#change details.act").last
    act.locator("summary").click()
    act.locator("input[value=STALLED]").check()
    act.locator("button.primary").click()
    expect(page).to_have_url(re.compile(r"/log/deals/\d+/review/$"))
    page.go_back()
    page.reload()
    expect(page.locator("h1")).to_contain_text(words.outcome)
    assert_open_to_everybody(page)
    page.locator("#change form:not(details form) button").click()
    expect(page.locator("h1")).not_to_contain_text(words.outcome)


def assert_open_to_everybody(page: Page) -> None:
    """No barrier of those axe finds, nothing wider than the page."""
    assert not barriers(page)
    assert not too_wide(page)
