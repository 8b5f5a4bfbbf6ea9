"""Nobody, signed in or not, makes the server write a body of any size to its disk."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import cast

from openkam.web.home.size import LARGEST_BODY

pytestmark = pytest.mark.django_db


class _Unread(BytesIO):
    """A body whose reading is a fault."""

    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError("the body was read")


@pytest.mark.parametrize("length", [str(LARGEST_BODY + 1), "9" * 30, "-1", "1e9"])
@pytest.mark.parametrize("path", ["/sign-in/", "/data/uploads/", "/nowhere/"])
def test_a_body_that_is_too_large_is_not_read(client: Client, path: str, length: str) -> None:
    cast()
    extra: dict[str, Any] = {"CONTENT_LENGTH": length, "wsgi.input": _Unread()}
    answer = client.generic("POST", path, content_type="multipart/form-data; boundary=x", **extra)
    assert answer.status_code == 413


def test_a_small_file_passes(client: Client) -> None:
    company = cast()
    client.force_login(company.fang)
    answer = client.post("/data/uploads/", {"files": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")})
    assert answer.status_code == 403  # a seller loads nothing, which is known only after the body was let in
