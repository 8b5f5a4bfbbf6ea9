"""A browser on the system's Chromium, and servers that were started as the README says."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from time import monotonic, sleep
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from openkam.core.environment import SETTINGS

UP_WITHIN_SECONDS = 300
UP = "Ctrl-C stops it."
PATIENCE_MILLISECONDS = 20_000
FEW = ("--accounts", "150", "--lines", "9000")


expect.set_options(timeout=PATIENCE_MILLISECONDS)


@dataclass(frozen=True)
class Site:
    """A running server and, for the demo company, how to get in."""

    address: str
    folder: Path
    output: Path
    signs: dict[str, str]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of the system; it phones nobody."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed; `make test` as root installs it")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": [*quiet, "--disable-sync", "--disable-quic"],
    }


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo company as `openkam demo` serves it, small enough for a test."""
    place = tmp_path_factory.mktemp("demo")
    port = free_port()
    with running(place, ["demo", "--folder", str(place), *FEW, "--port", str(port), "--lang", "en"]) as output:
        (folder,) = place.glob("data-*")
        yield Site(
            f"http://127.0.0.1:{port}", folder, output, json.loads((folder / "sign-ins.json").read_text("utf-8"))
        )


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[Site]:
    """A fresh installation nobody has signed in to."""
    port = free_port()
    with running(tmp_path, ["serve", "--data", str(tmp_path / "data"), "--port", str(port), "--lang", "en"]) as output:
        yield Site(f"http://127.0.0.1:{port}", tmp_path / "data", output, {})


@contextmanager
def running(place: Path, words: list[str]) -> Iterator[Path]:
    """A command of OpenKAM that serves, until the test is done with it; its output lies in a file."""
    output = place / "output.txt"
    surroundings = {key: value for key, value in os.environ.items() if key not in {one.name for one in SETTINGS}}
    with output.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "openkam.cli.main", *words],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**surroundings, "PYTHONUNBUFFERED": "1", "DISPLAY": ""},
        )
        try:
            wait_until_up(process, output)
            yield output
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_until_up(process: "subprocess.Popen[bytes]", output: Path) -> None:
    """Until the server has said where it is, which it does when its first page has answered."""
    end = monotonic() + UP_WITHIN_SECONDS
    while monotonic() < end:
        if UP in output.read_text("utf-8", "replace"):
            return
        assert process.poll() is None, output.read_text("utf-8", "replace")
        sleep(0.1)
    raise AssertionError(output.read_text("utf-8", "replace"))


def free_port() -> int:
    """A port nobody listens on."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Look:
    """How somebody looks at a page."""

    language: str
    theme: str
    width: int


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[[Look], Page]]:
    """A page in a context of its own; what the browser complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(look: Look) -> Page:
        context = browser.new_context(
            viewport={"width": look.width, "height": 900},
            color_scheme="dark" if look.theme == "dark" else "light",
            locale="en-US" if look.language == "en" else "zh-CN",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: complaints.append(f"{page.url}: {fault}"))
        page.on("console", lambda one: complaints.append(f"{page.url}: {one.text}") if one.type == "error" else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints
