"""Every screen in both languages, wide and narrow, light and dark: it answers, it fits, nobody meets a barrier."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.conftest import Look, Site, sign_in

SCREENS = ("/accounts/", "/portfolio/", "/data/", "/data/matches/", "/users/", "/users/tree/", "/me/")
LOOKS = [Look("zh", "light", 1440), Look("en", "dark", 1440), Look("en", "light", 360), Look("zh", "dark", 360)]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_screen_answers_fits_and_is_open_to_everybody(
    demo_site: Site, open_page: Callable[[Look], Page], look: Look
) -> None:
    page = open_page(look)
    sign_in(page, demo_site, demo_site.signs["operations"])
    choose_language(page, look.language)
    faults = [
        fault for path in (*SCREENS, first_account(page, demo_site)) for fault in seen(page, demo_site, path, look)
    ]
    assert not faults


def choose_language(page: Page, language: str) -> None:
    """As the reader would, in the menu under his name."""
    page.request.post(
        page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + "/me/language/",
        form={"language": language},
        headers={"X-CSRFToken": page.evaluate("JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken']")},
    )


def first_account(page: Page, site: Site) -> str:
    """The address of the account that brings most."""
    page.goto(f"{site.address}/accounts/")
    address = page.locator("tbody a[href^='/accounts/']").first.get_attribute("href")
    assert address is not None
    return address


def seen(page: Page, site: Site, path: str, look: Look) -> list[str]:
    """What is wrong with one screen: its answer, its width, its barriers."""
    answer = page.goto(f"{site.address}{path}")
    page.wait_for_load_state("networkidle")
    kept = os.environ.get("OPENKAM_SCREENSHOTS")
    if kept:
        name = f"{look.language}-{look.theme}-{look.width}{path.replace('/', '_')}.png"
        page.screenshot(path=Path(kept) / name, full_page=True)
    faults = [] if answer is not None and answer.status == 200 else [f"{path}: {answer and answer.status}"]
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    faults += [f"{path} at {look.width} px is {overflow} px too wide"] if overflow > 0 else []
    return faults + [f"{path}: {one}" for one in barriers(page)]


def barriers(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    found: dict[str, Any] = Axe().run(page).response
    return [
        f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0].get('failureSummary', '')}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
