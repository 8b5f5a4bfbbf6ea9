"""Coming in and going out: the first administrator, new colleagues, signing in and out."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site

OWN_PASSWORD = "nine small boats at dusk"


@dataclass(frozen=True)
class Colleague:
    """Somebody to be let in."""

    name: str
    login: str
    role: str


def become_first_administrator(page: Page, site: Site, name: str, language: str) -> None:
    """Open the address the server printed, and be the one who also works with the data."""
    [address] = re.findall(r"http\S+/welcome/\?token=\S+", site.output.read_text("utf-8"))
    page.goto(address)
    page.fill("input[name=name]", name)
    page.fill("input[name=login]", "first")
    page.fill("input[name=password]", OWN_PASSWORD)
    page.fill("input[name=again]", OWN_PASSWORD)
    expect(page.locator("select[name=language]")).to_have_value(language)
    page.check("input[name=works_with_data]")
    submit(page)
    page.wait_for_url(lambda url: "/welcome/" not in url)
    assert page.request.get(address).status == 404, "the address opened a second time"


def come_in(page: Page, site: Site, login: str, password: str) -> None:
    """Through the door."""
    page.goto(f"{site.address}/sign-in/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    submit(page)
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def speak(page: Page, language: str) -> None:
    """Choose the language in the menu under one's name."""
    page.click("details.me > summary")
    page.click(f"details.me button[name=language][value={language}]")
    expect(page.locator("html")).to_have_attribute("lang", re.compile(f"^{language}"))


def go_out(page: Page) -> None:
    """By the menu under one's name."""
    page.click("details.me > summary")
    page.click("form[action='/sign-out/'] button")
    page.wait_for_url("**/sign-in/**")


def let_in(page: Page, site: Site, colleague: Colleague, language: str) -> str:
    """Make a user; answers the password that is shown once."""
    page.goto(f"{site.address}/users/new/")
    page.fill("input[name=name]", colleague.name)
    page.fill("input[name=login]", colleague.login)
    for box in page.locator("input[name=roles]").all():
        box.set_checked(box.get_attribute("value") == colleague.role)
    page.select_option("select[name=language]", language)
    submit(page)
    return page.locator(".secret").nth(1).inner_text()


def come_in_first(page: Page, site: Site, login: str, given: str) -> None:
    """The first time: whoever made the password knows it, so its owner chooses another before anything else."""
    come_in(page, site, login, given)
    expect(page).to_have_url(re.compile("/me/password/"))
    page.fill("input[name=current]", given)
    page.fill("input[name=new]", OWN_PASSWORD)
    page.fill("input[name=again]", OWN_PASSWORD)
    submit(page)
    page.wait_for_url(lambda url: "/me/password/" not in url)


def submit(page: Page) -> None:
    """Press the one thing this page is for."""
    page.click("main button.primary")
