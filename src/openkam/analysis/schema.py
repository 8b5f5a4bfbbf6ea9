"""The one contract: which columns each fact table has, in which type, and which of them are needed."""

from dataclasses import dataclass
from typing import Final

MONEY_PLACES: Final = 4
MONEY_SCALE: Final = 10**MONEY_PLACES
"""Money is DECIMAL(18, 4) in tables and a whole number of 1/10,000 in arrays, so that sums are exact."""

MONEY: Final = f"DECIMAL(18, {MONEY_PLACES})"
QUANTITY: Final = "DECIMAL(18, 6)"
HOURS: Final = "DECIMAL(18, 4)"
SHARE: Final = "DOUBLE"
TEXT: Final = "VARCHAR"
DAY: Final = "DATE"
COUNT: Final = "BIGINT"
FLAG: Final = "BOOLEAN"


@dataclass(frozen=True)
class Table:
    """A fact table: its name, its columns with their SQL type, and the columns a usable row must have."""

    name: str
    columns: dict[str, str]
    needed: tuple[str, ...]


INVOICE_LINES: Final = Table(
    "invoice_lines",
    {
        "invoice_number": TEXT,
        "line_number": TEXT,
        "invoice_date": DAY,
        "customer_code": TEXT,
        "customer_name": TEXT,
        "product_code": TEXT,
        "product_category": TEXT,
        "quantity": QUANTITY,
        "unit_price": QUANTITY,
        "net_amount": MONEY,
        "discount_amount": MONEY,
        "cost_amount": MONEY,
        "currency": TEXT,
        "seller": TEXT,
        "branch": TEXT,
    },
    # net_amount may be computed as quantity x unit_price - discount_amount; a customer may be missing,
    # its lines then count in the company's totals only.
    ("invoice_number", "invoice_date", "net_amount"),
)

CUSTOMERS: Final = Table(
    "customers",
    {
        "customer_code": TEXT,
        "customer_name": TEXT,
        "parent_code": TEXT,
        "industry": TEXT,
        "region": TEXT,
        "organisation_kind": TEXT,  # ENTERPRISE, PUBLIC_BODY, RESELLER, PERSON
        "organisation_level": TEXT,  # GROUP, NATIONAL, PROVINCIAL, CITY, COUNTY
        "contract_kind": TEXT,  # STRATEGIC_PARTNER, GROUP_CONTRACT, FRAMEWORK, NONE
        "credit_limit_amount": MONEY,
        "payment_terms_days": COUNT,
        "wallet_amount": MONEY,  # what the customer spends a year on what we sell
        "buying_structure": TEXT,  # CENTRAL, FRAMEWORK, DISPERSED
        "branch_count": COUNT,
        "coverage_count": COUNT,  # branches our team can serve
        "product_fit": FLAG,
        "method_fit": FLAG,
        "value_fit_rating": SHARE,  # 0 to 10
        "criteria_fit_rating": SHARE,  # 0 to 10
        "goal_rating": SHARE,  # 0 to 10, how much company goals hang on it
        "potential_rating": SHARE,  # 0 to 10
        "behaviour_rating": SHARE,  # 0 to 10
        "influence_rating": SHARE,  # 0 to 10
    },
    ("customer_code",),
)

PAYMENTS: Final = Table(
    "payments",
    {
        "customer_code": TEXT,
        "invoice_number": TEXT,
        "due_date": DAY,
        "paid_date": DAY,  # empty: still open
        "amount": MONEY,
        "currency": TEXT,
    },
    # customer or invoice must be known; a payment that names no invoice pays the oldest first.
    ("amount",),
)

COST_TO_SERVE: Final = Table(
    "cost_to_serve",
    {
        "customer_code": TEXT,
        "cost_date": DAY,
        "cost_kind": TEXT,
        "hours": HOURS,
        "amount": MONEY,
        "currency": TEXT,
    },
    ("customer_code", "cost_date"),
)

RATES: Final = Table(
    "rates",
    {
        "currency": TEXT,
        "to_currency": TEXT,
        "rate_date": DAY,  # valid from this day on
        "rate": "DECIMAL(18, 8)",  # price of one unit of `currency` in `to_currency`
    },
    ("currency", "rate_date", "rate"),
)

TABLES: Final = (INVOICE_LINES, CUSTOMERS, PAYMENTS, COST_TO_SERVE, RATES)
