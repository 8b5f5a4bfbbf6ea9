"""A scheme as the text of a file, so that cuts read from a ledger can be kept and changed."""

import json

from openkam.analysis.methods.grading.scheme import (
    Anchor,
    Comparisons,
    Condition,
    Criterion,
    Cut,
    Method,
    Route,
    Scheme,
    Tier,
)
from openkam.analysis.words import Text


def scheme_text(scheme: Scheme) -> str:
    """TOML that reads back as the same scheme.

    Give it `Grades.scheme` to keep the breakpoints a ledger was graded with: nothing in that is open any more.
    """
    parts = [_head(scheme)]
    if scheme.comparisons is not None:
        parts.append(_comparisons(scheme.comparisons))
    parts += [_criterion(one, scheme) for one in scheme.criteria]
    parts += [_tier(one) for one in scheme.tiers]
    parts += [
        _lines("[[gates]]", code=_string(one.code), highest_tier=_string(one.highest_tier)) for one in scheme.gates
    ]
    return "\n".join(parts)


def _head(scheme: Scheme) -> str:
    head = _lines(
        None,
        code=_string(scheme.code),
        version=str(scheme.version),
        method=_string(scheme.method),
        label=_words(scheme.label),
        about=_words(scheme.about) if scheme.about.en else None,
        period_months=str(scheme.period_months),
        currency=None if scheme.currency is None else _string(scheme.currency),
        key_tiers=_strings(scheme.key_tiers),
    )
    stability = _lines(
        "[stability]",
        band_share=_number(scheme.band_share),
        reviews_running=str(scheme.reviews_running),
        review_every_months=str(scheme.review_every_months),
        most_reviews=str(scheme.most_reviews),
        reconstruct_past="true" if scheme.reconstruct_past else None,
    )
    if scheme.floor_tier is None:
        return f"{head}\n{stability}"
    floor = _lines("[coverage]", floor=_number(scheme.coverage_floor), highest_tier=_string(scheme.floor_tier))
    return f"{head}\n{stability}\n{floor}"


def _comparisons(comparisons: Comparisons) -> str:
    rows = "".join(f"  [{', '.join(_number(one) for one in row)}],\n" for row in comparisons.matrix)
    return _lines("[comparisons]", criteria=_strings(comparisons.criteria), matrix=f"[\n{rows}]")


def _criterion(criterion: Criterion, scheme: Scheme) -> str:
    steps = criterion.breakpoints
    is_weighed = criterion.weight and scheme.comparisons is None
    return _lines(
        "[[criteria]]",
        code=_string(criterion.code),
        label=_words(criterion.label),
        indicator=_string(criterion.indicator) if criterion.indicator else None,
        weight=_number(criterion.weight) if is_weighed else None,
        measure=_string(criterion.measure),
        otherwise=_strings(criterion.otherwise) if criterion.otherwise else None,
        direction=_string("down") if criterion.falling else None,
        breakpoints=_steps(steps) if steps or scheme.method is Method.SCORECARD else None,
        steerable=None if criterion.steerable else "false",
        conditions=_conditions(criterion.conditions),
    )


def _tier(tier: Tier) -> str:
    text = _lines(
        "[[tiers]]",
        code=_string(tier.code),
        label=_words(tier.label),
        at_least=None if tier.at_least is None else _cut(tier.at_least),
        up_to_share=None if tier.up_to_share is None else _number(tier.up_to_share),
        with_unknown="true" if tier.with_unknown else None,
        needs=_conditions(tier.needs),
        calls=None if tier.calls is None else str(tier.calls),
        visits=None if tier.visits is None else str(tier.visits),
        service=None if tier.service is None else _words(tier.service),
    )
    return "\n".join([text, *(_route(route) for route in tier.routes)])


def _route(route: Route) -> str:
    return _lines(
        "[[tiers.routes]]",
        code=_string(route.code),
        label=_words(route.label),
        when=_columns(route.when),
        unless=_columns(route.unless) if route.unless else None,
    )


def _conditions(conditions: tuple[Condition, ...]) -> str | None:
    if not conditions:
        return None
    rows = []
    for one in conditions:
        keys = {"measure": _string(one.measure)}
        if one.otherwise:
            keys["otherwise"] = _strings(one.otherwise)
        keys |= {name: _cut(cut) for name, cut in one.bounds.items()}
        rows.append("  { " + ", ".join(f"{name} = {value}" for name, value in keys.items()) + " },\n")
    return f"[\n{''.join(rows)}]"


def _lines(header: str | None, **keys: str | None) -> str:
    rows = [f"{name} = {value}\n" for name, value in keys.items() if value is not None]
    return (f"{header}\n" if header else "") + "".join(rows)


def _cut(cut: Cut) -> str:
    return f"{{ calibrate = {_number(cut.points)} }}" if isinstance(cut, Anchor) else _number(cut)


def _steps(steps: tuple[float, ...] | None) -> str:
    return _string("calibrate") if steps is None else f"[{', '.join(_number(step) for step in steps)}]"


def _columns(columns: dict[str, tuple[str, ...]]) -> str:
    return "{ " + ", ".join(f"{_string(name)} = {_strings(values)}" for name, values in columns.items()) + " }"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _words(words: Text) -> str:
    return f"{{ en = {_string(words.en)}, zh = {_string(words.zh)} }}"


def _strings(values: tuple[str, ...]) -> str:
    return f"[{', '.join(_string(value) for value in values)}]"


def _string(value: str) -> str:
    # A JSON string is a TOML string, but for the one control character that JSON leaves bare.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
