"""What a scheme says must fit together: codes, weights, cuts, tiers."""

from collections.abc import Iterable
from difflib import get_close_matches

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.measure import Indicator
from openkam.analysis.methods.grading.gates import GATES
from openkam.analysis.methods.grading.scheme import Method, Scheme
from openkam.analysis.schema import CUSTOMERS
from openkam.analysis.words import Text
from openkam.insight.grading.scheme_file.findings import Place, Severity
from openkam.insight.grading.scheme_file.method_checks import check_method
from openkam.insight.grading.scheme_file.node import Notebook

_TICKET = "average_invoice"


def check(scheme: Scheme, notebook: Notebook) -> None:
    """Note everything that does not fit, errors and doubts."""
    _check_codes(scheme, notebook)
    _check_measures(scheme, notebook)
    _check_tier_names(scheme, notebook)
    _check_routes(scheme, notebook)
    _check_classes(scheme, notebook)
    if not notebook.has_errors:
        check_method(scheme, notebook)
    _doubt_single_ticket(scheme, notebook)
    _doubt_double_counting(scheme, notebook)


def _check_codes(scheme: Scheme, notebook: Notebook) -> None:
    lists = (("tiers", [one.code for one in scheme.tiers]), ("criteria", [one.code for one in scheme.criteria]))
    for key, codes in lists:
        for index, code in enumerate(codes):
            if code in codes[:index]:
                notebook.note(
                    (key, index, "code"),
                    Text("This code is used twice.", "代码重复。"),
                    Text("Give every tier and every criterion its own code.", "每个等级、每项指标须有各自的代码。"),
                    code,
                )


def _check_measures(scheme: Scheme, notebook: Notebook) -> None:
    for index, criterion in enumerate(scheme.criteria):
        _check_measure(("criteria", index), (criterion.measure, *criterion.otherwise), notebook)
        for at, condition in enumerate(criterion.conditions):
            place: Place = ("criteria", index, "conditions", at)
            _check_measure(place, (condition.measure, *condition.otherwise), notebook)
    for index, tier in enumerate(scheme.tiers):
        for at, need in enumerate(tier.needs):
            _check_measure(("tiers", index, "needs", at), (need.measure, *need.otherwise), notebook)


def _check_measure(place: Place, codes: Iterable[str], notebook: Notebook) -> None:
    for position, code in enumerate(codes):
        if code not in MEASURES:
            near = get_close_matches(code, MEASURES, 3) or sorted(MEASURES)
            notebook.note(
                (*place, "otherwise" if position else "measure"),
                Text("There is no such measure.", "没有这项指标。"),
                Text("Choose one of {near}.", "可选：{near}。").filled(near=", ".join(near)),
                code,
            )


def _check_tier_names(scheme: Scheme, notebook: Notebook) -> None:
    named: list[tuple[Place, str]] = [(("key_tiers",), code) for code in scheme.key_tiers]
    named += [(("gates", index, "highest_tier"), gate.highest_tier) for index, gate in enumerate(scheme.gates)]
    if scheme.floor_tier is not None:
        named.append((("coverage", "highest_tier"), scheme.floor_tier))
    codes = [tier.code for tier in scheme.tiers]
    for place, code in named:
        if code not in codes:
            notebook.note(
                place,
                Text("There is no such tier.", "没有这个等级。"),
                Text("Choose one of {codes}.", "可选：{codes}。").filled(codes=", ".join(codes)),
                code,
            )
    for index, gate in enumerate(scheme.gates):
        if gate.code not in GATES:
            notebook.note(
                ("gates", index, "code"),
                Text("There is no such gate.", "没有这道准入条件。"),
                Text("Choose one of {codes}.", "可选：{codes}。").filled(codes=", ".join(GATES)),
                gate.code,
            )
    if not scheme.key_tiers:
        notebook.note(
            ("key_tiers",),
            Text("No tier is called key.", "没有指定哪些等级算大客户。"),
            Text("Name at least one tier whose accounts are key.", "请至少指定一个等级为大客户。"),
        )


def _check_routes(scheme: Scheme, notebook: Notebook) -> None:
    for index, tier in enumerate(scheme.tiers):
        for at, route in enumerate(tier.routes):
            for key, columns in (("when", route.when), ("unless", route.unless)):
                for column in columns:
                    if column not in CUSTOMERS.columns:
                        near = get_close_matches(column, CUSTOMERS.columns, 3) or sorted(CUSTOMERS.columns)
                        notebook.note(
                            ("tiers", index, "routes", at, key, column),
                            Text("The customers table has no such column.", "客户表没有这一列。"),
                            Text("Choose one of {near}.", "可选：{near}。").filled(near=", ".join(near)),
                            column,
                        )


def _check_classes(scheme: Scheme, notebook: Notebook) -> None:
    for index, criterion in enumerate(scheme.criteria):
        if criterion.indicator and criterion.indicator not in list(Indicator):
            notebook.note(
                ("criteria", index, "indicator"),
                Text("There is no such class of indicators.", "没有这类指标。"),
                Text("Choose one of {codes}.", "可选：{codes}。").filled(codes=", ".join(Indicator)),
                criterion.indicator,
            )


def _doubt_single_ticket(scheme: Scheme, notebook: Notebook) -> None:
    """A large ticket is one mark of a key account but does not make one (R091)."""
    if scheme.measures and set(scheme.measures) == {_TICKET}:
        notebook.note(
            ("criteria", 0, "measure"),
            Text(
                "The average ticket is the only indicator: a large order does not make a key account.",
                "平均单笔金额是唯一指标：大额产品不等于大客户。",
            ),
            Text("Add profit, loyalty or payment.", "请加入利润、忠诚度或回款等指标。"),
            _TICKET,
            Severity.WARNING,
        )


def _doubt_double_counting(scheme: Scheme, notebook: Notebook) -> None:
    """One measure under two classes would count twice (R187)."""
    for index, criterion in enumerate(scheme.criteria):
        if scheme.method is Method.SCORECARD and criterion.measure in [one.measure for one in scheme.criteria[:index]]:
            notebook.note(
                ("criteria", index, "measure"),
                Text("This measure is counted twice.", "这项指标被重复计分。"),
                Text("Keep it in one criterion.", "请只在一项中保留。"),
                criterion.measure,
                Severity.WARNING,
            )
