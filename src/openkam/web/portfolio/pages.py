"""The portfolio as its page shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.words import Language, Text
from openkam.core.access import Right
from openkam.core.figures import currency_text
from openkam.insight.grading.models import Run
from openkam.insight.grading.queries import newer_ledger
from openkam.insight.value.standing import WINDOWS
from openkam.ledger.manifest import ledger_version
from openkam.records.users.models import User
from openkam.web.amounts import written
from openkam.web.portfolio.body import Body, Part, body_of, room_of
from openkam.web.portfolio.forms import NOBODY, Asked
from openkam.web.portfolio.kept import Kept, Same
from openkam.web.portfolio.scope import Scope
from openkam.web.portfolio.what_if import WhatIf, what_if_of
from openkam.web.sight.seen import KEPT_FROM
from openkam.web.sight.teams import managers_of

Option = tuple[str, Text | str]


@dataclass(frozen=True)
class Filters:
    """What the form offers: (value, label), the first one chooses nothing; no currencies where there is only one."""

    teams: Sequence[Option]
    owners: Sequence[Option]
    regions: Sequence[Option]
    industries: Sequence[Option]
    months: Sequence[Option]
    currencies: Sequence[Option]
    chosen_currency: str


@dataclass(frozen=True)
class PortfolioPage:
    """Everything the page shows; `body` is None where there is nothing to compute from.

    lacks_costs  whether prices may be read, but too few costs are known
    is_gone      whether there is a run whose arrays were lost
    key          the same for pages whose body is the same; question: of the addresses in it
    room         None where nothing is known of it
    """

    asked: Asked
    run: Run | None
    currency: Text
    filters: Filters
    body: Body | None
    room: Part | None
    key: tuple[object, ...]
    question: str
    what_if: WhatIf | None
    lacks_costs: bool
    is_gone: bool
    is_expired: bool
    newer_ledger: int | None
    seen_count: int
    floor: str
    address: str
    may_load: bool


_KEPT: Final = Kept[Body]()
_ROOMS: Final = Kept[Part | None]()


def portfolio_page(scope: Scope, language: Language) -> PortfolioPage:
    """The page, its charts in the reader's language."""
    body, room, key = None, None, _key(scope, language)
    if scope.standing is not None and scope.seen.count:
        body = _KEPT.of(key, lambda: body_of(scope.lasting(), language))
        room = _ROOMS.of((key, scope.question), lambda: room_of(scope, language))
    whole = scope.asked.whole_query()
    return PortfolioPage(
        asked=scope.asked,
        run=scope.run,
        currency=scope.currency,
        filters=_filters(scope),
        body=body,
        room=room,
        key=key,
        question=scope.question,
        what_if=None if body is None or not body.count else what_if_of(scope, body.offered),
        lacks_costs=body is not None and scope.by_price and not body.by_profit,
        is_gone=scope.run is not None and scope.standing is None,
        is_expired=scope.run is not None and scope.run.expires_date < scope.viewer.today,
        newer_ledger=newer_ledger(scope.run, ledger_version()),
        seen_count=scope.seen.count,
        floor=written(scope.asked.floor),
        address=f"/portfolio/?{whole}" if whole else "/portfolio/",
        may_load=scope.viewer.may(Right.LOAD_DATA),
    )


def forget() -> None:
    """Draw everything anew."""
    _KEPT.clear()
    _ROOMS.clear()


def _key(scope: Scope, language: Language) -> tuple[object, ...]:
    """Two viewers share a page only where they see the same accounts under the same names and the same prices."""
    run = (scope.run.number, scope.run.columns) if scope.run is not None else ()
    names = scope.seen.name if scope.seen.count < KEPT_FROM else Same(scope.seen.name)
    return (run, scope.seal, scope.by_price, scope.asked.months, scope.overrides, names, language)


def _filters(scope: Scope) -> Filters:
    """The same for every question about the same accounts and run."""
    currency = scope.run.currency if scope.run is not None else ""
    found: Filters = scope.seen.of(("portfolio", scope.viewer.user, currency), lambda: _offered(scope))
    return found


def _offered(scope: Scope) -> Filters:
    seen = scope.seen
    every = ("", Text("all", "全部"))
    keys = np.flatnonzero(np.bincount(seen.owner))
    owners = User.objects.visible_to(scope.viewer).filter(pk__in=keys.tolist()).values_list("pk", "name")
    named = sorted(((str(key), name) for key, name in owners), key=lambda one: _sound(one[1]))
    nobody = [(NOBODY, Text("nobody", "无负责人"))] if 0 in keys else []
    whole = Text("latest {n} months", "最近{n}个月")
    currencies = [(one, currency_text(one)) for one in scope.currencies] if len(scope.currencies) > 1 else []
    return Filters(
        teams=[every, *managers_of(scope.viewer)],
        owners=[every, *nobody, *named],
        regions=[every, *_words(seen.region.vocabulary)],
        industries=[every, *_words(seen.industry.vocabulary)],
        months=[(str(months), whole.filled(n=months)) for months in WINDOWS],
        currencies=currencies,
        chosen_currency=scope.run.currency if scope.run is not None else "",
    )


def _words(vocabulary: Iterable[str]) -> list[Option]:
    named: list[Option] = [(word, word) for word in sorted(vocabulary, key=_sound) if word]
    return [*named, (NOBODY, Text("not known", "未知"))]


def _sound(word: str) -> bytes:
    """The order of a Chinese directory."""
    return word.encode("gb18030", "replace")
