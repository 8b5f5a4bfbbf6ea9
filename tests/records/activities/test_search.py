"""Entries of the log are found by their words, the latest day first."""

from datetime import timedelta

import pytest
from tests.cast import NOW, Cast, cast

from openkam.records.accounts.running_text import running_pieces
from openkam.records.activities.models import Activity, NoteText
from openkam.records.activities.search import found_notes, notes_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Cast:
    """The company of the tests."""
    return cast()


def test_entries_are_found_however_many_later_ones_there_are(company: Cast) -> None:
    """The latest few hundred are gone through first; a removed one never counts among them."""
    days = [NOW.date() - timedelta(days=number) for number in range(320)]
    entries = [
        Activity(
            account=company.harbour,
            kind="VISIT",
            happened_date=day,
            subject="交货" if number % 100 == 10 else "价格",
            noted_at=NOW,
            removed_at=NOW if number == 110 else None,
        )
        for number, day in enumerate(days)
    ]
    made = Activity.objects.bulk_create(entries)
    NoteText.objects.bulk_create(NoteText(activity=entry, text=running_pieces(entry.subject)) for entry in made)
    there = [company.harbour.pk]
    standing = [made[number].pk for number in (10, 210, 310)]
    for most in (1, 2, 3, 9):
        assert notes_at("交货", there, most) == standing[:most]
    assert notes_at("价格", there, 400) == [entry.pk for entry in made if entry.subject == "价格"]
    assert notes_at("交货", [company.steelworks.pk], 3) == []


@pytest.mark.parametrize("most", [1, 5, 100])
def test_the_latest_written_come_first_whether_few_or_many_hold_the_words(company: Cast, most: int) -> None:
    subjects = {"年度框架": 1, "框架 trial": 8, "交货": 40}
    entries = [
        Activity(account=company.harbour, kind="VISIT", happened_date=NOW.date(), subject=subject, noted_at=NOW)
        for subject, count in subjects.items()
        for _ in range(count)
    ]
    made = Activity.objects.bulk_create(entries)
    NoteText.objects.bulk_create(NoteText(activity=entry, text=running_pieces(entry.subject)) for entry in made)
    for words in ("年度框架", "框架", "tri", "框架 tria", "交货", "货交", "rial"):
        holding = [entry.pk for entry in made if words in entry.subject or all(map(entry.subject.count, words.split()))]
        expected = [] if words == "rial" else sorted(holding, reverse=True)
        assert found_notes(words, most) == expected[:most], words
