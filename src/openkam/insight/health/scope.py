"""Narrowing rows to some accounts, where that is cheaper than reading all that the viewer sees."""

from typing import Any, Final

from django.db.models import QuerySet

MOST_NAMED: Final = 20_000
"""A database takes so many keys in one question; of more accounts, all that the viewer sees are asked for."""


def at(rows: QuerySet[Any, Any], accounts: list[int]) -> QuerySet[Any, Any]:
    """The rows of these accounts; rows of others may come with them where there are very many."""
    return rows if len(accounts) > MOST_NAMED else rows.filter(account__in=accounts)
