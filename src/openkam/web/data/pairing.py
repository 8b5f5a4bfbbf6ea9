"""Two accounts that a person puts together: what was typed, and which accounts are meant."""

from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.accounts.search import matching
from openkam.web.typed import key_of

_LONGEST: Final = 255


@dataclass(frozen=True)
class TypedPair:
    """Codes or names as they were typed; `pair` is the key of a pair to show first, 0 for none."""

    first: str = ""
    second: str = ""
    pair: int = 0


def asked_pair(given: QueryDict) -> TypedPair:
    """What a form or an address says; what is no key is none."""
    first, second = (given.get(name, "").replace("\x00", "").strip()[:_LONGEST] for name in ("first", "second"))
    return TypedPair(first, second, key_of(given.get("pair", "")) or 0)


def account_named(viewer: Viewer, words: str) -> Account:
    """The account of a code, else of a whole name, else the only one a search finds.

    Raises Problem where there is none, or more than one.
    """
    rows = Account.objects.visible_to(viewer).filter(merged_into=None)
    if not words:
        raise _unclear(words, Text("Type a code or a name in both fields.", "请在两个框中都填写客户编码或名称。"))
    for found in (rows.filter(codes__code=words), rows.filter(name__iexact=words), matching(rows, words)):
        accounts = list(found.distinct()[:2])
        if len(accounts) == 1:
            return accounts[0]
        if accounts:
            raise _unclear(words, Text("Several accounts fit: type its code.", "有多个客户符合，请填写客户编码。"))
    raise _unclear(words, Text("Nobody is called so: type its code.", "没有找到该客户，请填写客户编码。"))


def _unclear(words: str, remedy: Text) -> Problem:
    what = Text("It is not clear which account “{words}” is.", "无法确定“{words}”是哪家客户。")
    return Problem(what.filled(words=words[:60]), remedy=remedy)
