"""A visit is prepared, and the order Mrs Liao lost is replayed: as a seller does it, in both languages."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Look, Site
from tests.e2e.door import come_in, speak
from tests.e2e.looking import barriers, too_wide

BEFORE_THE_BID = "2026-05-19"
AT_LEAST = 4
"""Flags that stood on that day."""


@dataclass(frozen=True)
class Words:
    """What the pages must say in one language; `name` is somebody nobody knew before."""

    language: str
    name: str
    unknown: str
    unmet: str
    today: str
    sections: tuple[str, str, str]
    asks: str


ENGLISH = Words(
    language="en",
    name="Edda Roth",
    unknown="nobody known to decide",
    unmet="decided by Edda Roth, not met",
    today="The last visit was today.",
    sections=("Who decides", "Who blocks", "Nobody of us met within a year"),
    asks="First your own view",
)
CHINESE = Words(
    language="zh",
    name="罗定邦",
    unknown="决策人未知",
    unmet="罗定邦拍板，但未见过",
    today="最近一次拜访就在今天。",
    sections=("谁拍板", "谁反对", "一年内无人见过"),
    asks="先写下您的判断",
)
BOTH = pytest.mark.parametrize("words", [ENGLISH, CHINESE], ids=["en", "zh"])


@pytest.fixture
def seller(demo_site: Site, open_page: Callable[[Look], Page]) -> Callable[[str], Page]:
    """The demo's seller at her desk, in the language she chose."""

    def at_desk(language: str) -> Page:
        page = open_page(Look(language, "light", 1440))
        come_in(page, demo_site, demo_site.signs["seller"], demo_site.signs["password"])
        speak(page, language)
        return page

    return at_desk


@BOTH
def test_a_visit_is_prepared(demo_site: Site, seller: Callable[[str], Page], words: Words) -> None:
    page = seller(words.language)
    page.goto(f"{demo_site.address}/flags/?flag=NO_DECIDER")
    page.locator("table.flag-list tbody th a").first.click()
    expect(page.locator("h1")).to_contain_text(words.unknown)
    for section in words.sections:
        expect(page.locator("h3", has_text=section)).to_be_visible()
    assert_open_to_everybody(page)
    flag(page, "NO_DECIDER").locator("a").click()
    put_on_the_map(page, words.name)
    visit = page.locator("nav a[href$='/visit/']")
    visit.click()
    expect(page.locator("h1")).to_contain_text(words.unmet)
    expect(flag(page, "NO_DECIDER")).to_have_count(0)
    flag(page, "DECIDER_UNMET").locator("a").click()
    note_a_talk(page, words.name)
    visit.click()
    expect(page.locator("main")).to_contain_text(words.today)
    expect(page.locator("h1")).not_to_contain_text(words.unmet)
    expect(flag(page, "DECIDER_UNMET")).to_have_count(0)
    acknowledge_one(page)
    assert_open_to_everybody(page)


@BOTH
def test_the_order_mrs_liao_lost_is_replayed(demo_site: Site, seller: Callable[[str], Page], words: Words) -> None:
    page = seller(words.language)
    page.goto(f"{demo_site.address}/accounts/?q=Liao")
    page.locator("tbody th a", has_text="Liao").click()
    page.locator("nav a[href$='/log/']").click()
    log = page.url
    page.locator("a[href*='/log/replay/']").first.click()
    page.locator("input[name=day]").fill(BEFORE_THE_BID)
    page.locator("form.toolbar button").click()
    expect(page).to_have_url(re.compile(f"day={BEFORE_THE_BID}"))
    stood = page.locator("ul.missed > li")
    assert stood.count() >= AT_LEAST
    expect(page.locator("h1")).to_contain_text(str(stood.count()))
    assert_open_to_everybody(page)
    page.locator("form.toolbar a[href*='/people/?day=']").click()
    see_both_times(page)
    page.goto(log)
    page.locator("a[href$='/review/']").first.click()
    answer_first(page, words)
    assert stood.count() >= AT_LEAST
    assert_open_to_everybody(page)


def flag(page: Page, code: str) -> Locator:
    """A flag that stands, by what its form would send."""
    return page.locator("#flags > ol > li.flag", has=page.locator(f"input[name=flag][value={code}]"))


def put_on_the_map(page: Page, name: str) -> None:
    """Somebody who decides, in place."""
    expect(page.locator("#people-canvas[data-ready=true]")).to_be_visible()
    page.locator("main [data-open=person-dialog]").first.click()
    form = page.locator("#person-dialog")
    form.locator("[name=name]").fill(name)
    form.locator("[name=level]").select_option("DECISION")
    form.locator("[name=role]").select_option("DECIDER")
    form.locator("[name=source]").fill("business card")
    form.locator("button.primary").click()
    expect(page.locator("#people-table")).to_contain_text(name)
    assert_open_to_everybody(page)


def note_a_talk(page: Page, name: str) -> None:
    """The quick entry: what it was is chosen already, who was there, what he said."""
    people = page.locator("#write fieldset.picks").nth(1)
    more = people.locator("details.fold > summary")
    if more.count():
        more.click()
    people.locator("label.pick", has_text=name).click()
    page.locator("#write [name=said]").fill("The trial decides, says whoever signs.")
    assert_open_to_everybody(page)
    page.locator("#write button.primary").click()
    expect(page.locator(".banner.good")).to_be_visible()


def acknowledge_one(page: Page) -> None:
    """The first flag that stands, with a reason; it rests then."""
    standing = page.locator("#flags > ol > li.flag")
    before, first = standing.count(), standing.first
    first.locator("summary").click()
    form = first.locator("form[action$='/acknowledgements/']")
    form.locator("[name=reason]").fill("agreed with the manager")
    form.locator("button").click()
    expect(standing).to_have_count(before - 1)
    resting = page.locator("#flags > details")
    resting.locator("summary").first.click()
    expect(resting).to_contain_text("agreed with the manager")


def see_both_times(page: Page) -> None:
    """On the map Liu is gone and another decides; the slider goes back to where he still decided."""
    people = page.locator("#people-table")
    expect(people).to_contain_text("sent away")
    expect(people).to_contain_text("New managing director")
    expect(page.locator("#people-canvas[data-ready=true]")).to_be_visible()
    assert_open_to_everybody(page)
    page.locator("#people-time").press("Home")
    expect(people).not_to_contain_text("sent away")
    expect(people).not_to_contain_text("New managing director")
    expect(people).to_contain_text("Liu Zhenguo")


def answer_first(page: Page, words: Words) -> None:
    """The review asks for the causes and shows nothing until they are written, also when it is asked anew."""
    again = page.locator("a[href$='?again']")
    if again.count():
        again.click()
    expect(page.locator("h2", has_text=words.asks)).to_be_visible()
    expect(page.locator("ul.missed")).to_have_count(0)
    assert_open_to_everybody(page)
    page.locator("input[name=main]").first.check()
    page.locator("[name=lesson]").fill("Know whoever runs the tender")
    page.locator("main button.primary").click()
    expect(again).to_be_visible()


def assert_open_to_everybody(page: Page) -> None:
    """Nothing serious for axe, and nothing to scroll sideways on a phone."""
    faults = barriers(page)
    wide = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 900})
    faults += too_wide(page)
    assert wide is not None
    page.set_viewport_size(wide)
    assert not faults, "\n".join([page.url, *faults])
