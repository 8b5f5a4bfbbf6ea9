"""A ledger in two currencies, graded in each from the browser: loading, choosing, and the portfolio of both."""

from decimal import Decimal

import pytest
from django.test import Client

from openkam.insight.grading.models import Grade, Run, SchemeVersion
from openkam.intake.uploads.models import Job, Upload
from openkam.intake.uploads.standing import standing_of
from tests.cast import Cast, as_viewer, cast
from tests.web.data.sending import folder, send, send_lines

__all__ = ["folder"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
HEAD = "invoice number,invoice date,customer code,customer name,net amount,cost amount,seller,currency\n"
TWO = HEAD + "".join(
    f"I-{number},2026-0{1 + number % 6}-15,C-{number % 7:03d},Works {number % 7},{100 + number}.00,60.00,fang,"
    f"{'USD' if number % 7 < 2 else 'CNY'}\n"
    for number in range(42)
)


@pytest.fixture
def people(client: Client) -> Cast:
    """The company, with sales operations signed in."""
    found = cast()
    client.force_login(found.ops)
    return found


def _agree(client: Client, upload: Upload, **fields: str) -> None:
    client.post(f"/data/uploads/{upload.token}/publication/", {"seal": standing_of(upload).seal, **fields})


def test_two_currencies_from_the_file_to_the_portfolio(client: Client, people: Cast) -> None:
    upload = send_lines(client, TWO)
    page = client.get(f"/data/uploads/{upload.token}/").content.decode()
    assert '<option value="USD"' in page
    assert '<option value="CNY"' in page
    _agree(client, upload, grade="on", currency="USD")
    [first] = Run.objects.all()
    assert (first.currency, first.account_count) == ("USD", 2)
    assert first.published_at is not None
    overview = client.get("/grading/").content.decode()
    assert "CNY: 5 customers, sales 3,6" in overview
    assert '<option value="USD" selected' in overview  # as it was graded before
    client.post("/grading/now/", {"currency": "CNY"})
    second = Run.objects.latest("number")
    assert (second.currency, second.account_count) == ("CNY", 5)
    for code, count in (("USD", 2), ("CNY", 5)):
        shown = client.get(f"/portfolio/?currency={code}")
        assert f'<option value="{code}" selected' in shown.content.decode()
        assert Grade.objects.filter(run__currency=code, run__published_at__isnull=False).count() == count
        assert sum(Decimal(one.net_sales) for one in Grade.objects.filter(run__currency=code)) > 0
        assert f"{count} of the accounts you see bought" in shown.content.decode()
    assert people.ops.pk == second.graded_by_id


def test_without_a_choice_the_ledger_is_graded_as_it_was_and_first_in_the_currency_of_most(
    client: Client, people: Cast
) -> None:
    _agree(client, send_lines(client, TWO), grade="on")
    assert Run.objects.get().currency == "CNY"
    client.post("/data/grading/", {"currency": "USD"})
    client.post("/data/grading/")
    assert list(Run.objects.order_by("number").values_list("currency", flat=True)) == ["CNY", "USD", "USD"]
    del people


def test_a_scheme_is_tried_in_the_currency_that_was_chosen(client: Client, people: Cast) -> None:
    _agree(client, send_lines(client, TWO), grade="on")
    version = SchemeVersion.objects.get()
    client.post(f"/grading/schemes/{version.pk}/grading/", {"currency": "USD"})
    run = Run.objects.latest("number")
    assert (run.currency, run.published_at) == ("USD", None)
    client.force_login(people.wei)  # a manager tries schemes, but learns no sums of the company
    page = client.get(f"/grading/schemes/{version.pk}/").content.decode()
    assert '<option value="USD"' in page
    assert "customers, sales" not in page


def test_a_currency_the_ledger_does_not_hold_fails_with_its_remedy(client: Client, people: Cast) -> None:
    _agree(client, send_lines(client, TWO))
    client.post("/data/grading/", {"currency": "JPY"})
    job = Job.objects.filter(kind=Job.Kind.GRADE).latest("pk")
    assert job.state == Job.State.FAILED
    assert "CNY, USD" in job.problem["remedy"][0]
    assert client.post("/data/grading/", {"currency": "X" * 41}).status_code == 422
    assert as_viewer(people.ops).reads_all_accounts


def test_one_currency_or_a_table_of_rates_leaves_nothing_to_choose(client: Client, people: Cast) -> None:
    upload = send_lines(client)
    assert 'name="currency"' not in client.get(f"/data/uploads/{upload.token}/").content.decode()
    _agree(client, upload)
    rates = b"currency,to_currency,rate_date,rate\nUSD,CNY,2025-01-01,7.10\n"
    both = send(client, ("lines.csv", TWO.encode()), ("rates.csv", rates))
    assert 'name="currency"' not in client.get(f"/data/uploads/{both.token}/").content.decode()
    _agree(client, both, grade="on")
    assert Run.objects.get().currency == "CNY"
    assert 'name="currency"' not in client.get("/grading/").content.decode()
    del people
