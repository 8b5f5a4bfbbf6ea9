"""The map of people in a browser: made in place, moved, walked by keys, on other days, saved, and without scripts."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Look, Site
from tests.e2e.door import come_in, speak
from tests.e2e.looking import barriers

LANGUAGES = {"en": "en", "zh": "zh-Hans"}
PEOPLE = "/accounts/9/people/"
"""An account of the demo; whoever is on its map already stays there."""
CAST = (
    ("Ada King", "Chief executive", "Board", "DECISION", "DECIDER"),
    ("Ben Ode", "Head of engineering", "Engineering", "MANAGEMENT", "TECH_GATE"),
    ("", "Shift leader", "Plant", "EXECUTION", "USER"),
)


@dataclass(frozen=True)
class Map:
    """The map as the browser shows it."""

    page: Page

    @property
    def data(self) -> dict[str, Any]:
        """What its script was told."""
        address = self.page.locator("#people-canvas").get_attribute("data-map-data")
        return dict(json.loads(self.page.request.get(self.page.url.partition("/accounts/")[0] + str(address)).text()))

    def node(self, name: str) -> dict[str, Any]:
        """A card by its name."""
        return dict(next(node for node in self.data["nodes"] if node["name"] == name))

    def place(self, name: str) -> tuple[float, float]:
        """Where the middle of a card is on the screen; nothing was dragged yet."""
        node, box = self.node(name), self.page.locator("#people-canvas").bounding_box()
        assert box is not None
        zoom, x, y = map(float, str(self.page.locator("#people-canvas").get_attribute("data-view")).split())
        return box["x"] + node["x"] * zoom + x, box["y"] + node["y"] * zoom + y

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """From one point of the screen to another, as a hand does."""
        self.page.mouse.move(*start)
        self.page.mouse.down()
        for step in range(1, 9):
            self.page.mouse.move(start[0] + (end[0] - start[0]) * step / 8, start[1] + (end[1] - start[1]) * step / 8)
        self.page.mouse.up()


def open_map(page: Page, site: Site) -> Map:
    """The page, with its map ready and in sight."""
    page.goto(f"{site.address}{PEOPLE}")
    expect(page.locator("#people-canvas[data-ready=true]")).to_be_visible()
    page.locator("#people-canvas").scroll_into_view_if_needed()
    return Map(page)


def entered(page: Page, site: Site, language: str = "en") -> Page:
    """Signed in as sales operations, who has chosen this language."""
    come_in(page, site, site.signs["operations"], site.signs["password"])
    if page.locator("html").get_attribute("lang") != LANGUAGES[language]:
        speak(page, language)
    return page


@pytest.fixture(scope="module")
def peopled(demo_site: Site, browser: Browser) -> Site:
    """Three people, one of them an empty chair, put on the map by the form on the page."""
    page = entered(browser.new_context(viewport={"width": 1440, "height": 900}).new_page(), demo_site)
    for name, title, department, level, role in CAST:
        page.goto(f"{demo_site.address}{PEOPLE}")
        page.locator("main [data-open=person-dialog]").first.click()
        form = page.locator("#person-dialog")
        form.locator("[name=name]").fill(name)
        form.locator("[name=title]").fill(title)
        form.locator("[name=department]").fill(department)
        form.locator("[name=level]").select_option(level)
        form.locator("[name=role]").select_option(role)
        form.locator("[name=since]").fill("2025-03-01")
        form.locator("[name=source]").fill("business card")
        form.locator("button.primary").click()
        expect(page.locator("#people-table")).to_contain_text(name or title)
    page.context.close()
    return demo_site


@pytest.fixture
def shown(peopled: Site, open_page: Callable[[Look], Page]) -> Map:
    """The map on a wide screen."""
    return open_map(entered(open_page(Look("en", "light", 1440)), peopled), peopled)


def test_it_is_walked_by_keys(shown: Map) -> None:
    page, canvas = shown.page, shown.page.locator("#people-canvas")
    expect(page.locator("#people-drawing")).to_be_hidden()
    assert not barriers(page)
    canvas.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#people-said")).not_to_be_empty()
    page.keyboard.press("f")
    page.locator(".people-find").fill("ada king")
    expect(page.locator("#people-said")).to_contain_text("Ada King")
    page.keyboard.press("Escape")
    expect(canvas).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#people-panel h3")).to_have_text("Ada King")
    assert not barriers(page)
    page.keyboard.press("Escape")
    expect(page.locator("#people-panel")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#map-keys")).to_be_visible()


def test_esc_ends_what_a_click_began(shown: Map) -> None:
    page = shown.page
    page.mouse.click(*shown.place("Ben Ode"))
    expect(page.locator("#people-panel h3")).to_have_text("Ben Ode")
    page.keyboard.press("Escape")
    expect(page.locator("#people-panel")).to_be_hidden()
    page.locator("[data-map=lines]").click()
    expect(page.locator(".people-mode")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".people-mode")).to_be_hidden()


def test_a_card_that_is_dragged_stays_there_until_it_is_put_back(shown: Map, peopled: Site) -> None:
    page = shown.page
    x, y = shown.place("Ben Ode")
    shown.drag((x, y), (x + 60, y + 30))
    expect(page.locator("[data-map=tidy]")).to_be_visible()
    open_map(page, peopled)
    expect(page.locator("[data-map=tidy]")).to_be_visible()
    arranged = _drawing(page)
    page.locator("[data-map=tidy]").click()
    expect(page.locator("[data-map=tidy]")).to_be_hidden()
    assert "Ben Ode" in arranged
    assert _drawing(page) != arranged, "the file has the cards where they were put"


def _drawing(page: Page) -> str:
    menu = page.locator("details.menu", has_text="Save as")
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    with page.expect_download() as file:
        page.locator("[data-map-file=svg]").click()
    return file.value.path().read_text(encoding="utf-8")


def test_who_is_dropped_on_somebody_reports_to_him_once_that_is_confirmed(shown: Map) -> None:
    page = shown.page
    page.locator("[data-map=lines]").click()
    expect(page.locator(".people-mode")).to_be_visible()
    shown.drag(shown.place("Ben Ode"), shown.place("Ada King"))
    expect(page.locator("#line-dialog")).to_be_visible()
    page.locator("#line-dialog button.primary").click()
    expect(page.locator("#people-table tr", has_text="Ben Ode")).to_contain_text("Ada King")
    assert shown.node("Ben Ode")["superior"] == shown.node("Ada King")["person"]
    expect(page.locator(".people-told")).to_be_focused()
    expect(page.locator(".people-told")).to_contain_text("Ben Ode reports to Ada King.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".people-told")).to_contain_text("Taken back: it is not known whom Ben Ode reports to.")
    assert shown.node("Ben Ode")["superior"] is None


def test_a_step_in_time_leaves_the_view_where_it_was(shown: Map) -> None:
    page = shown.page
    page.locator("[data-map=in]").click()
    seen = page.locator("#people-canvas").get_attribute("data-view")
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "inline style" in message.text else None)
    page.locator("#people-time").press("Home")
    expect(page).to_have_url(re.compile(r"\?day="))
    expect(page.locator("#people-canvas[data-ready=true]")).to_be_visible()
    assert page.locator("#people-canvas").get_attribute("data-view") == seen
    assert not refused


def test_it_is_saved_as_a_picture(shown: Map) -> None:
    page = shown.page
    page.locator("details.menu summary", has_text="Save as").click()
    with page.expect_download() as picture:
        page.locator("[data-map=png]").click()
    assert picture.value.path().read_bytes().startswith(b"\x89PNG")
    assert re.fullmatch(r"people-\d+-\d{4}-\d\d-\d\d\.png", picture.value.suggested_filename)


def test_day_and_departments_change_the_map_and_not_the_page(shown: Map, peopled: Site) -> None:
    page = shown.page
    page.evaluate("window.isSame = true")
    page.locator("#people-time").press("Home")
    expect(page).to_have_url(re.compile(r"\?day="))
    expect(page.locator("#people-head")).to_contain_text("As it stood on")
    expect(page.locator("#people-canvas[data-ready=true]")).to_be_visible()
    page.locator("#people-time").press("End")
    expect(page).to_have_url(re.compile(f"{PEOPLE}$"))
    expect(page.locator("#people-canvas[data-ready=true]")).to_be_visible()
    page.locator("[data-department]", has_text="Engineering").first.click()
    expect(page.locator("[data-department]", has_text="Engineering").first).to_contain_text("▸")
    expect(page.locator("#people-canvas[data-ready=true]")).to_be_visible()
    assert "group" in {node["kind"] for node in shown.data["nodes"] if node.get("department") == "Engineering"}
    assert page.evaluate("window.isSame")


def test_on_a_phone_the_table_comes_first(peopled: Site, open_page: Callable[[Look], Page]) -> None:
    page = open_map(entered(open_page(Look("zh", "dark", 360)), peopled, "zh"), peopled).page
    table, stage = page.locator("#people-table").bounding_box(), page.locator("#people-canvas").bounding_box()
    assert table is not None
    assert stage is not None
    assert table["y"] < stage["y"]
    assert not barriers(page)


def test_without_scripts_the_map_is_a_drawing(peopled: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = entered(context.new_page(), peopled)
    page.goto(f"{peopled.address}{PEOPLE}")
    expect(page.locator("#people-drawing svg")).to_be_visible()
    expect(page.locator("#people-canvas")).to_be_hidden()
    expect(page.locator("#people-drawing")).to_contain_text("Ada King")
    context.close()
