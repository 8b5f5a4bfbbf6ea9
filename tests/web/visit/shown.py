"""The page as a user gets it, and what its forms send."""

from typing import Any

from django.test import Client

from openkam.insight.health.flags import red_flags
from tests.cast import TODAY, Cast, as_viewer


def page(client: Client, user: Any, company: Cast, query: str = "") -> str:
    """The page as a user gets it."""
    client.force_login(user)
    answer = client.get(f"/accounts/{company.harbour.pk}/visit/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def form_of(company: Cast, code: str) -> dict[str, str]:
    """What the form of a flag sends."""
    found = red_flags(as_viewer(company.fang), [company.harbour], TODAY)[company.harbour.pk]
    flag = next(one for one in found if one.code == code)
    return {"flag": code, "facts": flag.facts, "opportunity": str(flag.opportunity or "")}
