"""Every screen of the demo company: wide and narrow, light and dark, in both languages, by keys, without scripts."""

import csv
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Look, Site
from tests.e2e.door import OWN_PASSWORD, Colleague, come_in, come_in_first, let_in, speak
from tests.e2e.looking import seen

LOOKS = [Look("zh", "light", 1440), Look("en", "dark", 1440), Look("en", "light", 360), Look("zh", "dark", 360)]
ACCOUNT = "/accounts/1/"
"""The demo's first account, a whale."""
SOUGHT = "汽车"
SCREENS = (
    "/accounts/",
    "/accounts/?q=no+such+name",
    "/accounts/views/",
    "/accounts/assignment/?account=1",
    ACCOUNT,
    f"{ACCOUNT}products/",
    f"{ACCOUNT}people/",
    "/explain/?measure=gross_profit_12m&account=1",
    "/portfolio/",
    "/portfolio/accounts/?which=lost",
    "/portfolio/concentration/",
    "/grading/",
    "/grading/schemes/",
    "/grading/schemes/1/",
    "/grading/schemes/1/editor/",
    "/grading/schemes/pyramid/editor/",
    "/grading/schemes/text/",
    "/grading/methods/",
    "/grading/criteria/",
    "/grading/people/",
    "/grading/runs/",
    "/grading/runs/2/",
    "/data/",
    "/data/loads/1/",
    "/data/matches/",
    "/users/",
    "/users/new/",
    "/users/2/",
    "/users/tree/",
    "/users/reading/",
    "/me/",
    "/me/password/",
    "/me/second-factor/",
    f"/search/?q={SOUGHT}",
    "/flags/limits/",
    "/relations/",
    "/fields/",
    "/data/people/",
    "/data/matches/people/",
    f"{ACCOUNT}people/new/",
)
OF_CUSTOMERS = (
    f"{ACCOUNT}visit/",
    f"{ACCOUNT}opportunities/",
    "/opportunities/1/",
    f"{ACCOUNT}log/",
    f"{ACCOUNT}log/1/",
    f"{ACCOUNT}log/replay/",
    f"{ACCOUNT}archive/",
    f"{ACCOUNT}archive/identity/",
    f"{ACCOUNT}archive/group/",
    f"{ACCOUNT}archive/relation/",
    f"{ACCOUNT}archive/finances/",
    f"{ACCOUNT}archive/documents/",
    f"{ACCOUNT}archive/print/",
    "/people/1/",
    "/flags/",
    "/rivals/",
    "/accounts/compare/",
)
"""Full of what people wrote, in whatever language; walked by half of the looks each."""
OF_STRANGERS = ("/sign-in/",)
OF_COMPLIANCE = ("/audit/", "/privacy/", "/privacy/register/", "/privacy/people/1/")
NO_SCREENS = {
    "home": "leads to the first screen",
    "sign-in/code/": "needs a sign-in under way: tests/web/sign_in",
    "welcome/": "is gone once somebody works here: test_story",
    "ui/": "for developers",
    "data/uploads/": "an upload under way: test_story",
    "progress/": "part of a page",
    "visit/count/": "part of a page",
    "identity/codes/": "part of a page",
    "people/map.": "data and file of the map: test_people_map",
    "log/deals/": "the review of a lost deal: test_customer",
    "data/people/imports/": "an import under way: tests/web/contacts_import",
    "data/people/template/": "a file",
    "data/sample/": "a file",
    "documents/<int": "a file",
    "export.": "a file",
    "rows.csv": "a file",
    "scheme.toml": "a file",
}
"""Addresses that are not walked here, and why."""
COMPLIANCE = Colleague("苏明", "suming", "COMPLIANCE")


@pytest.fixture(scope="session")
def watcher(demo_site: Site, browser: Browser) -> Colleague:
    """Somebody who reads the audit trail; the demo has nobody."""
    page = browser.new_context().new_page()
    come_in(page, demo_site, demo_site.signs["operations"], demo_site.signs["password"])
    given = let_in(page, demo_site, COMPLIANCE, "zh")
    page.context.close()
    page = browser.new_context().new_page()
    come_in_first(page, demo_site, COMPLIANCE.login, given)
    page.context.close()
    return COMPLIANCE


@pytest.fixture(scope="session")
def data(demo_site: Site) -> frozenset[str]:
    """Whatever stands in the demo's files; it is the same in every language."""
    words = {COMPLIANCE.name, "沈国栋", "欧丽萍", "中文", SOUGHT}
    for name in ("customers.csv", "lines.csv", "costs.csv"):
        with (demo_site.folder.parent / name).open(encoding="utf-8-sig", newline="") as file:
            words.update(word for row in csv.reader(file) for word in row if not word.isascii())
    with closing(sqlite3.connect(demo_site.folder / "openkam.sqlite3")) as database:
        words.update(name for (name,) in database.execute("SELECT name FROM contacts_person"))
    return frozenset(words)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.language}-{look.theme}-{look.width}")
def test_every_screen_answers_fits_speaks_one_language_and_is_open_to_everybody(
    demo_site: Site, watcher: Colleague, data: frozenset[str], open_page: Callable[[Look], Page], look: Look
) -> None:
    faults = [fault for path in OF_STRANGERS for fault in seen(open_page(look), demo_site, path, look, data)]
    signs = demo_site.signs
    full = OF_CUSTOMERS[LOOKS.index(look) % 2 :: 2]
    for login, password, paths in (
        (signs["operations"], signs["password"], SCREENS),
        (watcher.login, OWN_PASSWORD, OF_COMPLIANCE),
    ):
        page = open_page(look)
        come_in(page, demo_site, login, password)
        speak(page, look.language)
        faults += [fault for path in paths for fault in seen(page, demo_site, path, look, data)]
        if login == signs["operations"]:
            faults += [fault for path in full for fault in seen(page, demo_site, path, look, None)]
    assert not faults, "\n".join(["", *faults])


def test_no_screen_is_forgotten() -> None:
    walked = [path.partition("?")[0].strip("/") for path in (*SCREENS, *OF_CUSTOMERS, *OF_STRANGERS, *OF_COMPLIANCE)]
    forgotten = [
        pattern
        for pattern in patterns(get_resolver())
        if not any(re.fullmatch(as_expression(pattern), path) for path in walked)
        and not any(pattern.startswith(part) or part in pattern for part in NO_SCREENS)
    ]
    assert forgotten == [""], "the front page alone leads on"


def test_keys_find_an_account_and_open_it(demo_site: Site, open_page: Callable[[Look], Page]) -> None:
    page = signed_in(open_page, demo_site)
    name = page.locator("tbody th a", has_text="昱衡").inner_text()
    for words in ("昱衡", "szyh"):
        page.goto(f"{demo_site.address}/users/")
        page.keyboard.press("Control+k")
        page.keyboard.type(words)
        expect(page.locator("#palette-results [role=option]").first).to_contain_text(name)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text(name)


def test_keys_move_in_a_list_and_explain_themselves(demo_site: Site, open_page: Callable[[Look], Page]) -> None:
    page = signed_in(open_page, demo_site)
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()
    rows = page.locator("table[data-rows] tbody tr")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(rows.nth(0)).to_be_focused()
    name = rows.nth(0).locator("th a").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    page.keyboard.press("g")
    page.keyboard.press("3")
    page.wait_for_url("**/portfolio/")


def test_the_next_tab_stop_of_a_page_leads_to_its_content(demo_site: Site, open_page: Callable[[Look], Page]) -> None:
    page = signed_in(open_page, demo_site)
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_theme_and_language_change_without_leaving_the_page(demo_site: Site, open_page: Callable[[Look], Page]) -> None:
    page = signed_in(open_page, demo_site)
    address = f"{demo_site.address}/accounts/?region=%E5%8D%8E%E4%B8%9C"
    page.goto(address)
    page.click("details.me > summary")
    with page.expect_response("**/me/theme/"):
        page.click("details.me [data-theme-choice=DARK]")
    expect(page.locator("html")).to_have_attribute("data-theme", "DARK")
    page.click("details.me button[name=language][value=zh]")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page).to_have_url(address)
    expect(page.locator("html")).to_have_attribute("data-theme", "DARK")
    page.click("details.me > summary")
    with page.expect_response("**/me/theme/"):
        page.click("details.me [data-theme-choice=AUTOMATIC]")


def test_without_scripts_one_signs_in_filters_reads_and_decides(demo_site: Site, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False, locale="zh-CN").new_page()
    come_in(page, demo_site, demo_site.signs["operations"], demo_site.signs["password"])
    page.goto(f"{demo_site.address}/accounts/")
    page.fill("#accounts-words", "昱衡")
    page.press("#accounts-words", "Enter")
    rows = page.locator("table[data-rows] tbody tr")
    assert rows.count() == 1
    rows.locator("th a").click()
    page.click("#tier details.act > summary")
    page.select_option("#tier select[name=tier]", index=1)
    page.fill("#tier textarea[name=reason]", "agreed with the board")
    page.click("#tier details.act button.primary")
    assert "agreed with the board" in page.inner_text("main .banner.warning")
    page.click("form[action$='/override/withdrawal/'] button")
    assert page.locator("main .banner.warning").count() == 0
    page.context.close()


def signed_in(open_page: Callable[[Look], Page], site: Site) -> Page:
    """Sales operations before the list of accounts."""
    page = open_page(Look("en", "light", 1440))
    come_in(page, site, site.signs["operations"], site.signs["password"])
    speak(page, "en")
    page.goto(f"{site.address}/accounts/")
    return page


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Every address that may be read."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            policy = getattr(entry.callback, "policy", None)
            if policy is not None and "GET" in policy.methods:
                yield prefix + str(entry.pattern)


def as_expression(pattern: str) -> str:
    """The pattern of an address with anything in its places."""
    return re.sub(r"<[^>]+>", "[^/]+", pattern).strip("/").replace(".", r"\.")
