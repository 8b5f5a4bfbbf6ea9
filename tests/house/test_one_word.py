"""One word for one thing: words that gave way to another one do not come back."""

from pathlib import Path
from typing import Final

import pytest

_ROOT: Final = Path(__file__).resolve().parents[2]
_GIVEN_UP: Final = {
    "复核": "复评",
    "金字塔模型": "金字塔",
    "金字塔法": "金字塔",
    "信用额度占用": "信用额度使用率",
    "实际回款天数": "回款天数",
    "影响价值": "市场影响力",
    "空缺角色": "空缺席位",
    '"价值计分卡': "计分卡",
    "Fit of value": "Fit with our value proposition",
    "Influence value": "Influence in the market",
    "Credit limit used": "Use of the credit limit",
}
"""Each with the word of docs/glossary.md that stands in its place."""


def _texts() -> list[Path]:
    places = [path for end in ("py", "html", "toml", "js") for path in (_ROOT / "src").rglob(f"*.{end}")]
    return [*places, *(_ROOT / "docs" / "guide").rglob("*.md"), *_ROOT.glob("README*.md")]


@pytest.mark.parametrize("word", _GIVEN_UP)
def test_a_word_that_was_given_up_is_used_nowhere(word: str) -> None:
    found = [str(path.relative_to(_ROOT)) for path in _texts() if word in path.read_text("utf-8")]
    assert not found, f"{word}: write {_GIVEN_UP[word]}"
