"""The history of loads, rolling one back, grading anew, and how many questions a page asks the database."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openkam.core.audit.models import AuditLine
from openkam.insight.grading.models import Run
from openkam.intake.uploads.models import Job
from openkam.ledger.models import Batch
from tests.cast import Cast, cast
from tests.web.data.sending import LINES, folder, publish, send_lines
from tests.web.litany import check_litany

__all__ = ["folder"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def people(client: Client) -> Cast:
    """The company, with sales operations signed in and one load published."""
    found = cast()
    client.force_login(found.ops)
    publish(client, send_lines(client))
    return found


def test_a_load_tells_what_it_would_take_with_it_and_what_would_come_back(client: Client, people: Cast) -> None:
    publish(client, send_lines(client, LINES.replace("1200.00", "1300.00"), "again.csv"))
    page = client.get("/data/loads/2/").content.decode()
    assert "4 rows leave the ledger" in page
    assert "4 rows of earlier loads count again" in page
    assert "None of its rows counts any more" in client.get("/data/loads/1/").content.decode()


def test_a_load_is_rolled_back_with_a_reason_once(client: Client, people: Cast) -> None:
    assert client.post("/data/loads/1/rollback/", {"reason": " "}).status_code == 422
    assert client.post("/data/loads/1/rollback/", {"reason": "wrong month"}).status_code == 302
    assert Batch.objects.get().rollback_reason == "wrong month"
    assert AuditLine.objects.filter(action="roll_back_load", object_key="1").count() == 1
    assert client.post("/data/loads/1/rollback/", {"reason": "twice"}).status_code == 422
    assert "wrong month" in client.get("/data/loads/1/").content.decode()


def test_the_ledger_is_graded_once_it_is_asked(client: Client, people: Cast) -> None:
    assert "have not been graded" in client.get("/data/").content.decode()
    client.post("/data/grading/")
    job = Job.objects.get(kind=Job.Kind.GRADE)
    assert job.state in (Job.State.DONE, Job.State.FAILED)
    page = client.get("/data/").content.decode()
    assert ("rest on this very ledger" in page) == Run.objects.exclude(published_at=None).exists()


@pytest.mark.parametrize(
    ("url", "method", "data"),
    [
        ("/data/", "GET", None),
        ("/data/loads/1/", "GET", None),
        ("/data/grading/progress/", "GET", None),
        ("/data/loads/1/rollback/", "POST", {"reason": "wrong"}),
    ],
)
def test_every_address_owes_the_litany(
    client: Client, people: Cast, url: str, method: str, data: dict[str, str] | None
) -> None:
    check_litany(client, url, works_for=people.cfo, no_right=people.wei, method=method, data=data)


def test_grading_owes_the_litany_and_needs_its_own_right(client: Client, people: Cast) -> None:
    check_litany(client, "/data/grading/", works_for=people.ops, no_right=people.cfo, method="POST")


def test_what_is_not_there_is_not_found(client: Client, people: Cast) -> None:
    assert client.get("/data/loads/9/").status_code == 404
    assert client.post("/data/loads/9/rollback/", {"reason": "why"}).status_code == 404


def test_the_screen_asks_the_same_number_of_questions_for_one_load_or_many(client: Client, people: Cast) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/data/")
    for number in range(3):
        publish(client, send_lines(client, LINES, f"more-{number}.csv", source=f"shop{number}"))
        send_lines(client, LINES.replace("I-", f"N{number}-"), f"waits-{number}.csv")
    with CaptureQueriesContext(connection) as many:
        assert client.get("/data/").status_code == 200
    assert len(many) == len(few) + _questions_of_a_first_upload()


def _questions_of_a_first_upload() -> int:
    """Files and jobs are fetched for all uploads at once, where there is one."""
    return 2
