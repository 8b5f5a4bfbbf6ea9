"""Kind and level that a person said stand in place of what the files say."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.analysis.methods.made_facts import facts_of
from tests.cast import NOW, cast

from openkam.analysis.facts import Customers
from openkam.insight.report.organisations import with_organisations
from openkam.records.archive.models import Organisation

pytestmark = pytest.mark.django_db


def test_what_a_person_said_of_an_organisation_goes_before_the_files() -> None:
    company = cast()
    facts = facts_of([(0, date(2026, 1, 5), 100), (1, date(2026, 1, 6), 50)], until=date(2026, 6, 30))
    facts = replace(facts, customers=Customers({"organisation_kind": np.array(["ENTERPRISE", "RESELLER"], object)}))
    first, second = facts.code.tolist()
    accounts = {first: company.harbour.pk, second: company.northwind.pk}
    assert with_organisations(facts, accounts) is facts
    Organisation.objects.create(account=company.harbour, kind="PUBLIC_BODY", level="CITY", noted_at=NOW)
    Organisation.objects.create(account=company.northwind, kind="", level="COUNTY", noted_at=NOW)
    Organisation.objects.create(account=company.steelworks, kind="PERSON", level="", noted_at=NOW)
    told = with_organisations(facts, accounts).customers
    assert told is not None
    assert told.columns["organisation_kind"].tolist() == ["PUBLIC_BODY", "RESELLER"]
    assert told.columns["organisation_level"].tolist() == ["CITY", "COUNTY"]
