"""Pairwise comparisons of a scheme file, and the weights they come to (AHP)."""

from dataclasses import replace
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.scheme import Comparisons, Method, Scheme
from openkam.analysis.methods.grading.weights import RANDOM_INDEX, WARN_RATIO, Ahp, ahp
from openkam.analysis.words import Text
from openkam.insight.grading.scheme_file.findings import Severity
from openkam.insight.grading.scheme_file.node import Node

LARGEST: Final = 9.0
MOST_CRITERIA: Final = max(RANDOM_INDEX)
_ROUNDING: Final = 0.01
"""How far a rounded fraction such as 0.143 for 1/7 may lie from the exact one."""
_ALMOST: Final = 1e-9
_HUNDREDTHS: Final = 10_000
_BEYOND: Final = (
    Text("{one} against {other} is beyond the scale of 1 to 9.", "{one} 与 {other} 的比较超出1到9。"),
    Text("9 says that one matters far more than the other.", "9 已表示一项远比另一项重要。"),
)
_TWO_WAYS: Final = (
    Text("{one} and {other} are compared in two ways that differ.", "{one} 与 {other} 的两处比较不符。"),
    Text(
        "If one matters three times as much, the other matters a third as much (0.333); against itself: 1.",
        "一项的重要性为另一项的3倍，反过来就是三分之一（0.333）；与自身相比为1。",
    ),
)
Rows = tuple[tuple[float, ...], ...]


def weighed(scheme: Scheme, node: Node) -> Scheme:
    """The scheme with the weights its comparisons come to; faults are noted and leave it as it was."""
    codes, rows = node.strings("criteria"), node.rows("matrix")
    node.close()
    if not (rows and _fits(scheme, codes, node)):
        return scheme
    matrix = _matrix(rows, codes, node)
    if matrix is None or not _is_reciprocal(matrix, codes, node):
        return scheme
    found = ahp(matrix)
    _doubt_contradiction(found, codes, node)
    weights = dict(zip(codes, _hundredths(found.weights), strict=True))
    return replace(
        scheme,
        criteria=tuple(replace(one, weight=weights[one.code]) for one in scheme.criteria),
        comparisons=Comparisons(codes, matrix),
    )


def _fits(scheme: Scheme, codes: tuple[str, ...], node: Node) -> bool:
    """Whether the comparisons are of the scheme's criteria, each once, and nothing else gives weights."""
    known = [one.code for one in scheme.criteria]
    if scheme.method is not Method.SCORECARD:
        what = Text("Only a scorecard has weights.", "只有计分卡才有权重。")
        node.note(None, what, Text("Remove [comparisons].", "请删除 [comparisons]。"), scheme.method)
    elif sorted(codes) != sorted(known):
        what = Text("These are not the criteria of the scheme, each once.", "这里须恰好列出方案的各项指标，每项一次。")
        remedy = Text("Write {codes}.", "请写 {codes}。").filled(codes=", ".join(known))
        node.note("criteria", what, remedy, ", ".join(codes))
    elif any(one.weight for one in scheme.criteria):
        index = next(index for index, one in enumerate(scheme.criteria) if one.weight)
        what = Text("The comparisons give the weights already.", "权重已由两两比较得出。")
        remedy = Text("Remove weight, or remove [comparisons].", "请删除 weight，或删除 [comparisons]。")
        node.notebook.note(("criteria", index, "weight"), what, remedy, scheme.criteria[index].weight)
    elif len(codes) > MOST_CRITERIA:
        what = Text("Nobody compares so many criteria without contradiction.", "指标太多，两两比较难以前后一致。")
        remedy = Text("Compare at most {most}, or give weights.", "最多比较{most}项，或直接给出权重。")
        node.note("criteria", what, remedy.filled(most=MOST_CRITERIA), len(codes))
    else:
        return True
    return False


def _matrix(rows: Rows, codes: tuple[str, ...], node: Node) -> Rows | None:
    """All rows in full; the part below the diagonal is filled in where each row begins with its own 1."""
    count, lengths = len(codes), [len(row) for row in rows]
    if any(value <= 0 for row in rows for value in row):
        what = Text("Every comparison is more than 0.", "每个比较值都必须大于0。")
        remedy = Text("Write 3 for three times as much, 0.333 for a third.", "三倍写 3，三分之一写 0.333。")
        node.note("matrix", what, remedy)
        return None
    if lengths == [count] * count:
        return rows
    if lengths == list(range(count, 0, -1)):
        return tuple(
            tuple(rows[i][j - i] if j >= i else 1 / rows[j][i - j] for j in range(count)) for i in range(count)
        )
    what = Text(
        "{count} criteria need {count} rows of {count} numbers.", "{count}项指标需要{count}行，每行{count}个数。"
    )
    remedy = Text(
        "Give every row in full, or each from its own 1 on: [[1, 3, 5], [1, 3], [1]].",
        "请把每行写全，或每行从自身的1写起：[[1, 3, 5], [1, 3], [1]]。",
    )
    node.note("matrix", what.filled(count=count), remedy, lengths)
    return None


def _is_reciprocal(matrix: Rows, codes: tuple[str, ...], node: Node) -> bool:
    for i, row in enumerate(matrix):
        for j, value in enumerate(row[: i + 1]):
            across = matrix[j][i]
            is_beyond = max(value, across) > LARGEST * (1 + _ROUNDING)
            if is_beyond or abs(value * across - 1) > _ROUNDING + _ALMOST:
                what, remedy = _BEYOND if is_beyond else _TWO_WAYS
                node.note("matrix", what.filled(one=codes[j], other=codes[i]), remedy, f"{across:g}, {value:g}")
                return False
    return True


def _doubt_contradiction(found: Ahp, codes: tuple[str, ...], node: Node) -> None:
    if found.contradiction is None:
        return
    row, column = found.contradiction
    figures = {
        "ratio": f"{found.ratio:.2f}",
        "most": f"{WARN_RATIO:.2f}",
        "one": codes[row],
        "other": codes[column],
        "times": f"{found.weights[row] / found.weights[column]:.2g}",
    }
    what = Text(
        "The comparisons contradict each other: consistency ratio {ratio}, more than {most}. "
        "{one} against {other} fits the others least.",
        "比较前后矛盾：一致性比例为{ratio}，超过{most}。{one} 与 {other} 的比较与其他比较最不相符。",
    )
    remedy = Text(
        "Compare {one} with {other} again: all comparisons together put it at about {times}.",
        "请重新比较 {one} 与 {other}：综合全部比较约为{times}。",
    )
    node.note("matrix", what.filled(**figures), remedy.filled(**figures), severity=Severity.WARNING)


def _hundredths(weights: Array) -> list[float]:
    """Weights of 100 with two decimals that add up exactly, by largest remainder; the earlier wins a tie."""
    exact = np.round(weights * _HUNDREDTHS, 6)
    whole = np.floor(exact).astype(np.int64)
    most = np.argsort(whole - exact, kind="stable")[: _HUNDREDTHS - int(whole.sum())]
    whole[most] += 1
    return [int(part) / 100 for part in whole]
