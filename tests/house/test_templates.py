"""Templates speak both languages everywhere, and run nothing a content security policy would stop."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.house.sources import files, place
from tests.house.templates import WEB, bare_words, parsed, sayings, templates
from tests.house.test_words import placeholders

INLINE = re.compile(r"""<[^>]*\s(on[a-z]+|style|hx-on[:a-z-]*)=|<style\b|<script(?![^>]*\bsrc=)""")
OUTSIDE = re.compile(r"""(src|href|action)=["'](https?:)?//""")
LONGEST_PAGE = 160


def test_there_are_templates_to_guard() -> None:
    assert len(templates()) >= 8
    assert len(list(sayings())) > 40


@pytest.mark.parametrize("path", templates(), ids=place)
def test_no_word_stands_outside_say(path: Path) -> None:
    assert not bare_words(parsed(path))


def test_every_say_has_both_languages_as_plain_strings() -> None:
    faults = [
        where
        for where, call in sayings()
        if len(call.args) != 2
        or not all(isinstance(one, nodes.Const) and isinstance(one.value, str) and one.value for one in call.args)
    ]
    assert not faults


def test_every_say_fills_exactly_its_placeholders() -> None:
    faults = []
    for where, call in sayings():
        given = {word.key for word in call.kwargs}
        texts = [one.value for one in call.args if isinstance(one, nodes.Const)]
        if any(placeholders(text) != given for text in texts):
            faults.append((where, texts, given))
    assert not faults


@pytest.mark.parametrize("path", templates(), ids=place)
def test_nothing_inline_and_nothing_from_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not INLINE.search(text)
    assert not OUTSIDE.search(text)


def test_scripts_and_styles_ask_nobody_outside() -> None:
    faults = [
        place(path)
        for path in files(".js", ".css")
        if WEB in path.parents and re.search(r"https?://(?!www\.w3\.org/)|@import|\beval\(", path.read_text("utf-8"))
    ]
    assert not faults


def test_no_page_is_longer_than_a_reader_can_hold() -> None:
    """Components and the gallery hold many small parts; a page of a screen is one thing."""
    faults = [
        place(path)
        for path in templates()
        if path.name not in {"components.html"} and path.read_text("utf-8").count("\n") > LONGEST_PAGE
    ]
    assert not faults


@pytest.mark.parametrize(
    "source",
    [
        "<p>Save</p>",
        "<p>保存</p>",
        '<input aria-label="Search">',
        '{% if x %}<b>no</b>{% endif %}{{ say("a", "甲") }}',
        '{{ c.button("Save") }}',
        '{{ c.field("name", say("a", "甲"), hint="as in the ERP") }}',
    ],
)
def test_a_bare_word_is_found(source: str) -> None:
    assert bare_words(Environment(autoescape=True).parse(source))


@pytest.mark.parametrize(
    "source",
    [
        '<p>{{ say("Save", "保存") }}</p>',
        '<a class="button primary" href="/accounts/">{{ name }}</a>',
        "<kbd>Ctrl K</kbd>",
        "<a>OpenKAM</a>",
        '{{ c.button(say("Save", "保存"), "primary", hx_get="/x/") }}',
        "<p>{{ a }} · {{ b }}</p>{# a word for the developer #}",
    ],
)
def test_what_is_no_bare_word_is_let_through(source: str) -> None:
    assert not bare_words(Environment(autoescape=True).parse(source))
