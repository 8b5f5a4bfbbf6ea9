"""From the facts of a ledger to the graded report: the one call behind every door."""

from datetime import date
from hashlib import sha256
from typing import Final

import numpy as np

from openkam.analysis.facts import Facts
from openkam.analysis.methods.grading.scheme import Scheme
from openkam.analysis.profit import group_profit
from openkam.analysis.quality import Quality
from openkam.analysis.words import Text
from openkam.insight.grading.gradable import ensure_gradable
from openkam.insight.grading.grades import Grades
from openkam.insight.grading.matching import Match, matches_of, without_strangers
from openkam.insight.report.alarm_lines import alarm_lines
from openkam.insight.report.answer import (
    Disagreement,
    LedgerFigures,
    Report,
    SchemeFigures,
    SetAsideGroup,
    TierFigures,
)
from openkam.insight.report.details import details_of
from openkam.insight.report.evidence import Evidence, evidence_of, tier_word
from openkam.insight.report.forecast import forecast_of
from openkam.insight.report.sentence import Sentence
from openkam.insight.report.sentences.cautions import cautions_of
from openkam.insight.report.sentences.file_cautions import file_cautions
from openkam.insight.report.sentences.headlines import chart_titles, headlines_of
from openkam.insight.report.sentences.ledger_cautions import ledger_cautions, ledger_notes
from openkam.insight.report.sentences.notes import notes_of
from openkam.insight.report.verdicts import Verdicts, method_tiers, rows_of
from openkam.intake.receipt import Receipt


def grade_report(
    facts: Facts,
    quality: Quality,
    receipt: Receipt,
    scheme: Scheme,
    *,
    others: dict[str, Receipt] | None = None,
    version: str | None = None,
    held_since: date | None = None,
) -> Report:
    """Grade all accounts and say why, in both languages.

    receipt   control totals of the invoice lines; `others` those of the further tables, by table name
    version   names the data where it does not come from files: the ledger's version
    held_since  as in `grade_accounts`; files know of no earlier grading

    Raises Problem where there are not two accounts to compare.
    """
    ensure_gradable(facts)
    receipts = {"invoice_lines": receipt, **(others or {})}
    matches = matches_of(facts, receipts)
    evidence = evidence_of(without_strangers(facts), quality, scheme, held_since)
    return report_of(evidence, receipts, matches, version or files_version(receipts))


def report_of(evidence: Evidence, receipts: dict[str, Receipt], matches: tuple[Match, ...], version: str) -> Report:
    """The report on evidence that is at hand; `receipts` by table name, invoice lines among them."""
    facts, receipt = evidence.facts, receipts["invoice_lines"]
    return Report(
        ledger=_ledger(evidence, receipt, version),
        scheme=scheme_figures(evidence.grades),
        used_scheme=evidence.grades.kept_scheme,
        portfolio=evidence.portfolio,
        names=tuple(name or code for name, code in zip(facts.name.tolist(), facts.code.tolist(), strict=True)),
        tiers=_tiers(evidence),
        accounts=Verdicts(evidence),
        disagreements=_disagreements(evidence),
        alarms=alarm_lines(evidence),
        forecast=forecast_of(evidence),
        headlines=headlines_of(evidence),
        warnings=(
            *file_cautions(matches, receipts),
            *cautions_of(evidence),
            *ledger_cautions(evidence, receipts),
        ),
        notes=(*notes_of(evidence), *ledger_notes(evidence, receipts)),
        titles=chart_titles(evidence),
        set_aside=_set_aside(receipt),
        details=details_of(evidence),
    )


def files_version(receipts: dict[str, Receipt]) -> str:
    """A digest of the contents of all files, whatever their names and order."""
    parts = sorted(f"{table}:{file.sha256}" for table, receipt in receipts.items() for file in receipt.files)
    return f"sha256:{sha256('|'.join(parts).encode()).hexdigest()[:16]}"


def scheme_figures(grades: Grades) -> SchemeFigures:
    """The scheme as it was used, with no cut left open."""
    scheme = grades.scheme
    return SchemeFigures(
        code=scheme.code,
        version=scheme.version,
        label=scheme.label,
        about=scheme.about,
        method=scheme.method.value,
        origin=scheme.origin,
        weights={one.code: one.weight for one in scheme.criteria if one.weight},
        breakpoints=grades.breakpoints,
        calibrated=grades.calibrated,
    )


def _ledger(evidence: Evidence, receipt: Receipt, version: str) -> LedgerFigures:
    facts, company = evidence.facts, evidence.facts.company
    by_profit = evidence.portfolio.by_profit
    return LedgerFigures(
        rows_read=receipt.rows_read,
        rows_used=receipt.rows_used,
        rows_set_aside=receipt.rows_set_aside,
        rows_replaced=receipt.rows_replaced,
        rows_without_customer=company.lines_without_customer,
        amount_set_aside=receipt.amount_set_aside,
        customers=evidence.portfolio.active_count,
        since=facts.since,
        until=facts.until,
        currency=facts.currency,
        net_sales=company.net,
        net_sales_with_customer=company.net_with_customer,
        gross_profit=company.covered - company.cost if by_profit else None,
        cost_coverage=company.moved_covered / company.moved if company.moved else 0.0,
        version=version,
    )


def _tiers(evidence: Evidence) -> tuple[TierFigures, ...]:
    grades, portfolio = evidence.grades, evidence.portfolio
    net, profit = int(portfolio.net.sum()), group_profit(evidence.facts, evidence.listed) or 0
    rows = []
    for place in range(len(grades.scheme.tiers)):
        word, inside = tier_word(grades.scheme, place), (grades.tier == place) & evidence.listed
        if word is None:
            continue
        sold, earned = int(portfolio.net[inside].sum()), group_profit(evidence.facts, inside)
        rows.append(
            TierFigures(
                tier=word,
                accounts=int(inside.sum()),
                net_sales=sold,
                gross_profit=earned if portfolio.by_profit else None,
                sales_share=sold / net if net > 0 else None,
                profit_share=earned / profit if earned is not None and portfolio.by_profit and profit > 0 else None,
            )
        )
    return tuple(rows)


def _disagreements(evidence: Evidence) -> tuple[Disagreement, ...]:
    facts, rows = evidence.facts, []
    accounts = np.array([one.account for one in evidence.three.disagreements], np.int64)
    columns = (facts.code[accounts], facts.name[accounts], evidence.portfolio.rank[accounts])
    told = zip(*(column.tolist() for column in columns), strict=True)
    for (code, name, rank), tiers in zip(told, rows_of(method_tiers(evidence, accounts)), strict=True):
        figures = {method: word.label if word else _NO_TIER for method, word in tiers.items()}
        sentence = Sentence("methods_disagree", _DISAGREE, {"name": name or code, **figures}, (code,))
        rows.append(Disagreement(code, name, rank, tiers, sentence))
    return tuple(rows)


_NO_TIER: Final = Text("no tier", "无等级")
_DISAGREE: Final = Text(
    "{name}: {single} by single indicator, {pyramid} by pyramid, {scorecard} by scorecard.",
    "{name}：单一指标为{single}，金字塔为{pyramid}，计分卡为{scorecard}。",
)


def _set_aside(receipt: Receipt) -> tuple[SetAsideGroup, ...]:
    examples: dict[str, Text] = {}
    for one in receipt.set_aside:
        if one.code not in examples:
            known = Text("{file}, row {row}: {reason}", "{file}第{row}行：{reason}")
            where = known if one.row else Text("{file}: {reason}", "{file}：{reason}")
            examples[one.code] = where.filled(file=one.file, row=one.row, reason=one.reason)
    blank = Text("", "")
    return tuple(
        SetAsideGroup(code, count, receipt.amount_aside(code), examples.get(code, blank))
        for code, (count, _) in sorted(receipt.reasons.items(), key=lambda item: (-item[1][0], item[0]))
    )
