"""What people said an account is, and on which level it stands, in place of what the customers table says."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from openkam.analysis.facts import Customers, Facts
from openkam.records.archive.queries import said_organisations

COLUMNS = ("organisation_kind", "organisation_level")


def with_organisations(facts: Facts, accounts: Mapping[str, int]) -> Facts:
    """The facts with kind and level by hand, for schemes that grade by them (R220 to R223).

    accounts  keys of the accounts by customer code
    """
    said = said_organisations()
    if not said:
        return facts
    columns = dict(facts.customers.columns) if facts.customers is not None else {}
    rows = [(index, said[key]) for index, code in enumerate(facts.code.tolist()) if (key := accounts.get(code)) in said]
    for place, name in enumerate(COLUMNS):
        given = {index: words[place] for index, words in rows if words[place]}
        if given:
            column = columns.get(name, np.full(facts.count, None, object)).copy()
            for index, word in given.items():
                column[index] = word
            columns[name] = column
    return replace(facts, customers=Customers(columns)) if columns else facts
