"""What an account buys, from the ledger's lines of the graded period."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Viewer
from openkam.core.figures import share_text
from openkam.insight.grading.queries import newer_ledger, run_in_force
from openkam.ledger.account_lines import Product, product_mix
from openkam.ledger.folder import DataFolder
from openkam.ledger.tables import open_ledger
from openkam.records.accounts.models import AccountCode
from openkam.web.accounts.profile.pages import account_seen

CATEGORIES: Final = ("product_category", "product_code")
MOST: Final = 12
_LARGE: Final = 0.5


@dataclass(frozen=True)
class MixLine:
    """One category or product; shares of the account's own net sales, margin None where unknown or not read."""

    name: str
    net: int
    share: float | None
    margin: float | None
    lines: int


@dataclass(frozen=True)
class ProductPage:
    """The mix, the largest first; `more` lines are not listed.

    `newer_ledger` is the version the mix was read from where the grades on the same page rest on an older one.
    """

    key: int
    name: str
    by: str
    title: Text
    lines: Sequence[MixLine]
    more: int
    reads_prices: bool
    newer_ledger: int | None


def product_page(viewer: Viewer, key: int, *, by: str, folder: DataFolder) -> ProductPage:
    """The mix by category or by product.

    Raises Http404 where the viewer sees no such account.
    """
    account, run = account_seen(viewer, key), run_in_force()
    by = by if by in CATEGORIES else CATEGORIES[0]
    codes = list(AccountCode.objects.visible_to(viewer).filter(account=account).values_list("code", flat=True))
    prices = viewer.reads(FieldClass.PRICE)
    found: list[Product] = []
    newer: int | None = None
    if run is not None:
        ledger = open_ledger(folder)
        newer = newer_ledger(run, ledger.version)
        found = product_mix(
            ledger.engine,
            codes,
            since=run.since_date,
            until=run.until_date,
            currency=run.currency,
            prices=prices,
            by=by,
        )
    total = sum(one.net for one in found)
    lines = [_line(one, total) for one in found]
    return ProductPage(key, account.name, by, _title(lines), lines[:MOST], max(0, len(lines) - MOST), prices, newer)


def _line(one: Product, total: int) -> MixLine:
    share = one.net / total if total > 0 else None
    margin = one.profit / one.net if one.profit is not None and one.net > 0 else None
    return MixLine(one.name, one.net, share, margin, one.lines)


def _title(lines: Sequence[MixLine]) -> Text:
    """What the mix says."""
    first = lines[0] if lines else None
    if first is None or first.share is None or not first.name:
        return Text("What it buys", "采购结构")
    share = share_text(first.share, 0)
    if first.share >= _LARGE:
        return Text("{name} is {share} of what it buys", "{name}占其采购的{share}").filled(name=first.name, share=share)
    return Text("{name} comes first with {share} of what it buys", "{name}居首，占其采购的{share}").filled(
        name=first.name, share=share
    )
