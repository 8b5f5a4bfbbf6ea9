"""Asking every address of the product, with what its own pages offer as filters, orders, searches and links."""

import html
import io
import re
import zipfile
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import islice
from typing import Any, Final
from urllib.parse import urlencode, urljoin, urlsplit

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from openkam.core.access import Viewer

MOST_OF_ONE_PATH: Final = 30
_LINKS: Final = {"href", "hx-get", "data-href", "data-url", "action"}
_SECRET: Final = (
    (re.compile(r'(csrfmiddlewaretoken" value="|X-CSRFToken(?:"|&#34;|&quot;): ?(?:"|&#34;|&quot;))\w{32,64}'), r"\1…"),
    (re.compile(r'nonce(="|-)[\w+/=-]+'), r"nonce\1…"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "uuid"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "seal"),  # it covers the id of a request
    (re.compile(r"/me/sessions/\w+/"), "/me/sessions/…/"),
)
_WORKBOOK_MOMENTS: Final = re.compile(r"<dcterms:\w+[^>]*>[^<]*</dcterms:\w+>")
_UNSTABLE: Final = {"Set-Cookie", "Content-Length", "X-Request-Id"}


@dataclass(frozen=True)
class Heard:
    """What came back, without what differs between any two requests."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


def crawl(
    client: Client, viewer: Viewer, keys: Mapping[str, list[str]], words: list[str], most_offered: int
) -> dict[str, Heard]:
    """Every readable address, then what its page offers; `keys` are values for the parts of an address."""
    waiting = deque(inventory(viewer, keys))
    most = len(waiting) + most_offered
    heard: dict[str, Heard] = {}
    variants: dict[str, int] = {}
    while waiting and len(heard) < most:
        url = waiting.popleft()
        path = urlsplit(url).path
        if url in heard or variants.get(path, 0) >= MOST_OF_ONE_PATH:
            continue
        variants[path] = variants.get(path, 0) + 1
        heard[url] = ask(client, url)
        waiting.extend(offered(url, heard[url], words))
    return heard


def ask(client: Client, url: str) -> Heard:
    """One answer; a fault of the page is an answer too."""
    client.raise_request_exception = False
    answer: Any = client.get(url)
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = tuple(sorted((name, without_secrets(value)) for name, value in answer.items() if name not in _UNSTABLE))
    return Heard(answer.status_code, headers, without_secrets(_text(whole)))


def without_secrets(text: str) -> str:
    """The text without tokens that are new in every answer."""
    for pattern, instead in _SECRET:
        text = pattern.sub(instead, text)
    return text


def inventory(viewer: Viewer, keys: Mapping[str, list[str]]) -> Iterator[str]:
    """Every address that may be read, with every known value in its place.

    Where the viewer lacks the right, the answer comes before the value is looked at: two values show that.
    """
    for name, pattern in _patterns(get_resolver()):
        policy = getattr(pattern.callback, "policy", None)
        if policy is None or "GET" not in policy.methods or name == "sign_in:sign_out":
            continue
        parts = list(pattern.pattern.converters)
        is_closed = policy.right is not None and not viewer.may(policy.right)
        for values in islice(_combinations([keys.get(part, ["1"]) for part in parts]), 2 if is_closed else None):
            yield reverse(name, kwargs=dict(zip(parts, values, strict=True)))


def offered(url: str, heard: Heard, words: list[str]) -> Iterator[str]:
    """Links, and forms that are sent by reading: each choice alone, each text with each word."""
    page = _Offers()
    page.feed(heard.body if heard.body.lstrip().startswith("<") else "")
    path = urlsplit(url).path
    for link in page.links:
        target = urljoin(url, html.unescape(link))
        if target.startswith("/") and not target.startswith(("//", "/static/", "/sign-")):
            yield target.partition("#")[0]
    for name, values in page.choices.items():
        yield from (f"{path}?{urlencode({name: value})}" for value in dict.fromkeys(values[:8]))
    for name in page.texts:
        yield from (f"{path}?{urlencode({name: word})}" for word in words)


class _Offers(HTMLParser):
    """What a page lets one ask next."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.choices: dict[str, list[str]] = {}
        self.texts: list[str] = []
        self._select = ""
        self._is_sent = False

    def handle_endtag(self, tag: str) -> None:
        """A form ends."""
        self._is_sent = self._is_sent and tag != "form"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        found = {name: value or "" for name, value in attrs}
        self.links += [value for name, value in found.items() if name in _LINKS and value]
        if tag == "form":
            self._is_sent = found.get("method", "get").lower() == "post"
        elif self._is_sent:
            return  # what changes something is not asked for by reading
        elif tag == "select":
            self._select = found.get("name", "")
        elif tag == "option" and self._select:
            self.choices.setdefault(self._select, []).append(found.get("value", ""))
        elif tag == "input" and found.get("name", "csrf") and not found.get("name", "csrf").startswith("csrf"):
            if found.get("type", "text") in {"text", "search", "number", "date"}:
                self.texts.append(found["name"])
            elif found.get("type") in {"checkbox", "radio", "hidden"}:
                self.choices.setdefault(found["name"], []).append(found.get("value", "on"))


def _patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif entry.name:
            yield f"{namespace}{entry.name}", entry


def _combinations(values: list[list[str]]) -> Iterator[tuple[str, ...]]:
    if not values:
        yield ()
        return
    for head in values[0]:
        for rest in _combinations(values[1:]):
            yield (head, *rest)


def _text(whole: bytes) -> str:
    if not whole.startswith(b"PK\x03\x04"):
        return whole.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(whole)) as book:
        parts = (f"{name}\n{book.read(name).decode('utf-8', 'replace')}" for name in sorted(book.namelist()))
        return _WORKBOOK_MOMENTS.sub("", "\n".join(parts))
