"""Facts survive the way from the child process."""

import io
import json

import numpy as np
import pytest

from openkam.analysis.facts import Facts
from openkam.ledger.engine import DuckDBEngine
from openkam.ledger.facts import ledger_facts
from openkam.ledger.parcel import pack, unpack
from tests.ledger.made_lines import MIXED_LEDGER, differences, line, made_connection


def sent(facts: Facts) -> Facts:
    meta, arrays = pack(facts)
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    file.seek(0)
    with np.load(file, allow_pickle=False) as loaded:
        return unpack(json.loads(json.dumps(meta)), {name: loaded[name] for name in loaded.files})


@pytest.mark.parametrize(
    "tables",
    [
        MIXED_LEDGER,
        {"invoice_lines": [line("1", "2024-01-01", None, "1")]},
        {"invoice_lines": [line("1", "2024-01-01", "K", "1")], "customers": [{"customer_code": "K"}], "payments": []},
    ],
    ids=["every table", "no account", "empty tables"],
)
def test_facts_arrive_as_they_were_sent_without_pickle(tables: dict[str, list[dict[str, object]]]) -> None:
    facts = ledger_facts(DuckDBEngine(made_connection(**tables)), since=None, until=None)
    assert differences(facts, sent(facts)) == []
    assert differences(sent(facts), facts) == []
