"""The loads behind one version of the ledger as receipts, one a table."""

from typing import Final

from openkam.analysis.words import Text
from openkam.intake.receipt import Receipt, SetAside
from openkam.ledger.load_totals import LoadTotals, load_totals

_AT_LOADING: Final = "AT_LOADING"


def ledger_receipts(version: int) -> dict[str, Receipt]:
    """By table, what all loads together read and what became of it."""
    return {table: _receipt(found) for table, found in load_totals(version).items()}


def _receipt(totals: LoadTotals) -> Receipt:
    """The loads of one table as one receipt: what they set aside, and what gave way to later copies."""
    reason = Text(
        "set aside when it was loaded; `openkam ledger list` shows the loads",
        "导入时未采用，可用 openkam ledger list 查看各批",
    )
    batches = ", ".join(f"#{number}" for number in totals.batches)
    example = SetAside(file=batches, row=0, column="", value="", code=_AT_LOADING, reason=reason)
    reasons = {
        _AT_LOADING: (totals.rows_set_aside, totals.amount_set_aside),
        "REPLACED": (totals.rows_replaced, totals.amount_replaced),
    }
    return Receipt(
        files=(),
        rows_read=totals.rows_read,
        rows_used=totals.rows_used,
        rows_set_aside=totals.rows_set_aside + totals.rows_replaced,
        rows_replaced=totals.rows_replaced,
        amount_read=totals.amount_read,
        amount_used=totals.amount_used,
        amount_set_aside=totals.amount_set_aside + totals.amount_replaced,
        amount_unreadable_rows=0,
        differing_copies=0,
        differing_amount=0,
        set_aside=(example,) if totals.batches else (),
        reasons={code: tally for code, tally in reasons.items() if any(tally)},
    )
