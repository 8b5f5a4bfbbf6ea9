"""The trail: who reads it, how it is asked, that it says when it was touched."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.cast import NOW, Cast, as_viewer, cast
from tests.web.litany import check_litany

from openkam.core.access import Viewer
from openkam.core.audit.actions import DENIED, record
from openkam.core.audit.models import AuditLine
from openkam.insight.grading.models import Run, SchemeVersion
from openkam.insight.grading.run_scheme import scheme_of_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Cast:
    return cast()


@pytest.fixture
def auditor(company: Cast) -> Client:
    client = Client()
    client.force_login(company.compliance)
    return client


@transaction.atomic
def _line(viewer: Viewer, action: str = "assign_owner", n: int = 0, **more: object) -> AuditLine:
    return record(viewer, action, kind="account", key=n, now=NOW + timedelta(minutes=n), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("address", "method"), [("/audit/", "GET"), ("/audit/verification/", "POST"), ("/audit/export/", "POST")]
)
def test_every_address_says_the_litany(address: str, method: str, company: Cast) -> None:
    check_litany(Client(), address, works_for=company.compliance, no_right=company.root, method=method)


def test_the_newest_line_stands_first_and_earlier_ones_follow_without_a_gap(auditor: Client, company: Cast) -> None:
    for n in range(120):
        _line(as_viewer(company.lin), n=n)
    seen: list[int] = []
    address = "/audit/"
    while address:
        page = auditor.get(address).content.decode()
        seen += [int(found.replace(",", "")) for found in re.findall(r'data-label="Line">([0-9,]+)<', page)]
        later = re.search(r'href="(/audit/\?before=[0-9]+)"', page)
        address = later[1] if later else ""
    assert seen == list(range(AuditLine.objects.count(), 0, -1))


def test_lines_are_found_by_who_what_on_what_outcome_and_day(auditor: Client, company: Cast) -> None:
    _line(as_viewer(company.lin), "assign_owner", 1)
    _line(as_viewer(company.wei), "override_tier", 2, change={"tier": ["KEY", "GENERAL"]})
    _line(as_viewer(company.bo), "denied", 3, outcome=DENIED)

    def shown(question: str) -> set[str]:
        page = auditor.get(f"/audit/?{question}").content.decode()
        rows = page.split("<tbody>")[1] if "<tbody>" in page else ""
        return {user.login for user in (company.lin, company.wei, company.bo) if user.name in rows}

    assert shown("") == {"lin", "wei", "bo"}
    assert shown(f"who={company.wei.name}") == {"wei"}
    assert shown("action=assign_owner") == {"lin"}
    assert shown("kind=account&key=3") == {"bo"}
    assert shown("outcome=DENIED") == {"bo"}
    assert shown("since=2026-07-01&until=2026-07-01") == {"lin", "wei", "bo"}
    assert shown("since=2026-07-02") == set()
    assert shown("before=nonsense&outcome=nonsense") == {"lin", "wei", "bo"}
    page = auditor.get("/audit/?action=override_tier").content.decode()
    assert "<del>Key account</del> → General" in page


def test_a_tier_is_called_as_the_scheme_in_force_called_it_when_the_line_was_written(client: Client) -> None:
    company = cast(graded=True)
    other, own = company.scheme, company.run
    assert other is not None
    assert own is not None
    label = next(tier.label for tier in scheme_of_text(other.text, "x").tiers if tier.code == "KEY")
    text = other.text.replace(label.en, "Strategic").replace(label.zh, "战略客户")
    own.scheme = SchemeVersion.objects.create(
        code="own", number=1, label_en="Own", label_zh="自有", text=text, state="PUBLISHED", written_at=NOW
    )
    own.number, own.published_at = None, NOW - timedelta(days=1)
    own.save()
    Run.objects.filter(scheme=other).update(published_at=NOW + timedelta(minutes=90))
    for minute in (1, 120):
        _line(as_viewer(company.wei), "override_tier", minute, change={"tier": [None, "KEY"]})
    client.force_login(company.compliance)
    shown = client.get("/audit/?action=override_tier").content.decode()
    assert shown.index(label.en) < shown.index("Strategic"), "the newest line stands first"
    assert shown.count("Strategic") == 1
    exported = client.post("/audit/export/", {"action": "override_tier"}).content.decode()
    assert "Strategic" in exported


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"since": "2026-02-31"}, "This is not a day."),
        ({"until": "٢٠٢٦-٠٧-٠١"}, "This is not a day."),
        ({"since": "1026-07-01"}, "This is not a day."),
        ({"since": "2026-07-02", "until": "2026-07-01"}, "The last day lies before the first."),
    ],
)
def test_days_that_cannot_be_meant_are_told_of_and_nothing_is_exported(
    auditor: Client, company: Cast, days: dict[str, str], said: str
) -> None:
    _line(as_viewer(company.lin), "assign_owner", 1)
    shown = auditor.get("/audit/", days)
    assert shown.status_code == 200
    assert said in shown.content.decode()
    assert "<tbody>" not in shown.content.decode()
    refused = auditor.post("/audit/export/", days)
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert not AuditLine.objects.filter(action="export_audit").exists()


def test_figures_of_a_class_the_auditor_does_not_read_are_left_out(auditor: Client, company: Cast) -> None:
    _line(as_viewer(company.lin), "grade", 1, change={"gross_profit": ["111222", "333444"], "note": [None, "seen"]})
    page = auditor.get("/audit/").content.decode()
    assert "seen" in page
    answer = auditor.post("/audit/export/")
    assert "seen" in answer.content.decode()


def test_a_whole_trail_is_said_to_be_whole_and_a_touched_one_names_the_line(auditor: Client, company: Cast) -> None:
    for n in range(3):
        _line(as_viewer(company.lin), n=n)
    assert "is whole" in auditor.post("/audit/verification/").content.decode()
    AuditLine.objects.filter(seq=2).update(action="nothing_happened")
    page = auditor.post("/audit/verification/").content.decode()
    assert "is not whole" in page
    assert "Line 2 was changed" in page


def test_the_export_runs_as_no_formula_and_is_a_line_itself(auditor: Client, company: Cast) -> None:
    _line(as_viewer(company.lin), n=1, change={"note": [None, "x"]})
    _line(Viewer(0, "=cmd|' /C calc'!A0", frozenset(), frozenset(), NOW.date()), n=2)
    answer = auditor.post("/audit/export/", {"kind": "account"})
    text = answer.content.decode()
    assert answer["Content-Disposition"].startswith('attachment; filename="openkam-audit-')
    assert text.startswith("\ufeffline,moment,who")
    assert ",'=cmd|" in text
    assert len(text.splitlines()) == 3
    latest = AuditLine.objects.order_by("-seq")[0]
    assert (latest.action, latest.change["lines"]) == ("export_audit", [None, 2])


def test_the_page_asks_as_much_for_one_line_as_for_many(
    auditor: Client, company: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(60):
        _line(as_viewer(company.lin), n=n)
    with django_assert_max_num_queries(7):
        auditor.get("/audit/")


def test_a_trail_too_long_for_a_page_is_verified_by_the_command(
    auditor: Client, company: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openkam.web.audit.faults.MOST_WALKED", 1)
    for number in range(2):
        _line(as_viewer(company.ops), n=number)
    words = auditor.post("/audit/verification/").content.decode()
    assert "openkam audit verify" in words
    assert "is whole" not in words
