"""A post on a lower level has one word wherever it is told."""

import pytest

from openkam.records.contacts.models import Employment
from openkam.web.log.timeline.sources import moved_words


@pytest.mark.parametrize(
    ("before", "after", "is_down"),
    [("DECISION", "MANAGEMENT", True), ("MANAGEMENT", "DECISION", False), ("", "EXECUTION", False)],
)
def test_a_post_on_a_lower_level_is_called_a_move_down(before: str, after: str, is_down: bool) -> None:
    assert ("降职" in moved_words(Employment(level=before), Employment(level=after)).zh) is is_down
