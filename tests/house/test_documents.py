"""Documents that follow from the code are current, and every setting is in them."""

import re

import pytest

from openkam.core.environment import SETTINGS
from tests.house.documents import documents, main
from tests.house.sources import ROOT, modules

SETTING = re.compile(r"\bOPENKAM_[A-Z_]+\b")


@pytest.mark.parametrize("name", ["measures.md", "red-flags.md", "settings.md", "cli.md", "glossary.md"])
def test_made_documents_are_current(name: str) -> None:
    path = ROOT / "docs" / name
    assert path.read_text(encoding="utf-8") == documents()[path], "run `python3 tasks.py docs`"


def test_the_check_is_silent_where_all_is_current() -> None:
    said: list[str] = []
    assert (main(["--check"], said.append), said) == (0, [])


def test_every_setting_read_in_the_code_is_documented() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    read = {name for path in modules() for name in SETTING.findall(path.read_text(encoding="utf-8"))}
    assert {one.name for one in SETTINGS} <= read
    assert not {name for name in read if f"`{name}`" not in page and f"`{name}=1`" not in page}


def test_every_decision_says_what_was_decided() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        for heading in ("# ", "## Context", "## Decision", "## Consequences", "## Alternatives"):
            assert heading in text, f"{path.name} lacks {heading}"


@pytest.mark.parametrize("path", [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: object) -> None:
    from pathlib import Path

    assert isinstance(path, Path)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{path.name} → {target}"
