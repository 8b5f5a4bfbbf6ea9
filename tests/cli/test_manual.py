"""The keys of the JSON report in the manual."""

import re
from pathlib import Path

from openkam.cli.manual import json_keys, report_schema

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "cli.md"


def test_the_manual_lists_the_keys_of_the_schema() -> None:
    found = re.search(r"<!-- begin json -->\n(.*?)\n<!-- end json -->", MANUAL.read_text("utf-8"), re.DOTALL)
    assert found is not None
    assert found.group(1) == json_keys(), "python3 tasks.py docs writes it"


def test_every_key_says_what_it_means() -> None:
    rows = json_keys().splitlines()[2:]
    assert len(rows) > 100
    assert not [row for row in rows if row.endswith("|  |")]


def test_the_schema_names_all_keys_that_were_promised() -> None:
    parts = report_schema()["properties"]
    promised = {
        "ledger": "rows_read rows_used rows_set_aside rows_without_customer customers since until currency net_sales "
        "net_sales_with_customer gross_profit",
        "pareto": "by customers customers_for_80_percent top_20_percent_share",
        "whale": "peak_share peak_at_share loss_making_customers",
        "concentration": "cr1 cr5 cr10 hhi effective_customers gini",
    }
    for name, keys in promised.items():
        assert set(keys.split()) <= set(parts[name]["required"]), name
    account = set(report_schema()["$defs"]["account"]["required"])
    keys = (
        "account name rank net_sales gross_profit margin tier scheme score coverage pattern trend future_value reasons"
    )
    assert set(keys.split()) <= account
    assert {"disagreements", "warnings"} <= set(parts)
