"""What is wrong with a page as somebody sees it: its answer, its width, its barriers, words of the other language."""

import os
import re
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Look, Site

_AXE: Final = Axe()
_TOO_WIDE: Final = "document.documentElement.scrollWidth - Math.floor(document.body.getBoundingClientRect().width)"
_OWN_WORDS: Final = """() => {
    const said = new Set();
    const data = "[translate=no], .code, .raw, a[href^='/accounts/'], kbd, input, select";
    const places = "h1, h2, h3, th[scope=col], label, legend, summary, dt, button, .button, .hint, .lead, .kicker, " +
        ".chip, .quiet, .banner p, .tier, nav a, option[value=''], figcaption p, .empty p";
    for (const one of document.querySelectorAll(`:is(${places})`)) {
        const copy = one.cloneNode(true);
        copy.querySelectorAll(data).forEach(part => part.remove());
        const isData = one.closest("[translate=no], body [lang], .code, .raw");
        if (!isData) said.add(copy.textContent.replace(/\\s+/g, " ").trim());
    }
    return [...said];
}"""
"""What the product itself says, without what comes from files and people."""
_LATIN: Final = re.compile(r"[A-Za-z]{3,}")
_CHINESE: Final = re.compile(r"[一-鿿]")
_NAMES: Final = {
    *("OpenKAM", "TOML", "CSV", "TSV", "XLSX", "Parquet", "gzip", "ERP", "HTTPS", "Ctrl", "Esc", "CNY", "VIP", "HHI"),
    *("Chrome", "Linux", "English", "erp", "csv", "xlsx", "JSON", "Excel"),
}
"""Latin words a Chinese page may say."""


def seen(page: Page, site: Site, path: str, look: Look, data: frozenset[str] | None) -> list[str]:
    """What is wrong with one screen; without `data` people wrote most of it, and no language is asked for."""
    answer = page.goto(f"{site.address}{path}")
    expect(page.locator(".htmx-request")).to_have_count(0)
    keep(page, path, look)
    faults = [] if answer is not None and answer.status == 200 else [f"answers {answer and answer.status}"]
    faults += too_wide(page) + barriers(page)
    if data is not None:
        faults += [f"says {text!r}" for text in foreign_words(page, look.language, data)]
    return [f"{path} ({look.language}, {look.theme}, {look.width} px): {one}" for one in faults]


def too_wide(page: Page) -> list[str]:
    """By how much it scrolls sideways."""
    excess = page.evaluate(_TOO_WIDE)
    return [f"{excess} px too wide"] if excess > 0 else []


def keep(page: Page, path: str, look: Look) -> None:
    """A picture, where somebody wants to look at them."""
    folder = os.environ.get("OPENKAM_SCREENSHOTS")
    if folder:
        name = f"{look.language}-{look.theme}-{look.width}{re.sub('[^a-z0-9.]+', '_', path)}.png"
        page.screenshot(path=Path(folder) / name, full_page=True)


def barriers(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    found: dict[str, Any] = _AXE.run(page, options={"resultTypes": ["violations"]}).response
    return [
        f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0].get('failureSummary', '')}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def foreign_words(page: Page, language: str, data: frozenset[str]) -> list[str]:
    """What this page says in the other language; `data` came with the files and belongs to every language."""
    said: list[str] = page.evaluate(_OWN_WORDS)
    if language == "zh":
        return [text for text in said if set(_LATIN.findall(text)) - _NAMES]
    longest_first = sorted(data, key=len, reverse=True)
    return [text for text in said if _CHINESE.search(_without(text, longest_first))]


def _without(text: str, words: list[str]) -> str:
    for word in words if _CHINESE.search(text) else ():
        text = text.replace(word, "")
    return text
