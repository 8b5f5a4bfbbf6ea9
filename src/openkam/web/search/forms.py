"""What is searched for."""

from django.http import HttpRequest

LONGEST = 200


def words_of(request: HttpRequest) -> str:
    """The words typed, without what no name holds."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
