"""What publishing rows would do to what is there: what gives way, and which customers get another name."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from openkam.analysis.schema import INVOICE_LINES
from openkam.analysis.words import Text
from openkam.core.figures import counted
from openkam.intake.uploads.customers import customers_in
from openkam.intake.uploads.labels import TABLES
from openkam.ledger.coming import GivingWay, coming_ledger
from openkam.ledger.folder import DataFolder
from openkam.records.accounts.taking_in import new_names

NAMES_TOLD: Final = 3


@dataclass(frozen=True)
class Outlook:
    """As the ledger stood at `version` (0: nothing was published yet).

    gives_way  published rows of the same source that would be replaced, by table
    renamed    how many accounts would get another name
    names      the first of them: the name of today and the coming one
    """

    version: int
    gives_way: dict[str, GivingWay]
    renamed: int = 0
    names: tuple[tuple[str, str], ...] = ()

    def as_meta(self) -> dict[str, Any]:
        """The outlook as plain JSON values."""
        return asdict(self)

    @classmethod
    def of_meta(cls, meta: dict[str, Any]) -> "Outlook":
        """The outlook that `as_meta` wrote."""
        gives_way = {table: GivingWay(**one) for table, one in meta["gives_way"].items()}
        return cls(meta["version"], gives_way, meta["renamed"], tuple((old, new) for old, new in meta["names"]))


def outlook(folder: DataFolder, source: str, staged: Mapping[str, Path]) -> Outlook:
    """What these rows, by table one Parquet file, would do as the ledger stands now."""
    coming = coming_ledger(folder, source, staged)
    if not coming.version:
        return Outlook(0, coming.gives_way)
    renamed = new_names(customers_in(coming.engine))
    return Outlook(coming.version, coming.gives_way, len(renamed), tuple(renamed[:NAMES_TOLD]))


def outlook_words(found: Outlook) -> list[Text]:
    """The outlook in sentences; none before the first load, which nothing gives way to."""
    if not found.version:
        return []
    return [*(_giving_way(table, one) for table, one in found.gives_way.items()), _names(found)]


def _giving_way(table: str, found: GivingWay) -> Text:
    if not found.rows:
        words = Text("{table}: nothing loaded before gives way.", "{table}：先前导入的数据均不受影响。")
    elif table == INVOICE_LINES.name:
        words = Text(
            "{table}: {invoices} of this source loaded before ({rows}) give way to the copies in these files.",
            "{table}：该来源先前导入的 {invoices}（{rows}）将被这些文件中的版本取代。",
        )
    else:
        words = Text(
            "{table}: the {rows} of this source loaded before give way to these files as a whole.",
            "{table}：该来源先前导入的 {rows}将整体由这些文件取代。",
        )
    return words.filled(
        table=TABLES[table],
        invoices=counted(found.invoices, "invoice", "invoices", " 张发票"),
        rows=counted(found.rows, "row", "rows", " 行"),
    )


def _names(found: Outlook) -> Text:
    if not found.renamed:
        return Text("No customer's name changes.", "没有客户名称会改变。")
    names = "; ".join(f"{old} → {new}" for old, new in found.names)
    more = " …" if found.renamed > len(found.names) else ""
    words = Text("Names that change: {count} ({names}).", "客户名称将改变：{count} 个（{names}）。")
    return words.filled(count=f"{found.renamed:,}", names=names + more)
