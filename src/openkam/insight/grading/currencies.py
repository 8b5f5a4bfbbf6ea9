"""Which currency a ledger of several is graded in: what may be chosen, and what counts where nobody chose."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.figures import counted, currency_text, money_text
from openkam.core.problem import Problem
from openkam.insight.grading.queries import run_in_force
from openkam.ledger.currencies import Currencies, CurrencyLine, currencies_of
from openkam.ledger.folder import DataFolder
from openkam.ledger.manifest import ledger_version, published_currencies

_SEVERAL: Final = 2


@dataclass(frozen=True)
class CurrencyChoice:
    """Codes with their words, and the one that stands unless another is chosen."""

    options: tuple[tuple[str, Text], ...]
    chosen: str


def currency_choice(viewer: Viewer, folder: DataFolder, coming: Collection[str] = ()) -> CurrencyChoice | None:
    """The currencies a grading may be in; None where there is nothing to choose.

    coming  currencies of lines about to be published

    With a table of rates everything is converted: then its target currencies are the choice. Customers and sales of
    each currency are said to those only who work on the whole company.
    """
    if len(published_currencies() | set(coming)) < _SEVERAL:
        return None
    found = currencies_of(folder, ledger_version())
    if found.has_rates:
        return _chosen([(code, _converted(code)) for code in found.targets])
    lines = [*(one for one in found.held if one.code), *_new(found, coming)]
    return _chosen([(one.code, _words(one, viewer)) for one in lines])


def wanted_currency(folder: DataFolder, asked: str) -> str | None:
    """The currency to grade in: the one asked for, else that of the grades in force, else that of most customers.

    None where the ledger itself tells: it has one, or a table of rates that names one. Raises Problem for one that
    cannot be graded in.
    """
    if len(published_currencies()) < _SEVERAL:
        return None
    found = currencies_of(folder, ledger_version())
    known = found.targets if found.has_rates else found.named
    if asked and asked not in known:
        raise _not_held(asked, known)
    return asked or _usual(known) or None


def _chosen(options: list[tuple[str, Text]]) -> CurrencyChoice | None:
    if len(options) < _SEVERAL:
        return None
    return CurrencyChoice(tuple(options), _usual([code for code, _ in options]))


def _usual(known: Collection[str]) -> str:
    run = run_in_force()
    return run.currency if run is not None and run.currency in known else next(iter(known), "")


def _new(found: Currencies, coming: Collection[str]) -> list[CurrencyLine]:
    return [CurrencyLine(code, 0, 0, 0) for code in sorted({*coming} - {"", *found.named})]


def _words(one: CurrencyLine, viewer: Viewer) -> Text:
    name = currency_text(one.code)
    if not viewer.reads_all_accounts:
        return name
    if not one.lines:
        return Text("{name}: new with these files", "{name}：本次文件新带来").filled(name=name)
    return Text("{name}: {customers}, sales {net}", "{name}：{customers}，销售额{net}").filled(
        name=name,
        customers=counted(one.customers, "customer", "customers", "家客户"),
        net=money_text(one.net),
    )


def _converted(code: str) -> Text:
    return Text("all, converted to {name}", "全部折算为{name}").filled(name=currency_text(code))


def _not_held(asked: str, known: Collection[str]) -> Problem:
    return Problem(
        Text("The ledger cannot be graded in {currency}.", "无法按{currency}分级。").filled(currency=asked[:10]),
        remedy=Text("Choose one of: {known}.", "请从以下币种中选择：{known}。").filled(known=", ".join(known)),
        code="CURRENCY",
    )
