"""Bringing files in: dropping them, seeing what they hold, publishing."""

import re
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site

_DROP = """files => {
    const held = new DataTransfer();
    for (const [name, text] of files) {
        held.items.add(new File([Uint8Array.from(atob(text), one => one.charCodeAt(0))], name, {type: "text/csv"}));
    }
    return held;
}"""


def drop_files(page: Page, site: Site, files: Iterable[Path]) -> None:
    """Drag files onto the data screen, and send them."""
    page.goto(f"{site.address}/data/")
    held = page.evaluate_handle(_DROP, [(file.name, b64encode(file.read_bytes()).decode()) for file in files])
    for kind in ("dragenter", "dragover", "drop"):
        page.dispatch_event(".drop-zone", kind, {"dataTransfer": held})
    expect(page.locator(".chosen li")).to_have_count(4)
    page.click("#send button.primary")
    page.wait_for_url("**/data/uploads/*/")


def see_what_would_be_published(page: Page, lines: int) -> None:
    """The first rows as they are understood, and totals that close."""
    expect(page.locator("section.agree")).to_be_visible()
    table = page.locator("#table-invoice_lines")
    expect(table.locator(".preview tbody tr").first).to_be_visible()
    read, used, aside = table.locator(".totals tbody tr").first.locator("td.number").all_inner_texts()
    assert (read, used, aside) == (f"{lines:,}", f"{lines:,}", "0")
    assert table.locator(".closes").count() == table.locator(".totals tbody tr").count()
    expect(page.locator(".totals .negative")).to_have_count(0)


def publish_and_grade(page: Page, site: Site) -> None:
    """Publish what was seen; the grades follow by themselves."""
    assert page.is_checked("section.agree input[name=grade]")
    page.click("section.agree button.primary")
    expect(page.locator("main a[href='/data/loads/1/']")).to_be_visible()
    expect(page.locator("#progress[hx-get]")).to_have_count(0)
    page.goto(f"{site.address}/data/")
    expect(page.locator("#grading > p.quiet")).to_be_visible()
    expect(page).to_have_url(re.compile("/data/$"))
