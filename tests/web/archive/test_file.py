"""The file of an account: what its sheets say."""

from datetime import date

from openkam.analysis.words import Text
from openkam.records.activities.actions import note_activity
from openkam.records.activities.entry import Entry
from openkam.web.archive.file import archive_file
from tests.cast import NOW, Cast, as_viewer, harbour_people


def test_the_file_tells_who_is_in_post_and_who_took_part_and_leaves_unsaid_words_blank(company: Cast) -> None:
    people, day = harbour_people(company), date(2026, 6, 1)
    seller = as_viewer(company.fang)
    written = Entry(
        kind="MEETING",
        happened_date=day,
        precision="MONTH",
        subject="talk of June",
        attendees=frozenset({people.sun.pk}),
        companions=frozenset({company.wei.pk}),
        next_step="send the drawing",
        next_step_date=date(2026, 7, 9),
    )
    note_activity(viewer=seller, account=company.harbour, entry=written, now=NOW)
    sections = {one.code: one for one in archive_file(seller, company.harbour.pk).sections}
    left = [row[-1] for row in sections["people"].rows if row[0] == people.sun.name]
    assert left == [Text("in post", "在职")]
    row = next(row for row in sections["log"].rows if row[2] == "talk of June")
    assert row[0] == Text("Jun 2026", "2026年6月")
    assert list(row[3:9]) == [people.sun.name, company.wei.name, "", "", "send the drawing", date(2026, 7, 9)]
