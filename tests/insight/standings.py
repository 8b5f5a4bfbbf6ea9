"""Standings made from lines, without a database: what a run would keep."""

from typing import Any

import numpy as np
from tests.insight.company import customers, lines, service
from tests.ledger.made_lines import made_connection

from openkam.insight.grading.schemes import load_scheme
from openkam.insight.report.columns import standing_from
from openkam.insight.report.evidence import Evidence, evidence_of
from openkam.insight.value.standing import Standing
from openkam.ledger.engine import DuckDBEngine
from openkam.ledger.facts import read_ledger
from openkam.ledger.quality import ledger_quality

Rows = list[dict[str, Any]]


def company_rows() -> tuple[Rows, Rows, Rows]:
    """Invoice lines, customers and cost to serve of the small company."""
    return lines(), customers(), service()


def only(rows: tuple[Rows, Rows, Rows], codes: set[str]) -> tuple[Rows, Rows, Rows]:
    """The same tables as if only these customers existed."""
    found = [[row for row in table if row["customer_code"] in codes] for table in rows]
    return found[0], found[1], found[2]


def evidence_of_rows(rows: tuple[Rows, Rows, Rows], scheme: str = "scorecard") -> Evidence:
    """Everything grading finds out about these tables."""
    tables = dict(zip(("invoice_lines", "customers", "cost_to_serve"), rows, strict=True))
    engine = DuckDBEngine(made_connection(**tables))
    read = read_ledger(engine, since=None, until=None)
    return evidence_of(read.facts, ledger_quality(engine, read), load_scheme(scheme))


def standing_of_evidence(evidence: Evidence) -> Standing:
    """The arrays of every listed account; the key of an account is its place plus one."""
    rows = np.flatnonzero(evidence.listed)
    return standing_from(evidence, rows, rows + 1)
