"""The customers of the ledger become accounts: one for every code nobody knows yet; alike names are proposed only."""

from datetime import datetime
from typing import Final

from openkam.core.access import Viewer
from openkam.ledger.engine import Engine
from openkam.ledger.folder import DataFolder
from openkam.ledger.tables import open_ledger
from openkam.records.accounts.actions import take_in_customers
from openkam.records.accounts.taking_in import Customer

_BLANK: Final = "cast(null as varchar)"


def take_in_ledger(folder: DataFolder, viewer: Viewer, source: str, now: datetime) -> dict[str, int]:
    """Take in whoever the ledger names; how many accounts were made, codes were known, and pairs were proposed."""
    taken = take_in_customers(actor=viewer, rows=ledger_customers(folder), source=source, now=now)
    return {"created": taken.created, "known": taken.known, "proposals": taken.proposals}


def ledger_customers(folder: DataFolder) -> list[Customer]:
    """Everybody the published ledger names."""
    return customers_in(open_ledger(folder).engine)


def customers_in(engine: Engine) -> list[Customer]:
    """Everybody the lines and the customers table name, by code: the customers table is believed first, then the
    latest line."""
    parts = []
    if engine.has("invoice_lines"):
        parts.append(
            "select customer_code as code, max_by(customer_name, invoice_date) filter (customer_name is not null) as"
            " line_name, max_by(seller, invoice_date) filter (seller is not null) as seller from invoice_lines"
            " where customer_code <> '' group by 1"
        )
    lines = parts[0] if parts else f"select {_BLANK} as code, {_BLANK} as line_name, {_BLANK} as seller where false"
    told = "customer_code, customer_name, parent_code, industry, region, organisation_kind"
    table = (
        f"select {told} from customers where customer_code <> ''"
        if engine.has("customers")
        else f"select {', '.join(f'{_BLANK} as {name}' for name in told.split(', '))} where false"
    )
    told_of = ", ".join(
        f"any_value({column}) as {name}"
        for name, column in {
            "seller": "seller",
            "parent_code": "parent_code",
            "industry": "industry",
            "region": "region",
            "kind": "organisation_kind",
        }.items()
    )
    found = engine.columns(
        "select coalesce(customer_code, code) as code,"
        f" coalesce(any_value(customer_name), any_value(line_name)) as name, {told_of}"
        f" from ({lines}) l full outer join ({table}) c on l.code = c.customer_code group by 1 order by 1"
    )
    names = ("code", "name", "seller", "parent_code", "industry", "region", "kind")
    rows = zip(*(found[name].tolist() for name in names), strict=True)
    return [Customer(**dict(zip(names, row, strict=True))) for row in rows]
