"""The evidence of the installed ledger, with what people decided: merged codes and ratings."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Customers, Facts
from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.insight.grading.gradable import ensure_gradable
from openkam.insight.grading.matching import Match, matches_of, without_strangers
from openkam.insight.grading.models import SchemeVersion
from openkam.insight.grading.queries import first_graded
from openkam.insight.grading.run_scheme import scheme_of_text
from openkam.insight.report.evidence import Evidence, evidence_of
from openkam.insight.report.ledger_receipts import ledger_receipts
from openkam.insight.report.organisations import with_organisations
from openkam.intake.receipt import Receipt
from openkam.ledger.facts import read_ledger
from openkam.ledger.folder import DataFolder
from openkam.ledger.quality import ledger_quality
from openkam.ledger.tables import open_ledger
from openkam.records.accounts.queries import code_map, latest_ratings, merged_codes

RATING_COLUMNS: Final = {
    "value_fit": "value_fit_rating",
    "criteria_fit": "criteria_fit_rating",
    "goal_link": "goal_rating",
    "potential": "potential_rating",
    "behaviour_value": "behaviour_rating",
    "influence_value": "influence_rating",
}
"""By measure, the column of the customers table that a rating by hand takes the place of."""


@dataclass(frozen=True)
class Gathered:
    """What one run is made of.

    rows, keys  the accounts that are listed: indices of the facts, in the order of the codes, and account keys
    merged      customer codes that stand for another one
    """

    evidence: Evidence
    rows: Array
    keys: Array
    version: int
    merged: dict[str, str]
    receipts: dict[str, Receipt]
    matches: tuple[Match, ...]


def gathered(
    folder: DataFolder,
    scheme: SchemeVersion,
    *,
    since: date | None,
    until: date | None,
    currency: str | None,
    today: date,
) -> Gathered:
    """Read, measure and grade the ledger; nothing is written.

    Raises Problem where the ledger holds no lines or not two accounts, where currencies would be mixed, and where a
    customer code has no account yet.
    """
    ledger, merged = open_ledger(folder), merged_codes()
    if not ledger.engine.has("invoice_lines"):
        raise _no_lines()
    read = read_ledger(ledger.engine, since=since, until=until, currency=currency, merged=merged)
    ensure_gradable(read.facts)
    quality = ledger_quality(ledger.engine, read)
    accounts = code_map()
    facts = with_organisations(with_ratings(read.facts, accounts, today), accounts)
    receipts = ledger_receipts(ledger.version)
    matches = matches_of(facts, receipts)
    chosen = scheme_of_text(scheme.text, str(scheme))
    held_since = first_graded(chosen.code, facts.currency or "", facts.until)
    evidence = evidence_of(without_strangers(facts), quality, chosen, held_since)
    rows = np.flatnonzero(evidence.listed)
    return Gathered(evidence, rows, _keys(facts, rows, accounts), ledger.version, merged, receipts, matches)


def with_ratings(facts: Facts, accounts: Mapping[str, int], today: date) -> Facts:
    """The facts with the latest ratings by hand (0 to 10) in place of those of the customers table.

    accounts  keys of the accounts by customer code
    """
    ratings = _ratings_by_index(facts, accounts, today)
    if not ratings:
        return facts
    columns = dict(facts.customers.columns) if facts.customers is not None else {}
    for measure, name in RATING_COLUMNS.items():
        given = {index: by[measure] for index, by in ratings.items() if measure in by}
        if given:
            column = columns.get(name, np.full(facts.count, None, object)).copy()
            for index, value in given.items():
                column[index] = float(value)
            columns[name] = column
    return replace(facts, customers=Customers(columns))


def _ratings_by_index(facts: Facts, accounts: Mapping[str, int], today: date) -> dict[int, dict[str, Decimal]]:
    ratings = latest_ratings(today)
    if not ratings:
        return {}
    keys = enumerate(accounts.get(code, 0) for code in facts.code.tolist())
    return {index: ratings[key] for index, key in keys if key in ratings}


def _keys(facts: Facts, rows: Array, accounts: Mapping[str, int]) -> Array:
    codes = facts.code[rows].tolist()
    unknown = [code for code in codes if code not in accounts]
    if unknown:
        raise Problem(
            Text(
                "{count} customers of the ledger have no account yet.", "账本中有{count}家客户尚未建立客户档案。"
            ).filled(count=len(unknown)),
            remedy=Text(
                "Publish the data again on the data screen: it takes new customers in before it grades.",
                "请在数据页面重新发布：系统会先建立新客户，再分级。",
            ),
            value=str(unknown[0]),
        )
    return np.array([accounts[code] for code in codes], np.int64)


def _no_lines() -> Problem:
    return Problem(
        Text("The ledger holds no invoice lines.", "账本中没有发票明细。"),
        remedy=Text("Load them first on the data screen.", "请先在数据页面导入。"),
    )
