"""What each grading method asks of its scheme."""

from itertools import pairwise
from math import isclose

from openkam.analysis.methods.grading.scheme import Method, Scheme
from openkam.analysis.words import Text
from openkam.insight.grading.scheme_file.node import Notebook

ALL_WEIGHT = 100.0
_TOO_MUCH = Text("Lower the weights by {by} in all.", "请把权重合计减少{by}。")
_TOO_LITTLE = Text("Raise the weights by {by} in all.", "请把权重合计增加{by}。")
LEAST_TIERS = 2


def check_method(scheme: Scheme, notebook: Notebook) -> None:
    """Note what the method of the scheme misses."""
    if len(scheme.tiers) < LEAST_TIERS and scheme.method is not Method.SINGLE:
        notebook.note(
            ("tiers",),
            Text("A scheme needs at least two tiers.", "方案至少需要两个等级。"),
            Text("Add a [[tiers]] table.", "请增加 [[tiers]]。"),
        )
        return
    if not scheme.tiers or not scheme.criteria:
        notebook.note(
            ("tiers",) if not scheme.tiers else ("criteria",),
            Text("A scheme needs tiers and at least one criterion.", "方案须有等级，并至少有一项指标。"),
            Text("Add [[tiers]] and [[criteria]] tables.", "请增加 [[tiers]] 与 [[criteria]]。"),
        )
        return
    match scheme.method:
        case Method.SCORECARD:
            _check_weights(scheme, notebook)
            _check_cuts(scheme, notebook)
        case Method.SINGLE:
            _check_one_criterion(scheme, notebook)
            _check_cuts(scheme, notebook)
        case Method.PYRAMID:
            _check_one_criterion(scheme, notebook)
            _check_shares(scheme, notebook)
        case Method.RULES:
            _check_needs(scheme, notebook)
        case Method.CARD:
            _check_card(scheme, notebook)


def _check_weights(scheme: Scheme, notebook: Notebook) -> None:
    for index, criterion in enumerate(scheme.criteria):
        if criterion.weight <= 0:
            notebook.note(
                ("criteria", index, "weight"),
                Text("A weight is more than 0.", "权重必须大于0。"),
                Text("Give a weight, or remove the criterion.", "请给出权重，或删除该项。"),
                criterion.weight,
            )
    total = sum(criterion.weight for criterion in scheme.criteria)
    if not isclose(total, ALL_WEIGHT, abs_tol=1e-9):
        notebook.note(
            ("criteria",),
            Text("The weights add up to {total}, not to 100.", "权重合计为{total}，应为100。").filled(
                total=f"{total:g}"
            ),
            (_TOO_MUCH if total > ALL_WEIGHT else _TOO_LITTLE).filled(by=f"{abs(ALL_WEIGHT - total):g}"),
            f"{total:g}",
        )


def _check_cuts(scheme: Scheme, notebook: Notebook) -> None:
    for index, tier in enumerate(scheme.tiers[:-1]):
        if tier.at_least is None:
            notebook.note(
                ("tiers", index),
                Text(
                    "Only the last tier may do without at_least: it takes the rest.",
                    "只有最后一级可以不写 at_least，即其余客户。",
                ),
                Text("Give at_least.", "请给出 at_least。"),
                tier.code,
            )
    cuts = [(index, tier.at_least) for index, tier in enumerate(scheme.tiers) if isinstance(tier.at_least, int | float)]
    for (_, higher), (index, lower) in pairwise(cuts):
        if lower >= higher:
            notebook.note(
                ("tiers", index, "at_least"),
                Text("The cuts must fall from the best tier down.", "分界必须从最高等级起逐级降低。"),
                Text("Give less than {higher}.", "请改为小于{higher}的数。").filled(higher=f"{higher:g}"),
                lower,
            )


def _check_one_criterion(scheme: Scheme, notebook: Notebook) -> None:
    if len(scheme.criteria) != 1:
        notebook.note(
            ("criteria",),
            Text("This method looks at exactly one criterion.", "此方法只看一项指标。"),
            Text("Keep one, or choose the method scorecard.", "请只保留一项，或改用 scorecard 方法。"),
            len(scheme.criteria),
        )


def _check_shares(scheme: Scheme, notebook: Notebook) -> None:
    before = 0.0
    for index, tier in enumerate(scheme.tiers):
        share = tier.up_to_share
        if share is None and index == len(scheme.tiers) - 1:
            return
        if share is None or not before < share <= 1:
            notebook.note(
                ("tiers", index, "up_to_share"),
                Text("Shares rise from tier to tier, from above 0 to 1.", "累计占比须逐级增大，在0与1之间。"),
                Text(
                    "Give more than {before}; the last tier may do without.",
                    "请改为大于{before}、不超过1的数；最后一级可不写。",
                ).filled(before=f"{before:g}"),
                share,
            )
            return
        before = share


def _check_needs(scheme: Scheme, notebook: Notebook) -> None:
    for index, tier in enumerate(scheme.tiers[:-1]):
        if not tier.needs:
            notebook.note(
                ("tiers", index),
                Text(
                    "A tier of rules needs conditions; only the last may take the rest.",
                    "规则法的等级须有条件，只有最后一级可为其余客户。",
                ),
                Text("Add needs.", "请增加 needs。"),
                tier.code,
            )


def _check_card(scheme: Scheme, notebook: Notebook) -> None:
    for index, criterion in enumerate(scheme.criteria):
        if not criterion.conditions:
            notebook.note(
                ("criteria", index),
                Text("A criterion of a card needs conditions.", "标准卡的每项标准须有条件。"),
                Text("Add conditions.", "请增加 conditions。"),
                criterion.code,
            )
    for index, tier in enumerate(scheme.tiers):
        if isinstance(tier.at_least, int | float) and tier.at_least > len(scheme.criteria):
            notebook.note(
                ("tiers", index, "at_least"),
                Text("There are fewer criteria than that.", "标准没有这么多项。"),
                Text("Give at most {count}.", "最多为{count}。").filled(count=len(scheme.criteria)),
                tier.at_least,
            )
