"""The file to try with is one the product itself takes whole, in both languages."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from openkam.analysis.words import Language
from openkam.intake.gather import gather_files
from openkam.intake.reading import Reading
from openkam.web.data.sample import sample_lines
from tests.cast import cast
from tests.web.data.sending import folder
from tests.web.litany import check_litany

__all__ = ["folder"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_line_of_the_sample_is_used_without_a_question(language: Language, tmp_path: Path) -> None:
    file = tmp_path / "sample.csv"
    file.write_bytes(sample_lines(language, date(2026, 11, 22)))
    gathered = gather_files(Reading((file,)))
    assert gathered.receipt.rows_set_aside == 0
    assert gathered.receipt.rows_used > 150
    facts = gathered.facts
    assert facts.code.tolist() == ["C001", "C002", "C003", "C004", "C005", "C006"]
    assert facts.credit_notes.tolist() == [0, 0, 0, 0, 0, 1]
    assert facts.invoices[5] == 1  # it bought once
    assert (facts.since, facts.until) == (date(2025, 5, 10), date(2026, 10, 10))
    assert 0 < facts.company.cost < facts.company.net


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_the_sample_stands_where_nothing_was_loaded_and_owes_the_litany(client: Client) -> None:
    people = cast()
    answer = check_litany(client, "/data/sample/", works_for=people.ops, no_right=people.wei)
    assert answer["Content-Disposition"] == 'attachment; filename="openkam-sample.csv"'
    client.force_login(people.ops)
    assert 'href="/data/sample/"' in client.get("/data/").content.decode()
