"""From the text of a scheme file to a scheme, or to findings that say why not."""

import tomllib
from itertools import pairwise
from typing import Any

from openkam.analysis.methods.grading.scheme import (
    POINTS,
    Anchor,
    Condition,
    Criterion,
    Cut,
    Gate,
    Method,
    Route,
    Scheme,
    Tier,
)
from openkam.analysis.words import Text
from openkam.insight.grading.scheme_file.checks import check
from openkam.insight.grading.scheme_file.comparisons import weighed
from openkam.insight.grading.scheme_file.findings import Finding, Severity
from openkam.insight.grading.scheme_file.node import Node, Notebook
from openkam.insight.grading.scheme_file.toml_faults import toml_fault

CALIBRATE = "calibrate"
_UNTOLD = Text("", "")


def read_scheme(text: str, file: str) -> tuple[Scheme | None, list[Finding]]:
    """The scheme, None where an error stops it, and all that was found; raises nothing for any text."""
    notebook = Notebook(file, text)
    data = _parsed(text, notebook)
    if data is None:
        return None, notebook.findings
    scheme = _scheme(Node(data, (), notebook), file)
    if scheme is not None and not notebook.has_errors:
        check(scheme, notebook)
    return (None if notebook.has_errors else scheme), notebook.findings


def _parsed(text: str, notebook: Notebook) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError, OverflowError) as fault:
        what, line = toml_fault(str(fault))
        words = Text("This is not a TOML file: {what}.", "不是有效的 TOML 文件：{what}。").filled(what=what)
        remedy = Text(
            "Mend the place named, or start from `openkam schemes copy`.",
            "请修改所指位置，或用 openkam schemes copy 重新开始。",
        )
        notebook.findings.append(Finding(Severity.ERROR, words, remedy, notebook.file, line=line))
        return None


def _scheme(node: Node, file: str) -> Scheme | None:
    method = _method(node)
    stability, coverage = node.table("stability"), node.table("coverage")
    scheme = Scheme(
        code=node.text("code"),
        version=node.whole("version", least=1),
        label=node.words("label"),
        about=node.words("about") if node.asked("about") else _UNTOLD,
        method=method or Method.SINGLE,
        period_months=node.whole("period_months", 12, least=1, most=120),
        currency=node.text("currency") if node.asked("currency") else None,
        key_tiers=node.strings("key_tiers"),
        tiers=tuple(_tier(one) for one in node.tables("tiers")),
        criteria=tuple(_criterion(one) for one in node.tables("criteria")),
        gates=tuple(_gate(one) for one in node.tables("gates")),
        **_stability(stability),
        **_coverage(coverage),
        origin=file,
    )
    comparisons = node.table("comparisons")
    node.close()
    if method is None:
        return None
    return scheme if comparisons is None else weighed(scheme, comparisons)


def _method(node: Node) -> Method | None:
    word = node.text("method")
    if word in list(Method):
        return Method(word)
    known = ", ".join(Method)
    node.note(
        "method",
        Text("There is no such method.", "没有这种方法。"),
        Text("Choose one of {known}.", "请从 {known} 中选择。").filled(known=known),
        word,
    )
    return None


def _stability(node: Node | None) -> dict[str, Any]:
    if node is None:
        return {}
    settings = {
        "band_share": _share(node, "band_share", 0.10),
        "reviews_running": node.whole("reviews_running", 2, least=1, most=8),
        "review_every_months": node.whole("review_every_months", 3, least=1, most=24),
        "most_reviews": node.whole("most_reviews", 8, least=1, most=40),
        "reconstruct_past": node.flag("reconstruct_past", False),
    }
    node.close()
    return settings


def _coverage(node: Node | None) -> dict[str, Any]:
    if node is None:
        return {}
    settings = {"coverage_floor": _share(node, "floor", 0.0), "floor_tier": node.text("highest_tier")}
    node.close()
    return settings


def _share(node: Node, key: str, default: float) -> float:
    share = node.number(key, default)
    if not 0 <= share < 1:
        node.note(
            key,
            Text("A share lies between 0 and 1.", "比例应在0与1之间。"),
            Text("Write 10 % as 0.10.", "10% 请写作 0.10。"),
            share,
        )
        return default
    return share


def _tier(node: Node) -> Tier:
    tier = Tier(
        code=node.text("code"),
        label=node.words("label"),
        at_least=_cut(node, "at_least"),
        up_to_share=node.number("up_to_share") if node.asked("up_to_share") else None,
        with_unknown=node.flag("with_unknown", False),
        needs=tuple(_condition(one) for one in node.tables("needs")),
        routes=tuple(_route(one) for one in node.tables("routes")),
        calls=node.whole("calls", most=366) if node.asked("calls") else None,
        visits=node.whole("visits", most=366) if node.asked("visits") else None,
        service=node.words("service") if node.asked("service") else None,
    )
    node.close()
    return tier


def _criterion(node: Node) -> Criterion:
    criterion = Criterion(
        code=node.text("code"),
        label=node.words("label"),
        measure=node.text("measure"),
        indicator=node.text("indicator", ""),
        weight=node.number("weight", 0.0),
        otherwise=node.strings("otherwise", ()),
        breakpoints=_breakpoints(node),
        steerable=node.flag("steerable", True),
        conditions=tuple(_condition(one) for one in node.tables("conditions")),
    )
    node.close()
    return criterion


def _breakpoints(node: Node) -> tuple[float, ...] | None:
    direction = node.text("direction", "up")
    if direction not in {"up", "down"}:
        node.note(
            "direction",
            Text("A direction is up or down.", "方向只能是 up 或 down。"),
            Text("Write up where more is better, down where less is better.", "越多越好写 up，越少越好写 down。"),
            direction,
        )
    if not node.asked("breakpoints") or node.raw("breakpoints") == CALIBRATE:
        if direction == "down":
            node.note(
                "breakpoints",
                Text("Falling breakpoints cannot be read from the ledger.", "越少越好的分界值无法取自账本。"),
                Text("Give five numbers.", "请给出五个数。"),
            )
        return None
    steps = node.numbers("breakpoints")
    if steps and not _in_order(steps, falling=direction == "down"):
        node.note(
            "breakpoints",
            Text(
                "Five numbers are needed, for 0, 25, 50, 75 and 100 points, each {way} than the one before.",
                "需要五个数，对应0、25、50、75、100分，且逐个{way}。",
            ).filled(way=Text("less", "变小") if direction == "down" else Text("more", "变大")),
            Text(
                'Put them in order; where less is better, add direction = "down".',
                '请按顺序填写；越少越好时另加 direction = "down"。',
            ),
            list(steps),
        )
        return None
    return steps or None


def _in_order(steps: tuple[float, ...], *, falling: bool) -> bool:
    ordered = tuple(-step for step in steps) if falling else steps
    return len(steps) == len(POINTS) and all(low < high for low, high in pairwise(ordered))


def _condition(node: Node) -> Condition:
    condition = Condition(
        measure=node.text("measure"),
        otherwise=node.strings("otherwise", ()),
        **{name: _cut(node, name) for name in ("at_least", "above", "at_most", "below")},
    )
    if not condition.bounds:
        node.note(
            None,
            Text("A condition needs a bound.", "条件缺少界限。"),
            Text("Give at_least, above, at_most or below.", "请给出 at_least、above、at_most 或 below。"),
        )
    node.close()
    return condition


def _cut(node: Node, key: str) -> Cut | None:
    if not isinstance(node.raw(key), dict):
        return node.number(key) if node.asked(key) else None
    table = node.table(key, needed=True)
    if table is None:
        return None
    step = table.number(CALIBRATE)
    table.close()
    if step not in POINTS[1:]:
        table.note(
            CALIBRATE,
            Text(
                "The ledger's ladder has steps at 25, 50, 75 and 100 points.", "账本的分界只有25、50、75、100分四级。"
            ),
            Text("Choose one of them.", "请从中选择。"),
            step,
        )
        return None
    return Anchor(step)


def _route(node: Node) -> Route:
    route = Route(node.text("code"), node.words("label"), _columns(node, "when"), _columns(node, "unless"))
    if not route.when:
        node.note(
            "when",
            Text("A route needs at least one column.", "认定途径至少需要一列。"),
            Text(
                'Write for example when = {{ contract_kind = ["GROUP_CONTRACT"] }}.',
                '例如 when = {{ contract_kind = ["GROUP_CONTRACT"] }}。',
            ).filled(),
        )
    node.close()
    return route


def _columns(node: Node, key: str) -> dict[str, tuple[str, ...]]:
    table = node.table(key)
    return {} if table is None else {name: table.strings(name) for name in table.children()}


def _gate(node: Node) -> Gate:
    gate = Gate(node.text("code"), node.text("highest_tier"))
    node.close()
    return gate
