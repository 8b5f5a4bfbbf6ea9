"""What the chart of the months says."""

from django.test import Client
from tests.cast import Cast

from openkam.insight.grading.models import Grade


def test_sales_are_compared_with_the_year_before_only_where_the_ledger_holds_it(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    grades, address = Grade.objects.filter(account=company.harbour), f"/accounts/{company.harbour.pk}/"
    grades.update(months=[1_000] * 12 + [2_690] * 12, growth=1.69)
    assert "Sales of the latest 12 months rose by 169%" in client.get(address).content.decode()
    grades.update(growth=None)
    page = client.get(address).content.decode()
    assert "latest 12 months rose" not in page
    assert "Net sales by month" in page
