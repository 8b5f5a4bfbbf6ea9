"""Trying another rule: a weight is moved, the effect shows, the version is saved, graded by and published."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site


def move_a_weight(page: Page, site: Site) -> None:
    """Move a slider; what it does appears beside it, on the same page."""
    page.goto(f"{site.address}/grading/")
    page.click("main a[href$='/editor/']")
    title = page.locator("#effect .effect-title")
    expect(title).to_be_visible()
    before = title.inner_text()
    page.evaluate("window.stayed = true")
    slider = page.locator("input[data-weight-slider]").first
    slider.fill("0" if float(slider.input_value()) >= 50 else "100")
    expect(title).not_to_have_text(before)
    expect(page.locator("#effect table.movers tbody tr").first).to_be_visible()
    assert page.evaluate("window.stayed")


def save_as_version(page: Page) -> None:
    """With a word on what was changed."""
    page.fill("input[name=note]", "stability first")
    page.click("button[name=do][value=save]")
    page.wait_for_url(re.compile(r"/grading/schemes/\d+/$"))
    expect(page.locator(".scheme-state")).to_contain_text("stability first")


def grade_by_it(page: Page) -> None:
    """A job; its end leads to what would change."""
    page.click("form[action$='/grading/'] button")
    link = page.locator(".banner a[href^='/grading/runs/']")
    expect(link).to_be_visible()
    link.click()


def publish_the_run(page: Page) -> None:
    """From now on everybody sees these grades."""
    page.wait_for_url(re.compile(r"/grading/runs/\d+/$"))
    page.click("form[action$='/publication/'] button")
    expect(page.locator(".banner.good, .chip.good").first).to_be_visible()
