"""From a file in the browser to a published load: every step, refused and granted."""

import json
import shutil
from pathlib import Path

import pytest
from django.test import Client

from openkam.core.audit.models import AuditLine
from openkam.intake.uploads.models import Job, Upload
from openkam.ledger.models import Batch
from openkam.records.accounts.models import Account, AccountCode
from tests.cast import Cast, cast
from tests.web.data.sending import BAD_LINE, LINES, announce, folder, publish, put, send, send_lines, workbook
from tests.web.litany import check_litany, check_refusals

__all__ = ["folder"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def people(client: Client) -> Cast:
    """The company, with sales operations signed in."""
    found = cast()
    client.force_login(found.ops)
    return found


def test_lines_are_read_previewed_published_and_their_customers_become_accounts(client: Client, people: Cast) -> None:
    upload = send_lines(client)
    assert upload.state == Upload.State.PREVIEWED
    page = client.get(f"/data/uploads/{upload.token}/").content.decode()
    assert "4 rows are ready to be published" in page
    assert "1,941" in page
    publish(client, upload)
    upload.refresh_from_db()
    assert upload.state == Upload.State.PUBLISHED
    assert upload.customers == {"created": 1, "known": 2, "proposals": upload.customers["proposals"]}
    assert Batch.objects.get().loaded_by == people.ops.name
    assert AccountCode.objects.get(code="C-009").account.owner == people.bo
    assert AuditLine.objects.filter(action="publish_upload", object_key=upload.token).count() == 1


def test_publishing_twice_publishes_once(client: Client, people: Cast) -> None:
    upload = send_lines(client)
    assert publish(client, upload).status_code == 302
    assert publish(client, upload).status_code == 302
    assert Batch.objects.count() == 1
    assert Job.objects.filter(kind=Job.Kind.PUBLISH).count() == 1


def test_what_changed_since_it_was_seen_is_not_published(client: Client, people: Cast) -> None:
    upload = send_lines(client)
    answer = client.post(f"/data/uploads/{upload.token}/publication/", {"seal": "0" * 32})
    assert answer.status_code == 422
    assert not Batch.objects.exists()


def test_the_very_bytes_again_are_told_to_be_loaded(client: Client, people: Cast) -> None:
    publish(client, send_lines(client))
    again = send_lines(client)
    page = client.get(f"/data/uploads/{again.token}/").content.decode()
    assert "load 1" in page
    assert "/publication/" not in page
    publish(client, again)
    assert Batch.objects.count() == 1
    client.post(f"/data/uploads/{again.token}/reading/", {"again": "yes"})
    again.refresh_from_db()
    publish(client, again)
    assert Batch.objects.count() == 2


def test_rows_set_aside_close_the_totals_and_come_back_as_a_file_without_formulas(client: Client, people: Cast) -> None:
    text = LINES + BAD_LINE.replace("Harbour Works", "=cmd|calc")
    upload = send_lines(client, text)
    page = client.get(f"/data/uploads/{upload.token}/").content.decode()
    assert "4 rows are ready to be published, 1 set aside" in page
    assert "closes" in page
    answer = client.get(f"/data/uploads/{upload.token}/set-aside/invoice_lines/")
    sheet = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert ",'=cmd|calc," in sheet
    assert "not a day" in sheet
    mended = send_lines(client, sheet.replace("not a day", "2026-05-31"), "mended.csv")
    publish(client, upload)
    publish(client, mended)
    assert Batch.objects.get(number=2).rows_used == 1
    assert Account.objects.filter(name__startswith="'").count() == 0


def test_an_ambiguous_date_is_asked_and_never_guessed(client: Client, people: Cast) -> None:
    text = "invoice number,invoice date,customer code,net amount,currency\nI-1,03/04/2026,C-001,10,CNY\n"
    upload = send_lines(client, text)
    assert upload.state == Upload.State.PARSED
    page = client.get(f"/data/uploads/{upload.token}/").content.decode()
    assert 'name="day-invoice_lines"' in page
    assert "3 Apr" in page
    client.post(f"/data/uploads/{upload.token}/reading/", {"day-invoice_lines": "month"})
    upload.refresh_from_db()
    assert upload.state == Upload.State.PREVIEWED
    assert upload.findings["invoice_lines"]["since"] == "2026-03-04"


def test_an_unclear_decimal_mark_is_asked(client: Client, people: Cast) -> None:
    text = "invoice number;invoice date;customer code;net amount;currency\nI-1;2026-03-04;C-001;1,234;CNY\n"
    upload = send_lines(client, text)
    page = client.get(f"/data/uploads/{upload.token}/").content.decode()
    assert 'name="mark-invoice_lines"' in page
    client.post(f"/data/uploads/{upload.token}/reading/", {"mark-invoice_lines": "comma"})
    upload.refresh_from_db()
    assert upload.findings["invoice_lines"]["amounts"] == [["CNY", 1, "1.2340"]]


def test_a_currency_that_no_column_names_is_asked(client: Client, people: Cast) -> None:
    text = "invoice number,invoice date,customer code,net amount\nI-1,2026-03-04,C-001,10\n"
    upload = send_lines(client, text)
    assert upload.state == Upload.State.PARSED
    client.post(f"/data/uploads/{upload.token}/reading/", {"currency-invoice_lines": "EUR"})
    upload.refresh_from_db()
    assert upload.state == Upload.State.PREVIEWED
    assert "as chosen" in client.get(f"/data/uploads/{upload.token}/").content.decode()
    assert upload.findings["invoice_lines"]["amounts"][0][0] == "EUR"


def test_two_headers_that_claim_one_column_are_asked(client: Client, people: Cast) -> None:
    text = "invoice number,invoice date,customer code,net amount,net sales,currency\nI-1,2026-03-04,C-001,10,11,CNY\n"
    upload = send_lines(client, text)
    page = client.get(f"/data/uploads/{upload.token}/").content.decode()
    assert 'name="map-invoice_lines-net_amount"' in page
    client.post(f"/data/uploads/{upload.token}/reading/", {"map-invoice_lines-net_amount": "net sales"})
    upload.refresh_from_db()
    assert upload.findings["invoice_lines"]["amounts"] == [["CNY", 1, "11.0000"]]


def test_unknown_headers_are_asked_for_their_kind_and_mapped_by_hand(client: Client, people: Cast) -> None:
    upload = send_lines(client, "a,b,c,d\nI-1,2026-03-04,C-001,10\n")
    assert upload.state == Upload.State.PARSED
    root = f"/data/uploads/{upload.token}/"
    assert 'name="kind-0"' in client.get(root).content.decode()
    client.post(f"{root}reading/", {"kind-0": "invoice_lines"})
    names = {"invoice_number": "a", "invoice_date": "b", "customer_code": "c", "net_amount": "d"}
    form = {f"map-invoice_lines-{name}": header for name, header in names.items()}
    client.post(f"{root}reading/", {**form, "currency-invoice_lines": "NONE"})
    upload.refresh_from_db()
    assert upload.state == Upload.State.PREVIEWED


def test_several_kinds_at_once_become_one_version(client: Client, people: Cast) -> None:
    customers = b"customer code,customer name,industry,region\nC-001,Harbour Works,Machinery,East\n"
    upload = send(client, ("lines.csv", LINES.encode()), ("customers.csv", customers))
    assert {file.table for file in upload.files.all()} == {"invoice_lines", "customers"}
    publish(client, upload)
    assert set(Batch.objects.values_list("table", "version")) == {("invoice_lines", 1), ("customers", 1)}


def test_a_formula_in_a_sheet_is_never_run_and_never_shown_as_text(client: Client, people: Cast) -> None:
    head = ["invoice number", "invoice date", "customer code", "net amount", "currency"]
    rows = [head, ["I-1", "2026-03-04", "C-001", 10, "CNY"], ["I-2", "2026-03-04", "C-001", "=1+1", "CNY"]]
    upload = send(client, ("sheet.xlsx", workbook(rows)))
    page = client.get(f"/data/uploads/{upload.token}/").content.decode()
    assert upload.state == Upload.State.PREVIEWED
    assert "=1+1" not in page


def test_small_files_come_without_any_script(client: Client, people: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = client.post("/data/uploads/", {"files": SimpleUploadedFile("lines.csv", LINES.encode()), "source": "shop"})
    assert answer.status_code == 302
    upload = Upload.objects.get()
    assert (upload.state, upload.source) == (Upload.State.PREVIEWED, "shop")


def test_hostile_names_lose_what_makes_them_hostile(client: Client, people: Cast, folder: Path) -> None:
    upload = send(client, ("../../etc/pass*wd\x00\n<b>.csv", LINES.encode()))
    [file] = upload.files.all()
    assert file.name == "pass_wd___b_.csv"
    assert all(found.is_relative_to(folder / "uploads" / upload.token) for found in folder.rglob("*.csv"))


def test_a_bomb_says_what_it_is(client: Client, people: Cast) -> None:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(70 << 20))
    upload = send(client, ("bomb.xlsx", out.getvalue()))
    page = client.get(f"/data/uploads/{upload.token}/").content.decode()
    assert "unpacks to 70 MB" in page
    assert upload.state == Upload.State.PARSED


def test_a_piece_from_the_wrong_place_is_refused_and_told_where_to_go_on(client: Client, people: Cast) -> None:
    [place] = json.loads(announce(client, ("lines.csv", 100)).content)["files"]
    assert put(client, place["address"], b"x" * 40, 0).json() == {"received": 40, "is_complete": False}
    wrong = put(client, place["address"], b"x" * 10, 50)
    assert (wrong.status_code, wrong.json()) == (409, {"received": 40})
    assert put(client, place["address"], b"x" * 61, 40).status_code == 422
    assert put(client, place["address"], b"x", 40, **{"Chunk-Sha256": "0" * 64}).status_code == 422
    assert client.get(place["address"]).json() == {"received": 40, "size": 100}


def test_too_much_is_refused_before_a_byte_arrives(client: Client, people: Cast) -> None:
    assert announce(client, ("big.csv", (2 << 30) + 1)).status_code == 422
    assert announce(client, ("none.csv", 0)).status_code == 422
    assert announce(client, *[("many.csv", 1)] * 101).status_code == 422
    assert not Upload.objects.exists()


def test_nobody_else_sends_pieces_of_an_upload(client: Client, people: Cast) -> None:
    [place] = json.loads(announce(client, ("lines.csv", 10)).content)["files"]
    client.force_login(people.cfo)
    assert put(client, place["address"], b"x" * 10, 0).status_code == 404
    assert client.get(place["address"]).status_code == 404


def test_a_cancelled_upload_leaves_no_bytes(
    client: Client, people: Cast, folder: Path, django_capture_on_commit_callbacks: object
) -> None:
    upload = send_lines(client)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(f"/data/uploads/{upload.token}/cancellation/")
    upload.refresh_from_db()
    assert upload.state == Upload.State.CANCELLED
    assert not (folder / "uploads" / upload.token).exists()
    assert client.get(f"/data/uploads/{upload.token}/").status_code == 200


def test_a_killed_job_says_so_and_is_done_again(client: Client, people: Cast) -> None:
    upload = send_lines(client)
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, ended_at=None)
    Upload.objects.filter(pk=upload.pk).update(state=Upload.State.RECEIVED)
    page = client.get(f"/data/uploads/{upload.token}/").content.decode()
    assert "interrupted" in page
    assert "/attempts/" in page
    client.post(f"/data/uploads/{upload.token}/attempts/")
    upload.refresh_from_db()
    assert upload.state == Upload.State.PREVIEWED


def test_a_publication_that_was_killed_is_done_again_and_counts_once(client: Client, people: Cast) -> None:
    upload = send_lines(client)
    publish(client, upload)
    Upload.objects.filter(pk=upload.pk).update(customers={})
    Job.objects.filter(kind=Job.Kind.PUBLISH).update(state=Job.State.RUNNING, ended_at=None)
    assert "interrupted" in client.get(f"/data/uploads/{upload.token}/").content.decode()
    client.post(f"/data/uploads/{upload.token}/attempts/")
    upload.refresh_from_db()
    assert upload.customers["known"] == 3
    assert Batch.objects.count() == 1


def test_another_load_in_the_folder_leaves_the_upload_ready(client: Client, people: Cast, folder: Path) -> None:
    from openkam.ledger.folder import DataFolder
    from openkam.ledger.lock import locked

    upload = send_lines(client)
    with locked(DataFolder(folder)):
        publish(client, upload)
    upload.refresh_from_db()
    assert upload.state == Upload.State.PREVIEWED
    assert "Another load or rollback is running" in client.get(f"/data/uploads/{upload.token}/").content.decode()
    publish(client, upload)
    assert Batch.objects.count() == 1


def test_checked_rows_that_changed_on_the_disk_are_not_published(client: Client, people: Cast, folder: Path) -> None:
    upload = send_lines(client)
    [staged] = (folder / "uploads" / upload.token / "staged").glob("*.parquet")
    staged.write_bytes(staged.read_bytes()[:-10])
    publish(client, upload)
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("ending", "method"),
    [
        ("", "GET"),
        ("progress/", "GET"),
        ("set-aside/invoice_lines/", "GET"),
        ("reading/", "POST"),
        ("attempts/", "POST"),
        ("publication/", "POST"),
        ("cancellation/", "POST"),
    ],
)
def test_every_address_of_an_upload_owes_the_litany(client: Client, people: Cast, ending: str, method: str) -> None:
    upload = send_lines(client, LINES + BAD_LINE)
    url = f"/data/uploads/{upload.token}/{ending}"
    if ending == "publication/":
        check_refusals(client, url, works_for=people.ops, stranger=None, no_right=people.fang, method=method)
        return
    check_litany(client, url, works_for=people.ops, no_right=people.fang, method=method)
    client.force_login(people.ops)
    missing = f"/data/uploads/{'0' * 32}/{ending}"
    assert getattr(client, method.lower())(missing).status_code == 404


def test_the_addresses_of_files_and_of_beginning_owe_the_litany(client: Client, people: Cast) -> None:
    words = {"name": ["lines.csv"], "size": ["10"], "source": "erp"}
    check_litany(
        client, "/data/uploads/", works_for=people.ops, no_right=people.lin, method="POST", data=words, works=(201,)
    )
    upload = Upload.objects.get()
    url = f"/data/uploads/{upload.token}/files/0/"
    check_litany(client, url, works_for=people.ops, stranger=people.cfo, no_right=people.lin)


def test_a_piece_for_an_upload_whose_files_are_gone_is_refused_in_words(
    client: Client, people: Cast, folder: Path
) -> None:
    address = json.loads(announce(client, ("a.csv", 10)).content)["files"][0]["address"]
    shutil.rmtree(folder / "uploads")
    answer = put(client, address, b"0123456789", 0)
    assert answer.status_code == 422
    assert "no longer on the server" in answer.json()["problem"]["what"]


def test_an_amount_that_cannot_be_read_is_not_shown_as_nothing(client: Client, people: Cast) -> None:
    upload = send_lines(client, LINES + BAD_LINE.replace("not a day", "2026-04-30").replace("10.00", "ten"))
    page = client.get(f"/data/uploads/{upload.token}/").content.decode()
    assert "unreadable" in page[page.index("Why they were set aside") :]


def test_before_publishing_the_page_tells_what_is_odd_what_gives_way_and_which_names_change(
    client: Client, people: Cast
) -> None:
    first = send_lines(client)
    assert "gives way" not in client.get(f"/data/uploads/{first.token}/").content.decode()
    publish(client, first)
    again = "I-3,2026-06-30,C-009,Quay & Sons,70.25,50.00,bo,CNY\n"
    odd = "I-8,2026-06-30,,,5.50,1.00,bo,CNY\nI-9,2026-06-30,C-002,Northwind,4.00,1.00,bo,CNY\n"
    upload = send_lines(client, LINES.splitlines(keepends=True)[0] + again + odd + odd.splitlines(keepends=True)[1])
    page = client.get(f"/data/uploads/{upload.token}/").content.decode()
    assert "Without a customer: 1 line, 5.50 in all." in page
    assert "Doubled in every column: 1 line, 4 in all." in page
    assert "1 invoice of this source loaded before (1 row) give way" in page
    assert "Names that change: 1 (=cmd|calc → Quay &amp; Sons)." in page
    assert upload.findings["outlook"]["gives_way"] == {"invoice_lines": {"rows": 1, "invoices": 1}}
    publish(client, upload)
    assert Batch.objects.get(number=2).rows_superseded == 1
    assert AccountCode.objects.get(code="C-009").account.name == "Quay & Sons"


def test_the_outlook_is_said_to_be_of_an_earlier_ledger_and_to_be_harmless_where_it_is(
    client: Client, people: Cast
) -> None:
    publish(client, send_lines(client))
    other = LINES.replace("I-", "J-")
    waiting = send_lines(client, other, "other.csv")
    page = client.get(f"/data/uploads/{waiting.token}/").content.decode()
    assert "nothing loaded before gives way" in page
    assert "No customer&#39;s name changes." in page
    assert "moved on" not in page
    publish(client, send_lines(client, LINES.replace("I-", "K-"), "third.csv"))
    assert "moved on since" in client.get(f"/data/uploads/{waiting.token}/").content.decode()
    customers = b"customer code,customer name\nC-001,Harbour Works\n"
    publish(client, send(client, ("customers.csv", customers)))
    table = send(client, ("customers.csv", customers + b"C-002,Northwind Ltd\n"))
    page = client.get(f"/data/uploads/{table.token}/").content.decode()
    assert "the 1 row of this source loaded before give way to these files as a whole" in page
    assert "Northwind → Northwind Ltd" in page
