"""The whole story, as the product's outcome tells it: from a fresh installation to a seller who sees why."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from openkam.cli.demo.company import Order, make_company
from tests.e2e.conftest import Look, Site
from tests.e2e.door import OWN_PASSWORD as PASSWORD
from tests.e2e.door import Colleague, become_first_administrator, come_in, come_in_first, go_out, let_in
from tests.e2e.loading import drop_files, publish_and_grade, see_what_would_be_published
from tests.e2e.regrading import grade_by_it, move_a_weight, publish_the_run, save_as_version

ACCOUNTS, LINES = 120, 6000
SELLER = Colleague("林晓峰", "lin", "SELLER")
"""Called as a seller of the files is: what he sold becomes his."""
SPOKEN = {
    "en": ["profit", "accounts", "Period", "Region"],
    "zh": ["毛利", "客户", "期间", "区域"],
}


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The tables of a small demo company."""
    return make_company(Order(ACCOUNTS, LINES, 3, "csv"), tmp_path_factory.mktemp("company"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_a_fresh_installation_to_a_seller_who_sees_why(
    empty_site: Site, files: dict[str, Path], open_page: Callable[[Look], Page], language: str
) -> None:
    page = open_page(Look(language, "light", 1440))
    become_first_administrator(page, empty_site, "沈国栋", language)
    go_out(page)
    come_in(page, empty_site, "first", PASSWORD)
    given = let_in(page, empty_site, SELLER, language)

    drop_files(page, empty_site, files.values())
    see_what_would_be_published(page, LINES)
    publish_and_grade(page, empty_site)

    everybody = see_where_profit_comes_from(page, empty_site, language)
    move_a_weight(page, empty_site)
    save_as_version(page)
    grade_by_it(page)
    publish_the_run(page)
    give_one_more(page, empty_site, SELLER)
    go_out(page)

    come_in_first(page, empty_site, SELLER.login, given)
    own = see_only_ones_own(page, empty_site)
    see_why(page, empty_site, own[0])
    for address in set(everybody) - set(own):
        assert page.request.get(f"{empty_site.address}{address}").status == 404, address


def see_where_profit_comes_from(page: Page, site: Site, language: str) -> list[str]:
    """A sentence, drawings, and from a drawing to the accounts behind it; answers the addresses of the largest."""
    page.goto(f"{site.address}/portfolio/")
    expect(page.locator("h1")).to_contain_text(re.compile("80%"))
    text = page.inner_text("main")
    assert not [word for word in SPOKEN[language] if word not in text]
    mark = page.locator("#tiers svg a").first
    mark.click()
    expect(page.locator("table[data-rows] tbody tr").first).to_be_visible()
    page.goto(f"{site.address}/accounts/")
    return addresses(page)


def give_one_more(page: Page, site: Site, seller: Colleague) -> None:
    """In the list of accounts: tick one that is not his, and give it to him."""
    page.goto(f"{site.address}/accounts/")
    row = page.locator("table[data-rows] tbody tr").filter(has_not_text=seller.name).first
    row.locator("input[type=checkbox]").check()
    page.click("button[name=of][value=chosen]")
    page.select_option("select[name=user]", label=seller.name)
    page.click("main button.primary")
    page.wait_for_url(re.compile("/accounts/(\\?|$)"))


def see_only_ones_own(page: Page, site: Site) -> list[str]:
    """The seller's list: his accounts with their tiers, without a word about prices."""
    page.goto(f"{site.address}/accounts/")
    rows = page.locator("table[data-rows] tbody tr")
    expect(rows.first).to_be_visible()
    assert 1 < rows.count() < ACCOUNTS
    assert rows.filter(has_text=SELLER.name).count() == rows.count()
    assert rows.locator(".tier").count() == rows.count()
    assert page.locator("thead a[href*=profit], thead a[href*=margin]").count() == 0
    assert page.locator("nav.screens a[href='/data/'], nav.screens a[href='/users/']").count() == 0
    return addresses(page)


def see_why(page: Page, site: Site, address: str) -> None:
    """An account: its tier, the reasons, and where a figure comes from."""
    page.goto(f"{site.address}{address}")
    expect(page.locator(".big-tier .tier")).to_be_visible()
    assert page.locator("#tier .reasons li").count() > 0
    page.locator(".facts a.explain").first.click()
    panel = page.locator("dialog#explain")
    expect(panel.locator(".formula")).not_to_be_empty()
    expect(panel.locator(".origin")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def addresses(page: Page) -> list[str]:
    """Of the accounts on this page of the list."""
    links = page.locator("table[data-rows] tbody th a")
    return [str(link.get_attribute("href")) for link in links.all()]
