"""The archive of an account: every address, what people do there, and what they are told."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from openkam.core.audit.models import AuditLine
from openkam.records.accounts.models import Account, Alias, GroupLink, MergeProposal, TaxNumber
from openkam.records.accounts.search import ranked
from openkam.records.archive.models import (
    Classification,
    CustomField,
    CustomValue,
    Document,
    Fact,
    Partnership,
    Purchasing,
    RelationState,
    Statement,
)
from tests.cast import Cast, as_viewer
from tests.web.litany import check_litany

PARTS = ("", "identity/", "group/", "relation/", "finances/", "documents/", "print/", "export.xlsx")
FACT = {"item": "business.offer", "value": "paper", "source": "annual report"}
STATE = {"kind": "QUALITY", "value": "LOOSE", "wanted": "WIN_WIN", "evidence": "two talks"}
YEAR = {
    "year": "2025",
    "currency": "CNY",
    "unit": "1000000",
    "current_assets": "60",
    "total_assets": "150",
    "current_liabilities": "40",
    "revenue": "180",
    "net_profit": "9",
    "receivables": "30",
    "inventory": "24",
    "cost_of_goods": "120",
    "source": "annual report",
}
PDF = b"%PDF-1.7\n%a contract"


@pytest.fixture
def signed_in(client: Client, company: Cast) -> Client:
    """Harbour's owner."""
    client.force_login(company.fang)
    return client


def place(account: Account, part: str = "") -> str:
    """An address of an archive."""
    return f"/accounts/{account.pk}/archive/{part}"


def seen(client: Client, account: Account, part: str = "") -> str:
    """A page as text."""
    answer = client.get(place(account, part))
    assert answer.status_code == 200
    return str(answer.content.decode())


def field(**rest: Any) -> CustomField:
    """A field of one's own."""
    return CustomField.objects.create(
        **{"code": "fleet", "label_en": "Fleet", "label_zh": "车队", "kind": "NUMBER"} | rest
    )


@pytest.mark.parametrize("part", PARTS)
def test_every_part_owes_the_litany(client: Client, company: Cast, part: str) -> None:
    check_litany(
        client, place(company.harbour, part), works_for=company.fang, stranger=company.mei, no_right=company.root
    )


ACTS: list[tuple[str, dict[str, Any]]] = [
    ("facts/", FACT),
    ("buying/", {"category": "paper", "structure": "CENTRAL"}),
    ("identity/names/", {"name": "Old Harbour", "alias_kind": "FORMER"}),
    ("identity/numbers/", {"register": "cn.uscc", "number": "91110000600037341L"}),
    ("identity/lists/", {"subject": "INDUSTRY", "words": "C34"}),
    ("identity/organisation/", {"organisation": "ENTERPRISE", "level": "CITY"}),
    ("group/link/", {"parent": "", "source": "register"}),
    ("group/partnership/", {"scope": "NETWORK", "evidence": "framework contract"}),
    ("relation/states/", STATE),
    ("finances/statements/", YEAR),
]


@pytest.mark.parametrize(("part", "data"), ACTS, ids=[part for part, _ in ACTS])
def test_every_act_owes_the_litany_and_leaves_one_line(
    client: Client, company: Cast, part: str, data: dict[str, Any]
) -> None:
    before = AuditLine.objects.exclude(action__in=("denied", "sign_in")).count()
    check_litany(
        client,
        place(company.harbour, part),
        works_for=company.fang,
        stranger=company.mei,
        no_right=company.cfo,
        method="POST",
        data=data,
        works=(302,),
    )
    lines = AuditLine.objects.exclude(action__in=("denied", "sign_in"))
    assert lines.count() == before + 1


def test_acts_on_rows_owe_the_litany(client: Client, company: Cast) -> None:
    now, harbour = timezone.now(), company.harbour
    common = {"account": harbour, "noted_at": now}
    fact = Fact.objects.create(**common, item="business.offer", value="x", source="y", noticed_date=date(2026, 1, 1))
    buys = Purchasing.objects.create(**common, category="x", structure="CENTRAL", since_date=date(2026, 1, 1))
    alias = Alias.objects.create(**common, name="x", kind="SHORT")
    number = TaxNumber.objects.create(**common, kind="us.ein", number="911144442")
    Statement.objects.create(**common, year=2024, currency="CNY", source="x", figures_date=date(2024, 12, 31))
    Partnership.objects.create(**common, scope="NETWORK", evidence="x", since_date=date(2026, 1, 1))
    paper = Document.objects.create(
        account=harbour, name="a.pdf", kind="OTHER", media_type="application/pdf", size=1, sha256="0" * 64, added_at=now
    )
    gone = Document.objects.create(
        account=harbour,
        name="b.pdf",
        kind="OTHER",
        media_type="application/pdf",
        size=1,
        sha256="1" * 64,
        added_at=now,
        removed_at=now,
    )
    own = field()
    for part, data in (
        (f"facts/{fact.pk}/confirmation/", {}),
        (f"buying/{buys.pk}/removal/", {}),
        (f"identity/names/{alias.pk}/removal/", {}),
        (f"identity/numbers/{number.pk}/removal/", {}),
        ("finances/statements/2024/removal/", {}),
        ("group/partnership/end/", {}),
        (f"documents/{paper.pk}/removal/", {}),
        (f"documents/{gone.pk}/return/", {}),
        (f"own-fields/{own.pk}/", {"value": "12"}),
    ):
        check_litany(
            client,
            place(harbour, part),
            works_for=company.fang,
            stranger=company.mei,
            no_right=company.cfo,
            method="POST",
            data=data,
            works=(302,),
        )


def test_the_screens_of_the_company_owe_the_litany(client: Client, company: Cast) -> None:
    check_litany(client, "/relations/", works_for=company.fang, no_right=company.root)
    check_litany(client, "/fields/", works_for=company.ops, no_right=company.fang)
    new = {"code": "fleet_size", "label_zh": "车队", "label_en": "Fleet", "kind": "NUMBER"}
    check_litany(client, "/fields/new/", works_for=company.ops, no_right=company.wei, method="POST", data=new)
    made = CustomField.objects.get()
    for verb in ("retirement", "return"):
        check_litany(client, f"/fields/{made.pk}/{verb}/", works_for=company.ops, no_right=company.fang, method="POST")
    made.refresh_from_db()
    assert made.retired_at is None


def test_an_empty_archive_asks_and_a_filled_one_says_how_much_is_known(signed_in: Client, company: Cast) -> None:
    assert "Nothing is known yet" in seen(signed_in, company.harbour)
    signed_in.post(place(company.harbour, "facts/"), FACT)
    page = seen(signed_in, company.harbour)
    assert "% known;" in page
    assert "questions for the next visit" in page
    assert "annual report" in page


def test_a_refused_fact_keeps_what_was_typed(signed_in: Client, company: Cast) -> None:
    answer = signed_in.post(place(company.harbour, "facts/"), FACT | {"source": "", "value": "paper mills"})
    assert answer.status_code == 422
    assert "paper mills" in answer.content.decode()
    assert not Fact.objects.exists()


def test_an_account_is_found_by_its_other_names_and_numbers(signed_in: Client, company: Cast) -> None:
    signed_in.post(place(company.harbour, "identity/names/"), {"name": "Seaport Machines", "alias_kind": "ENGLISH"})
    signed_in.post(place(company.harbour, "identity/numbers/"), {"register": "cn.uscc", "number": "91110000600037341L"})
    for words in ("seaport", "600037341"):
        assert list(ranked(Account.objects.visible_to(as_viewer(company.fang)), words)) == [company.harbour]


def test_a_wrong_number_is_refused_and_says_why(signed_in: Client, company: Cast) -> None:
    wrong = {"register": "cn.uscc", "number": "911100006000373412"}
    answer = signed_in.post(place(company.harbour, "identity/numbers/"), wrong)
    assert answer.status_code == 422
    assert not TaxNumber.objects.exists()


def test_a_number_of_a_hidden_account_answers_like_any_other(client: Client, company: Cast) -> None:
    number = {"register": "cn.uscc", "number": "91110000600037341L"}
    client.force_login(company.mei)
    client.post(place(company.steelworks, "identity/numbers/"), number)
    client.force_login(company.fang)
    answer = client.post(place(company.harbour, "identity/numbers/"), number)
    assert answer.status_code == 302
    assert "Steel" not in seen(client, company.harbour, "identity/")
    proposal = MergeProposal.objects.get()
    assert {proposal.kept_id, proposal.absorbed_id} == {company.harbour.pk, company.steelworks.pk}


def test_files_words_become_codes_where_they_are_clear(signed_in: Client, company: Cast) -> None:
    Account.objects.filter(pk=company.harbour.pk).update(industry="工程机械", region="江苏苏州")
    page = seen(signed_in, company.harbour, "identity/")
    assert "C351" in page
    assert "320500" in page
    Account.objects.filter(pk=company.harbour.pk).update(industry="Machinery", region="吉林")
    assert seen(signed_in, company.harbour, "identity/").count("means no code or several") == 2
    answer = signed_in.post(place(company.harbour, "identity/lists/"), {"subject": "REGION", "words": "吉林"})
    assert answer.status_code == 422
    signed_in.post(place(company.harbour, "identity/lists/"), {"subject": "REGION", "words": "吉林省"})
    assert Classification.objects.get().code == "220000"


def test_the_group_sums_what_the_viewer_sees(client: Client, company: Cast) -> None:
    Account.objects.filter(pk__in=(company.northwind.pk, company.steelworks.pk)).update(parent=company.harbour)
    client.force_login(company.wei)  # sees harbour and northwind, not steelworks
    page = seen(client, company.harbour, "group/")
    assert "Leads a group of 2 companies" in page
    assert "1.8" in page or "1,800,000" in page
    assert "钢城" not in page
    client.force_login(company.ops)
    assert "Leads a group of 3 companies" in seen(client, company.harbour, "group/")


def test_a_group_has_no_circle_and_files_leave_a_link_that_a_person_set(client: Client, company: Cast) -> None:
    client.force_login(company.ops)
    client.post(place(company.northwind, "group/link/"), {"parent": "C-001", "source": "register"})
    assert Account.objects.get(pk=company.northwind.pk).parent_id == company.harbour.pk
    answer = client.post(place(company.harbour, "group/link/"), {"parent": "C-002", "source": "register"})
    assert answer.status_code == 422
    client.post(place(company.northwind, "group/link/end/"), {})
    assert Account.objects.get(pk=company.northwind.pk).parent_id is None
    assert GroupLink.objects.filter(account=company.northwind, until_date=None).count() == 1


def test_branches_inherit_key_status_from_a_partner_within_its_scope(client: Client, company: Cast) -> None:
    Account.objects.filter(pk=company.northwind.pk).update(parent=company.harbour, region="浙江")
    client.force_login(company.wei)
    terms = {"scope": "REGION", "region": "江苏省", "evidence": "framework"}
    client.post(place(company.harbour, "group/partnership/"), terms)
    assert "key account by the group" not in seen(client, company.northwind, "group/")
    client.post(place(company.harbour, "group/partnership/"), terms | {"region": "浙江省"})
    page = seen(client, company.northwind, "group/")
    assert "key account by the group" in page
    assert company.harbour.name in page
    client.post(place(company.harbour, "group/partnership/end/"), {})
    assert "key account by the group" not in seen(client, company.northwind, "group/")


def test_a_phase_needs_a_real_use_or_order(signed_in: Client, company: Cast) -> None:
    phase = {"kind": "PHASE", "value": "STABILISE", "evidence": "they like us"}
    company.harbour.grades.all().delete()
    answer = signed_in.post(place(company.harbour, "relation/states/"), phase)
    assert answer.status_code == 422
    assert not RelationState.objects.exists()
    client_order = {"kind": "PHASE", "value": "BUILD", "evidence": "they like us"}
    assert signed_in.post(place(company.harbour, "relation/states/"), client_order).status_code == 302


def test_the_gap_list_tells_how_far_a_relation_is_off(signed_in: Client, company: Cast) -> None:
    signed_in.post(place(company.harbour, "relation/states/"), STATE)
    progress = {"kind": "PROGRESS", "value": "BUSINESS", "wanted": "PARTNER", "evidence": "orders only"}
    signed_in.post(place(company.harbour, "relation/states/"), progress)
    assert "3 steps from what is wanted" in seen(signed_in, company.harbour, "relation/")
    page = signed_in.get("/relations/").content.decode()
    assert "1 relation falls short" in page
    assert company.harbour.name in page


def test_the_ratios_of_the_source_stand_on_the_page(signed_in: Client, company: Cast) -> None:
    signed_in.post(place(company.harbour, "finances/statements/"), YEAR | {"year": "2024"})
    signed_in.post(place(company.harbour, "finances/statements/"), YEAR)
    page = seen(signed_in, company.harbour, "finances/")
    for figure in ("<b>40%", "<b>1.5<", "<b>5%", "<b>6%", "60.8 days", "73 days"):
        assert figure in page, figure
    signed_in.post(place(company.harbour, "finances/statements/"), YEAR | {"cost_of_goods": ""})
    assert "not computable" in seen(signed_in, company.harbour, "finances/")


def test_a_document_comes_back_as_it_was_and_only_as_a_download(signed_in: Client, company: Cast) -> None:
    file = SimpleUploadedFile("../../合同.html", PDF, "text/html")
    add = {"file": file, "document_kind": "CONTRACT"}
    assert signed_in.post(place(company.harbour, "documents/new/"), add).status_code == 302
    row = Document.objects.get()
    assert (row.name, row.media_type, row.size) == ("合同.html.pdf", "application/pdf", len(PDF))
    answer: Any = signed_in.get(place(company.harbour, f"documents/{row.pk}/"))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    signed_in.force_login(company.mei)
    assert signed_in.get(place(company.harbour, f"documents/{row.pk}/")).status_code == 404
    assert signed_in.get(place(company.steelworks, f"documents/{row.pk}/")).status_code == 404
    signed_in.force_login(company.fang)
    signed_in.post(place(company.harbour, f"documents/{row.pk}/removal/"))
    assert signed_in.get(place(company.harbour, f"documents/{row.pk}/")).status_code == 404
    signed_in.post(place(company.harbour, f"documents/{row.pk}/return/"))
    answer = signed_in.get(place(company.harbour, f"documents/{row.pk}/"))
    assert b"".join(answer.streaming_content) == PDF


@pytest.mark.parametrize("content", [b"MZ\x90\x00program", b"", b"\x00\x01\x02\x03nothing"])
def test_programs_and_riddles_are_not_kept(signed_in: Client, company: Cast, content: bytes) -> None:
    add = {"file": SimpleUploadedFile("a.pdf", content), "document_kind": "OTHER"}
    assert signed_in.post(place(company.harbour, "documents/new/"), add).status_code == 422
    assert not Document.objects.exists()


def test_own_fields_are_filled_checked_retired_and_come_back(client: Client, company: Cast) -> None:
    own = field()
    client.force_login(company.fang)
    assert client.post(place(company.harbour, f"own-fields/{own.pk}/"), {"value": "many"}).status_code == 422
    client.post(place(company.harbour, f"own-fields/{own.pk}/"), {"value": "1,200"})
    assert CustomValue.objects.get().value == "1200"
    assert "Fleet" in seen(client, company.harbour)
    client.force_login(company.ops)
    client.post(f"/fields/{own.pk}/retirement/")
    assert "Fleet" not in seen(client, company.harbour)
    client.post(f"/fields/{own.pk}/return/")
    assert "1200" in seen(client, company.harbour)


def test_the_export_has_every_section_and_names_the_empty_ones(signed_in: Client, company: Cast) -> None:
    from python_calamine import load_workbook

    signed_in.post(place(company.harbour, "facts/"), FACT | {"value": "=1+1"})
    answer: Any = signed_in.get(place(company.harbour, "export.xlsx"))
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert len(book.sheet_names) == 14
    cells = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert cells["Documents"] == [["nothing noted yet"]]
    assert ["Documents", "nothing noted yet"] in cells["Contents"]
    assert cells["What is known"][1][:2] == ["What it sells", "'=1+1"]
    line = AuditLine.objects.get(action="export_archive")
    assert line.change["sections"][1] == ["firm", "names", "knowledge"]


def test_profit_is_told_to_those_who_read_prices_only(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    assert "Gross profit" in seen(client, company.harbour, "group/")
    company.fang.reads_prices = False
    company.fang.save()
    for part in ("group/", "print/"):
        assert "rofit" not in seen(client, company.harbour, part).replace("margin", "")


@pytest.mark.parametrize("part", PARTS)
def test_pages_cost_the_same_whatever_they_hold(client: Client, company: Cast, part: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(company.fang)
    client.get(place(company.harbour, part))
    with CaptureQueriesContext(connection) as few:
        client.get(place(company.harbour, part))
    _fill(company, timezone.now())
    with CaptureQueriesContext(connection) as many:
        client.get(place(company.harbour, part))
    assert len(many) <= len(few) + 3  # a shared parent or author is looked up once, whatever the number of rows


def _fill(company: Cast, now: Any) -> None:
    harbour, day = company.harbour, date(2026, 1, 1)
    common = {"account": harbour, "noted_at": now}
    for place_ in range(12):
        since = day + timedelta(days=place_)
        Fact.objects.create(**common, item="business.offer", value=f"{place_}", source="y", noticed_date=since)
        Purchasing.objects.create(**common, category=f"{place_}", structure="CENTRAL", since_date=day)
        Alias.objects.create(**common, name=f"name {place_}", kind="SHORT")
        Statement.objects.create(
            **common,
            year=2000 + place_,
            currency="CNY",
            revenue=1,
            source="x",
            figures_date=date(2000 + place_, 12, 31),
        )
        RelationState.objects.create(**common, kind="QUALITY", value="LOOSE", evidence="x", since_date=since)
        Document.objects.create(
            account=harbour, name=f"{place_}", kind="OTHER", media_type="x", size=1, sha256="0" * 64, added_at=now
        )
        below = Account.objects.create(name=f"branch {place_}", name_key="x", created_at=now, parent=harbour)
        Account.objects.filter(pk=below.pk).update(owner=company.fang)
