"""The documents that follow from the code: `python -m tests.house.documents [--check]` writes or compares them."""

import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from tests.house.sources import ROOT

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openkam.config.settings")

MADE: Final = "<!-- Written by `python3 tasks.py docs`; a change here is lost. -->"
_SECTION: Final = r"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)"


def documents() -> dict[Path, str]:
    """Each document with the text it should have."""
    docs = ROOT / "docs"
    return {
        docs / "measures.md": measures_page(),
        docs / "red-flags.md": red_flags_page(),
        docs / "settings.md": settings_page(),
        docs / "cli.md": commands_page((docs / "cli.md").read_text(encoding="utf-8")),
        docs / "glossary.md": glossary_page((docs / "glossary.md").read_text(encoding="utf-8")),
    }


def measures_page() -> str:
    """Every measure by class of indicator, in both languages."""
    from openkam.analysis.catalogue import MEASURES
    from openkam.analysis.measure import Indicator

    titles = {
        Indicator.TRANSACTION: "Transaction 交易",
        Indicator.FINANCIAL: "Financial 财务",
        Indicator.FEATURE: "Customer features 客户特征",
        Indicator.DEMAND: "Demand match 需求匹配",
        Indicator.EFFORT: "Effort 投入",
    }
    head = (
        "Every figure about an account that a scheme may use, each declared once in `analysis/measures/`. "
        "Unknown is not zero: a measure that cannot be told for an account stays empty.\n\n"
        "方案可以使用的全部客户指标，每个指标只在 `analysis/measures/` 中定义一次。未知不等于零：算不出来的指标留空。"
    )
    parts = [f"# Measures 指标\n\n{MADE}\n\n{head}"]
    for indicator, title in titles.items():
        rows = [
            (
                f"`{one.code}`",
                f"{one.label.en}<br>{one.label.zh}",
                one.unit.value,
                f"{one.formula.en}<br>{one.formula.zh}",
                one.source,
            )
            for one in MEASURES.values()
            if one.indicator == indicator
        ]
        parts.append(f"## {title}\n\n{table(('code', 'name', 'unit', 'formula', 'source'), rows)}")
    return "\n\n".join(parts) + "\n"


def red_flags_page() -> str:
    """Every red flag with its rule, its remedy and its limits by tier, in both languages."""
    from openkam.insight.health.flag import UNIT_LABELS
    from openkam.insight.health.registry import EVERY_RULE

    head = (
        "What endangers an account, derived each time somebody asks from what he may see: no job, no stale flag. "
        "*n* is the limit; it stands in three columns as shipped for the first tier, the second and accounts without "
        "a tier, and those below; – turns the flag off. A company sets its own at `/flags/limits/`. Below the second "
        "tier a flag is one step milder. To add one: [CONTRIBUTING.md](../CONTRIBUTING.md).\n\n"
        "危及客户关系的情况，每次查看时按查看人有权看到的内容即时得出：不跑批、不过期。n 为阈值，三列依次为第一级、"
        "第二级及未分级、其余级别的出厂值，– 表示停用；公司可在 `/flags/limits/` 自行设定。"
        "第二级以下的客户，预警降一级。"
    )
    reads = {
        "": "whoever sees the account 可见该客户者",
        "intel": "who works on it 负责该客户者",
        "seal": "holders of the seal 知情人",
    }
    rows = [
        (
            f"`{one.code}`",
            f"{one.label.en}<br>{one.label.zh}",
            f"{one.rule.en.format(limit='*n*')}<br>{one.rule.zh.format(limit=' n ')}",
            f"{one.remedy.en}<br>{one.remedy.zh}",
            *("–" if limit is None else str(limit) for limit in (one.limits.top, one.limits.second, one.limits.below)),
            f"{UNIT_LABELS[one.limits.unit].en} {UNIT_LABELS[one.limits.unit].zh}",
            reads[one.needs],
            one.source,
        )
        for one in EVERY_RULE
    ]
    columns = ("code", "flag", "raised when", "what to do", "1st", "2nd", "below", "unit", "seen by", "source")
    return f"# Red flags 红色预警\n\n{MADE}\n\n{head}\n\n{table(columns, rows)}\n"


def settings_page() -> str:
    """Every environment variable with its default and meaning."""
    from openkam.core.environment import SETTINGS

    rows = [
        (f"`{one.name}`", f"`{one.default}`" if one.default else "–", one.meaning.en, one.meaning.zh)
        for one in SETTINGS
    ]
    head = (
        "OpenKAM is set by the environment; without any of these it works. `openkam doctor` says what is in use.\n\n"
        "OpenKAM 通过环境变量设置；一个都不设也能用。`openkam doctor` 会列出当前生效的设置。"
    )
    tests = (
        "## For tests only 仅供测试\n\n"
        "`OPENKAM_TEST_DATA` names the folder with the public data sets that some tests read. "
        "`OPENKAM_FAILPOINT` together with `OPENKAM_TESTING=1` ends the process at a named point of a load, "
        "to prove that a killed load leaves nothing behind."
    )
    return f"# Settings 设置\n\n{MADE}\n\n{head}\n\n{table(('name', 'default', 'meaning', '含义'), rows)}\n\n{tests}\n"


def commands_page(text: str) -> str:
    """The page of commands with each command's options and the keys of the JSON object refreshed."""
    from openkam.cli.doors import DOORS
    from openkam.cli.help import page_of
    from openkam.cli.manual import json_keys

    parts: list[str] = []
    for name in DOORS:
        page = page_of([name], "en")
        below = [word for word, _ in page.commands]
        parts += [_command(path) for path in ([name], *([name, word] for word in below))]
    return _refreshed(_refreshed(text, "commands", "\n\n".join(parts)), "json", json_keys())


def _command(path: list[str]) -> str:
    from openkam.cli.help import page_of

    english, chinese = page_of(path, "en"), page_of(path, "zh")
    parts = [f"## openkam {' '.join(path)}", f"`{english.usage}`", english.about, chinese.about]
    ours, theirs = english.arguments + english.options, chinese.arguments + chinese.options
    rows = [
        (f"`{word}`", said, also) for (word, said), (_, also) in zip(ours, theirs, strict=True) if "--help" not in word
    ]
    return "\n\n".join([*parts, table(("option", "meaning", "含义"), rows)] if rows else parts)


def glossary_page(text: str) -> str:
    """The glossary with its made sections refreshed; the rest is written by hand."""
    for name, rows in (("measures", measure_rows()), ("schemes", scheme_rows()), ("set-aside", set_aside_rows())):
        made = table(("English", "中文", "name in code", "one sentence"), rows)
        text = _refreshed(text, name, made)
    return text


def _refreshed(text: str, name: str, made: str) -> str:
    pattern = re.compile(_SECTION.format(name=name), re.DOTALL)
    return pattern.sub(lambda found: f"{found.group(1)}{made}\n{found.group(2)}", text)


def measure_rows() -> Iterable[tuple[str, ...]]:
    """Glossary rows of the measures."""
    from openkam.analysis.catalogue import MEASURES

    return [(one.label.en, one.label.zh, f"`{one.code}`", one.formula.en) for one in MEASURES.values()]


def scheme_rows() -> Iterable[tuple[str, ...]]:
    """Glossary rows of the schemes and of their tiers, best tier first."""
    from openkam.insight.grading.schemes import shipped_schemes

    rows = []
    for scheme in shipped_schemes():
        rows.append((scheme.label.en, scheme.label.zh, f"`{scheme.code}`", scheme.about.en))
        rows += [
            (tier.label.en, tier.label.zh, f"`{scheme.code}` / `{tier.code}`", f"Tier {place} of the scheme.")
            for place, tier in enumerate(scheme.tiers, 1)
        ]
    return rows


def set_aside_rows() -> Iterable[tuple[str, ...]]:
    """Glossary rows of the reasons why a row of a file is set aside."""
    from openkam.intake.reasons import REASONS

    return [(said.en, said.zh, f"`{code}`", "A row of a file is set aside.") for code, said in REASONS.items()]


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def main(words: list[str], say: Callable[[str], object]) -> int:
    """Write the documents, or with --check name those that are not current."""
    stale = [path for path, text in documents().items() if not path.is_file() or path.read_text("utf-8") != text]
    if "--check" in words:
        for path in stale:
            say(f"{path.relative_to(ROOT)} is not current: run `python3 tasks.py docs`\n")
        return 1 if stale else 0
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stderr.write))
