"""Which of the six criteria each account passes, fails, or cannot be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.figures import counted
from openkam.insight.grading.criteria_card import CriteriaCard, criteria_card
from openkam.ledger.folder import DataFolder
from openkam.web.grading.schemes.words import condition_words
from openkam.web.grading.sight import Arrays, Sight, arrays_of, sight_of
from openkam.web.grading.tabs import Tabs, tabs_of
from openkam.web.ui.paging import Pager, pager

PAGE: Final = 50
PASSED, FAILED, UNKNOWN = 1, 0, -1
ANSWERS: Final = {"passed": PASSED, "failed": FAILED, "unknown": UNKNOWN}
ANSWER_WORDS: Final = {
    PASSED: Text("passed", "满足"),
    FAILED: Text("failed", "不满足"),
    UNKNOWN: Text("unknown", "未知"),
}


@dataclass(frozen=True)
class CriterionHead:
    """One criterion: what passing means, and how many pass, fail, are unknown, each with the address of the list."""

    code: str
    label: Text
    needs: Sequence[Text]
    counts: Sequence[tuple[Text, int, str, bool]]


@dataclass(frozen=True)
class CardLine:
    """One account: its findings in the order of the criteria; money is net sales of 12 months in 1/10,000."""

    key: int
    name: str
    money: int
    findings: Sequence[int]
    passed: int
    unknown: int
    is_key: bool


@dataclass(frozen=True)
class CardPage:
    """Everything the page shows; heads is empty before anything was graded."""

    title: Text
    tabs: Tabs
    heads: Sequence[CriterionHead]
    lines: Sequence[CardLine]
    pager: Pager | None
    closed: int
    passes: int
    filters: Sequence[tuple[Text, str, bool, int]]
    is_filtered: bool
    is_graded: bool


@dataclass(frozen=True)
class Wanted:
    """What is asked for: one answer to one criterion, or a level ("key", "open"); blank for all."""

    criterion: str = ""
    answer: str = ""
    level: str = ""

    def address(self, page: int = 1) -> str:
        """The page that shows it."""
        pairs = {"criterion": self.criterion, "answer": self.answer, "level": self.level}
        given = {name: value for name, value in pairs.items() if value} | ({"page": str(page)} if page > 1 else {})
        return "/grading/criteria/" + (f"?{urlencode(given)}" if given else "")


def card_page(viewer: Viewer, *, folder: DataFolder, wanted: Wanted, page: int) -> CardPage:
    """A fixed number of queries."""
    sight = sight_of(viewer)
    arrays = arrays_of(sight, folder) if sight is not None else None
    if sight is None or arrays is None:
        return CardPage(_UNGRADED, tabs_of("card"), [], [], None, 0, 0, [], is_filtered=False, is_graded=False)
    card = criteria_card(arrays.standing, viewer)
    shown = np.flatnonzero(arrays.shown)
    findings = card.findings[shown]
    keep = _kept(card, findings, wanted)
    order = np.argsort(-arrays.standing.windows["net_12"][shown[keep]], kind="stable")
    rows = shown[keep][order]
    pages = pager(page, PAGE, len(rows), wanted.address)
    return CardPage(
        title=_title(card, findings),
        tabs=tabs_of("card"),
        heads=[_head(card, findings, place, wanted) for place in range(len(card.criteria))],
        lines=[_line(sight, arrays, card, row) for row in rows[max(0, pages.first - 1) : pages.latest].tolist()],
        pager=pages,
        closed=card.closed,
        passes=card.passes,
        filters=_filters(card, findings, wanted),
        is_filtered=wanted != Wanted(),
        is_graded=True,
    )


_UNGRADED: Final = Text("Six criteria of a key account", "大客户的六大标准")


def _passed(findings: Array) -> Array:
    return np.asarray((findings == PASSED).sum(axis=1))


def _possible(findings: Array) -> Array:
    return np.asarray((findings != FAILED).sum(axis=1))


def _kept(card: CriteriaCard, findings: Array, wanted: Wanted) -> Array:
    keep = np.ones(len(findings), bool)
    codes = [one.code for one in card.criteria]
    if wanted.criterion in codes and wanted.answer in ANSWERS:
        keep &= findings[:, codes.index(wanted.criterion)] == ANSWERS[wanted.answer]
    if wanted.level == "key":
        keep &= _passed(findings) >= card.passes
    if wanted.level == "open":
        keep &= (_passed(findings) < card.passes) & (_possible(findings) >= card.passes)
    return np.flatnonzero(keep)


def _title(card: CriteriaCard, findings: Array) -> Text:
    many = int((_passed(findings) >= card.passes).sum())
    if card.closed:
        words = Text(
            "{count} pass {passes} or more of the criteria you may see", "在您可见的标准中，{count}满足{passes}项以上"
        )
    else:
        words = Text("{count} pass {passes} or more of the six criteria", "{count}满足六大标准中的{passes}项以上")
    return words.filled(count=counted(many, "account", "accounts", "家客户"), passes=card.passes)


def _head(card: CriteriaCard, findings: Array, place: int, wanted: Wanted) -> CriterionHead:
    criterion = card.criteria[place]
    counts = []
    for code, answer in ANSWERS.items():
        target = Wanted(criterion.code, code)
        number = int((findings[:, place] == answer).sum())
        counts.append((ANSWER_WORDS[answer], number, target.address(), target == wanted))
    return CriterionHead(criterion.code, criterion.label, [condition_words(one) for one in card.told[place]], counts)


def _filters(card: CriteriaCard, findings: Array, wanted: Wanted) -> list[tuple[Text, str, bool, int]]:
    passed, possible = _passed(findings), _possible(findings)
    key, open_ = Wanted(level="key"), Wanted(level="open")
    could = int(((passed < card.passes) & (possible >= card.passes)).sum())
    return [
        (Text("All", "全部"), Wanted().address(), wanted == Wanted(), len(findings)),
        (
            Text("{n} or more pass", "满足{n}项及以上").filled(n=card.passes),
            key.address(),
            wanted == key,
            int((passed >= card.passes).sum()),
        ),
        (Text("Could be: find out more", "有可能：待核实"), open_.address(), wanted == open_, could),
    ]


def _line(sight: Sight, arrays: Arrays, card: CriteriaCard, row: int) -> CardLine:
    account, found = int(arrays.standing.account[row]), card.findings[row]
    return CardLine(
        key=account,
        name=sight.name_of(account),
        money=int(arrays.standing.windows["net_12"][row]),
        findings=found.tolist(),
        passed=int((found == PASSED).sum()),
        unknown=int((found == UNKNOWN).sum()),
        is_key=int((found == PASSED).sum()) >= card.passes,
    )
