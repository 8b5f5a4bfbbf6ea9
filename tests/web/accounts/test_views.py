"""The list of accounts: who may, what is shown, and what it costs."""

import csv
import io
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from openkam.core.audit.models import AuditLine
from openkam.insight.grading.models import Grade
from openkam.records.accounts.actions import assign_owner, override_tier, save_view
from openkam.records.accounts.models import Account
from openkam.records.users.models import User
from openkam.web.accounts import pages
from openkam.web.sight import seen
from tests.cast import NOW, Cast, as_viewer
from tests.web.litany import check_litany


def page(client: Client, user: Any, query: str = "", **headers: str) -> str:
    client.force_login(user)
    answer = client.get(f"/accounts/{query}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("address", ["/accounts/", "/accounts/export.csv", "/accounts/export.xlsx"])
def test_the_litany(client: Client, company: Cast, address: str) -> None:
    check_litany(client, address, works_for=company.fang, no_right=company.root)


def test_everybody_sees_his_own_and_nothing_else(client: Client, company: Cast) -> None:
    fang = page(client, company.fang)
    assert company.harbour.name in fang
    assert company.northwind.name not in fang
    assert company.steelworks.name in page(client, company.tang)
    assert all(account.name in page(client, company.ops) for account in company.accounts)


def test_profit_is_shown_to_readers_of_prices_only(client: Client, company: Cast) -> None:
    assert "gross_profit_12m" in page(client, company.fang)
    mei = page(client, company.mei)
    assert "gross_profit_12m" not in mei
    assert "margin" not in mei
    assert "Sales are the net sales" in mei


def test_a_column_that_may_not_be_read_is_answered_as_one_that_is_not_there(client: Client, company: Cast) -> None:
    client.force_login(company.mei)
    hidden, unknown = client.get("/accounts/?sort=-gross_profit_12m"), client.get("/accounts/?sort=-nonsense")
    assert (hidden.status_code, unknown.status_code) == (422, 422)
    strip = [answer.content.decode().split("<main")[1] for answer in (hidden, unknown)]
    assert strip[0] == strip[1]


def test_the_title_states_the_finding(client: Client, company: Cast) -> None:
    assert "1 of them: Key account" in page(client, company.ops)
    for number in range(4):
        _another(company, number)
    assert "2 accounts bring 80% of profit" in page(client, company.ops)
    some = page(client, company.ops, "?from.net_sales_12m=0")
    assert "<h1>2 of these 8 accounts bring 80% of their profit" in some


def test_only_the_region_is_answered_to_htmx(client: Client, company: Cast) -> None:
    client.force_login(company.ops)
    answer = client.get("/accounts/?sort=name&q=", headers={"HX-Request": "true"})
    assert "<body" not in answer.content.decode()
    assert 'id="accounts"' in answer.content.decode()
    assert answer["HX-Push-Url"] == "/accounts/?sort=name"


def test_a_name_is_found_by_its_initials(client: Client, company: Cast) -> None:
    found = page(client, company.ops, "?q=hgjx")
    assert company.harbour.name in found
    assert company.northwind.name not in found


def test_a_name_cannot_break_the_page(client: Client, company: Cast) -> None:
    Account.objects.filter(pk=company.harbour.pk).update(name="<script>alert(1)</script>")
    assert "<script>alert" not in page(client, company.fang)


def test_filters_stand_in_the_address(client: Client, company: Cast) -> None:
    assert company.harbour.name in page(client, company.ops, "?tier=KEY")
    assert company.northwind.name not in page(client, company.ops, "?tier=KEY")
    east = page(client, company.ops, "?region=East&from.net_sales_12m=10%E4%B8%87")
    assert company.orphan.name not in east
    assert "No account fits" in page(client, company.ops, "?region=Nowhere")
    assert company.orphan.name in page(client, company.ops, "?owner=none")
    assert company.steelworks.name not in page(client, company.ops, f"?team={company.wei.pk}")
    assert "No account fits" in page(client, company.wei, f"?team={company.tang.pk}")


def test_an_empty_list_teaches(client: Client, company: Cast) -> None:
    Account.objects.filter(pk=company.harbour.pk).update(owner=company.mei)
    assert "Your customers will stand here" in page(client, company.fang)


def test_before_the_first_grading_accounts_stand_by_name(client: Client, company: Cast) -> None:
    Grade.objects.all().delete()
    assert company.run is not None
    company.run.delete()
    shown = page(client, company.ops)
    assert "Nothing is graded yet" in shown
    assert company.orphan.name in shown


def test_the_export_is_what_is_seen(client: Client, company: Cast) -> None:
    client.force_login(company.ops)
    query = "?tier=KEY&tier=IMPORTANT&sort=name&columns=name,tier,net_sales_12m,margin"
    rows = _csv(client.get(f"/accounts/export.csv{query}"))
    assert rows == [
        ["Account", "Tier", "Sales, 12 months", "Margin, whole period"],
        ["Northwind Traders GmbH", "Important", "600000", "0.15"],
        ["海港机械有限公司", "Key account", "1200000", "0.25"],
    ]
    line = AuditLine.objects.latest("seq")
    assert (line.action, line.change["rows"]) == ("export_accounts", [None, 2])


def test_an_exported_share_has_six_digits_and_the_sheet_a_name_in_the_language(client: Client, company: Cast) -> None:
    Grade.objects.filter(account=company.harbour).update(margin=0.12345678901234567, sales_share=1 / 3)
    client.force_login(company.ops)
    cells = [cell for row in _csv(client.get("/accounts/export.csv"))[1:] for cell in row]
    assert not [
        cell for cell in cells if "." in cell and len(cell.rpartition(".")[2]) > 6 and cell.replace(".", "").isdigit()
    ]
    for language, name in (("en", "Accounts"), ("zh", "客户")):
        User.objects.filter(pk=company.ops.pk).update(language=language)
        sheet = b"".join(client.get("/accounts/export.xlsx").streaming_content)  # type: ignore[attr-defined]
        assert f'name="{name}"' in zipfile.ZipFile(io.BytesIO(sheet)).read("xl/workbook.xml").decode()


def test_an_export_never_holds_prices_that_may_not_be_read(client: Client, company: Cast) -> None:
    client.force_login(company.mei)
    heads = _csv(client.get("/accounts/export.csv"))[0]
    assert not {"Margin, whole period", "Profit, 12 months"} & set(heads)
    assert client.get("/accounts/export.csv?columns=name,margin").status_code == 422


@pytest.mark.parametrize("name", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\tx"])
def test_a_name_cannot_act_as_a_formula(client: Client, company: Cast, name: str) -> None:
    Account.objects.filter(pk=company.harbour.pk).update(name=name)
    client.force_login(company.fang)
    assert _csv(client.get("/accounts/export.csv"))[1][0] == f"'{name}"
    sheet = b"".join(client.get("/accounts/export.xlsx").streaming_content)  # type: ignore[attr-defined]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(sheet)).read("xl/worksheets/sheet1.xml")


def test_a_list_of_a_ledger_that_moved_on_says_so(
    client: Client, company: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "moved on" not in page(client, company.ops)
    monkeypatch.setattr(pages, "ledger_version", lambda: company.run.ledger_version + 4)
    told = page(client, company.ops)
    assert f"it is at version {company.run.ledger_version + 4}" in told
    assert f"rest on version {company.run.ledger_version}" in told


def test_queries_do_not_grow_with_the_accounts(client: Client, company: Cast) -> None:
    few = _queries(client, company)
    for number in range(60):
        _another(company, number)
    assert _queries(client, company) == few <= 14


def test_a_large_list_is_kept_until_something_is_done(
    client: Client, company: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "KEPT_FROM", 1)
    seen.forget()
    page(client, company.ops)
    Account.objects.filter(pk=company.harbour.pk).update(industry="Unheard of")  # no act: nobody else does this
    assert "Unheard of" not in page(client, company.ops)
    assign_owner(viewer=as_viewer(company.ops), accounts=[company.harbour.pk], owner=company.mei, now=NOW)
    shown = page(client, company.ops, f"?owner={company.mei.pk}")
    assert company.harbour.name in shown
    assert "Unheard of" in shown
    seen.forget()


def test_what_is_kept_for_one_is_not_shown_to_another(
    client: Client, company: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "KEPT_FROM", 1)
    seen.forget()
    page(client, company.ops)
    for _ in range(2):
        assert company.northwind.name not in page(client, company.fang)
        assert company.harbour.name not in page(client, company.bo)
    seen.forget()


def test_a_kept_list_shows_at_once_what_people_decide(
    client: Client, company: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "KEPT_FROM", 1)
    seen.forget()
    assert "✎" not in page(client, company.ops)
    ops, now = as_viewer(company.ops, timezone.localdate()), timezone.now()
    tiers = ("KEY", "IMPORTANT", "GENERAL", "SMALL")
    override_tier(viewer=ops, account=company.harbour, tier="SMALL", tiers=tiers, reason="They move away.", now=now)
    assert "✎" in page(client, company.ops)
    save_view(viewer=ops, name="Kept <view>", query="tier=SMALL", now=now)
    assert "Kept &lt;view&gt;" in page(client, company.ops)
    assert "Kept &lt;view&gt;" not in page(client, company.cfo)
    seen.forget()


def test_a_kept_list_asks_who_reads_whether_anything_was_done_and_its_rows(
    client: Client, company: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "KEPT_FROM", 1)
    seen.forget()
    assert _queries(client, company) <= 6
    seen.forget()


def _queries(client: Client, company: Cast) -> int:
    client.force_login(company.ops)
    client.get("/accounts/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/accounts/?sort=-growth&tier=KEY").status_code == 200
    return len(captured)


def _another(company: Cast, number: int) -> None:
    account = Account.objects.create(name=f"Customer {number}", name_key=f"customer {number}", created_at=NOW)
    Grade.objects.create(
        run=company.run,
        account=account,
        tier="SMALL",
        tier_place=3,
        rank=10 + number,
        sales_rank=10 + number,
        net_sales=100,
        net_sales_12m=100,
        gross_profit_12m=10,
        months=[1] * 24,
    )


def _csv(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))
