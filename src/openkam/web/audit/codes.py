"""The words of the codes that stand in changes, by field; codes of one field never mean two things."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from openkam.analysis.words import Text
from openkam.core.access import RIGHT_LABELS, ROLE_LABELS
from openkam.insight.grading.schemes import load_scheme
from openkam.insight.health.registry import RULES_BY_CODE
from openkam.intake.contacts.headers import KINDS as SHEETS
from openkam.records.activities.labels import KINDS as ENTRIES
from openkam.records.activities.labels import METHODS
from openkam.records.archive.items import ITEMS
from openkam.records.archive.labels import FIELD_KINDS, ORGANISATIONS, SCOPES, STRUCTURES
from openkam.records.archive.labels import LEVELS as STANDINGS
from openkam.records.archive.relation import SCALES
from openkam.records.archive.tax_numbers import REGISTERS
from openkam.records.contacts.labels import BASES, CHANNELS, LANGUAGES, LEVELS, OPINIONS, PROGRESS, ROLES, TRUST_ITEMS
from openkam.records.contacts.scales import DEGREES, MODES
from openkam.records.needs.causes import CAUSES

_OUTCOMES: Final = {
    "OPEN": Text("open", "进行中"),
    "WON": Text("won", "赢单"),
    "LOST": Text("lost", "丢单"),
    "STALLED": Text("stalled", "停滞"),
}
_ROWS: Final = {
    "CREATED": Text("{n} new", "新增{n}行"),
    "UPDATED": Text("{n} changed", "更新{n}行"),
    "UNCHANGED": Text("{n} as they were", "无变化{n}行"),
    "REJECTED": Text("{n} not taken", "未采用{n}行"),
}
_STATES: Final = {
    "READ": Text("read", "已读取"),
    "RECEIVING": Text("arriving", "接收中"),
    "RECEIVED": Text("received", "已接收"),
    "PARSED": Text("has open questions", "有待确认的问题"),
    "STAGED": Text("checked", "已检查"),
    "PREVIEWED": Text("ready to be published", "可以发布"),
    "PUBLISHING": Text("being published", "正在发布"),
    "PUBLISHED": Text("published", "已发布"),
    "FAILED": Text("failed", "失败"),
    "CANCELLED": Text("cancelled", "已取消"),
    "CHECKING": Text("being read", "正在读取"),
    "UNREAD": Text("could not be read", "无法读取"),
    "RETURNING": Text("being taken back", "正在撤回"),
    "TAKEN_BACK": Text("taken back", "已撤回"),
    "OPEN": Text("open", "待处理"),
    "MERGED": Text("merged", "已合并"),
    "REFUSED": Text("kept apart", "保持分开"),
    "UNDONE": Text("merge undone", "已撤销合并"),
    "DRAFT": Text("draft", "草稿"),
    "RETIRED": Text("retired", "已停用"),
    "ROLLED_BACK": Text("rolled back", "已撤回"),
    "ACTIVE": Text("in use", "使用中"),
}
_SECTIONS: Final = {
    "firm": Text("firm", "基本信息"),
    "names": Text("other names and numbers", "别名与编号"),
    "group": Text("group", "集团"),
    "knowledge": Text("what is known", "客户认知"),
    "people": Text("people", "人员"),
    "buying": Text("buying structure", "采购结构"),
    "statements": Text("financial statements", "财务报表"),
    "relation": Text("relation", "客户关系"),
    "opportunities": Text("deals", "商机"),
    "log": Text("log", "往来记录"),
    "objections": Text("objections", "异议"),
    "documents": Text("documents", "文件"),
    "fields": Text("own fields", "自定义字段"),
}
CODES: Final[Mapping[str, Mapping[Any, Text]]] = {
    "right": {right.value: text for right, text in RIGHT_LABELS.items()},
    "tier": {tier.code: tier.label for tier in load_scheme().tiers},
    "roles": {role.value: text for role, text in ROLE_LABELS.items()},
    "language": {**LANGUAGES, "zh": Text("Chinese", "中文"), "en": Text("English", "英文")},
    "theme": {
        "AUTOMATIC": Text("automatic", "跟随系统"),
        "LIGHT": Text("light", "浅色"),
        "DARK": Text("dark", "深色"),
    },
    "level": {
        **{str(code): text for code, text in (LEVELS | PROGRESS).items()},
        "CHAIN": Text("owner, team and managers", "负责人、团队和上级"),
        "COMPANY": Text("the whole company", "全公司"),
    },
    "wanted": {str(code): text for code, text in PROGRESS.items()}
    | {str(code): text for scale in SCALES.values() for code, text in scale.items()},
    **{str(about).lower(): {str(code): text for code, text in scale.items()} for about, scale in SCALES.items()},
    "role": ROLES,
    "kind": {**ENTRIES, **OPINIONS},
    "method": METHODS,
    "precision": {"DAY": Text("day", "具体日期"), "MONTH": Text("month", "仅知月份")},
    "channel": CHANNELS,
    "basis": BASES,
    "influence": DEGREES,
    "mode": MODES,
    "outcome": _OUTCOMES,
    "state": _STATES,
    "status": _STATES,
    "flag": {code: rule.label for code, rule in RULES_BY_CODE.items()},
    "causes": {cause.code: cause.text for cause in CAUSES},
    "item": {**{item.code: item.label for item in ITEMS}, **TRUST_ITEMS},
    "structure": STRUCTURES,
    "organisation": ORGANISATIONS,
    "standing": STANDINGS,
    "scope": SCOPES,
    "field_kind": FIELD_KINDS,
    "register": {code: register.label for code, register in REGISTERS.items()},
    "sections": _SECTIONS,
}


def rows_text(counts: Mapping[str, Any]) -> Text:
    """The rows of a table file by sheet: `People: 1 new, 2 not taken`."""
    said = [
        Text("{sheet}: {rows}", "{sheet}{rows}").filled(
            sheet=SHEETS.get(kind, Text(kind, kind)), rows=_listed(_outcomes(rows))
        )
        for kind, rows in counts.items()
    ]
    return Text("; ".join(one.en for one in said), "；".join(one.zh for one in said))


def _outcomes(rows: Any) -> list[Text]:
    if not isinstance(rows, Mapping):
        return [Text(str(rows), str(rows))]
    return [_ROWS.get(code, Text(f"{code} {{n}}", f"{code} {{n}}")).filled(n=n) for code, n in rows.items()]


def _listed(texts: Iterable[Text]) -> Text:
    found = list(texts)
    return Text(", ".join(one.en for one in found), "、".join(one.zh for one in found))
