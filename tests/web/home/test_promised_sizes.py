"""What forms promise to take fits into the body of one request."""

from openkam.records.archive import keeping
from openkam.web.contacts_import import forms
from openkam.web.home.size import LARGEST_BODY


def test_a_file_as_large_as_a_form_promises_is_not_refused_as_a_body() -> None:
    fields_around_it = 1 << 20
    for largest in (keeping.LARGEST, forms.LARGEST):
        assert largest + fields_around_it < LARGEST_BODY
