"""What every address owes: it works, a stranger to the row gets 404, without the right 403, another verb 405.

check_litany(client, "/accounts/1/", works_for=cast.fang, stranger=cast.mei, no_right=cast.root)
"""

import hashlib
from typing import Any

from django.apps import apps
from django.test import Client

from openkam.core.audit.models import AuditLine
from openkam.records.users.models import Session, User

_NOT_STATE = {Session, AuditLine}  # being refused writes an audit line, and every visit touches the session


def check_litany(
    client: Client,
    url: str,
    *,
    works_for: User,
    stranger: User | None = None,
    no_right: User | None = None,
    method: str = "GET",
    data: dict[str, Any] | None = None,
    wrong_verb: str = "PUT",
    works: tuple[int, ...] = (200, 302, 303),
) -> Any:
    """All verses for one address; returns the answer to whom it works for.

    stranger  has the right, but sees no such row; None where the address has no row
    no_right  lacks the right; None where everybody signed in may come
    """
    check_refusals(
        client,
        url,
        works_for=works_for,
        stranger=stranger,
        no_right=no_right,
        method=method,
        data=data,
        verb=wrong_verb,
    )
    client.force_login(works_for)
    answer = ask(client, method, url, data)
    assert answer.status_code in works, f"{url}: {answer.status_code}"
    return answer


def check_refusals(
    client: Client,
    url: str,
    *,
    works_for: User,
    stranger: User | None,
    no_right: User | None,
    method: str = "GET",
    data: dict[str, Any] | None = None,
    verb: str = "PUT",
) -> None:
    """The verses that refuse; none of them changes anything."""
    before = database_digest()
    client.logout()
    answer = ask(client, method, url, data)
    assert (answer.status_code, answer.get("Location", "")[:10]) == (302, "/sign-in/?"), f"{url}: not signed in"
    for user, status in ((stranger, 404), (no_right, 403)):
        if user is not None:
            client.force_login(user)
            answer = ask(client, method, url, data)
            assert answer.status_code == status, f"{url} as {user.login}: {answer.status_code}, not {status}"
    client.force_login(works_for)
    assert ask(client, verb, url, data).status_code == 405, f"{url}: {verb}"
    assert database_digest() == before, f"{url}: a refused request changed something"


def ask(client: Client, method: str, url: str, data: dict[str, Any] | None = None) -> Any:
    """One request; PUT and DELETE carry their data as a form does."""
    if method in ("GET", "POST"):
        return getattr(client, method.lower())(url, data or {})
    return client.generic(method, url)


def database_digest() -> str:
    """A hash over all rows of all tables of ours, sessions and audit aside; a sign-in is no change of state."""
    digest = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda one: one._meta.label):
        if model.__module__.startswith("openkam.") and model not in _NOT_STATE:
            fields = [field.attname for field in model._meta.concrete_fields if field.attname != "last_login"]
            digest.update(model._meta.label.encode())
            for row in model._default_manager.order_by("pk").values_list(*fields):
                digest.update(repr(row).encode())
    return digest.hexdigest()
