"""The whole file of one account as tables, section by section, empty ones named; only what a viewer may see.

Source: R063. Printed and exported from here, so that both say the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from openkam.analysis.methods.statements.ratios import FIGURE_LABELS
from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Viewer
from openkam.core.figures import currency_text, share_text
from openkam.core.money import amount_of
from openkam.core.periods import month_text
from openkam.insight.grading.queries import run_in_force
from openkam.records.accounts.models import Account
from openkam.records.activities.kinds import Kind, Precision
from openkam.records.activities.labels import KINDS
from openkam.records.activities.models import Activity, Attendee, Companion
from openkam.records.archive.models import Organisation
from openkam.records.archive.queries import Knowledge, knowledge
from openkam.records.archive.tax_numbers import doubt_of
from openkam.records.contacts.labels import LEVELS, ROLES
from openkam.records.contacts.queries import account_people
from openkam.records.needs.models import Objection
from openkam.records.opportunities.models import Opportunity
from openkam.web.archive.custom import custom_lines
from openkam.web.archive.documents import papers_of
from openkam.web.archive.finances import Year, ratios_of, years_of
from openkam.web.archive.frame import frame_of
from openkam.web.archive.group import Row, group_rows
from openkam.web.archive.identity import aliases_of, classified_of, codes_of, numbers_of, standing_of
from openkam.web.archive.overview import buying_of, title_of
from openkam.web.archive.relation import scales_of

MOST_ENTRIES = 2_000
"""Of a longer log the latest entries are told, and that there are more."""
_ON_THE_MAP = Text("people map", "人脉图")
_UNCONFIRMED = Text("not confirmed", "未证实")
_IN_POST = Text("in post", "在职")
_OUTCOMES = {
    "OPEN": Text("open", "进行中"),
    "WON": Text("won", "赢单"),
    "LOST": Text("lost", "丢单"),
    "STALLED": Text("stalled", "停滞"),
}


@dataclass(frozen=True)
class Section:
    """A table; cells are words, figures, days, money as Decimal, or None for unknown.

    is_figures  all but the first column are figures, in words or not
    """

    code: str
    title: Text
    heads: Sequence[Text]
    rows: Sequence[Sequence[Any]]
    note: Text | None = None
    is_figures: bool = False


@dataclass(frozen=True)
class ArchiveFile:
    """The file; `filled` the codes of sections that hold something."""

    account: Account
    title: Text
    sections: Sequence[Section]
    taken_on: Any

    @property
    def filled(self) -> list[str]:
        """Sections that hold something."""
        return [section.code for section in self.sections if section.rows]


def archive_file(viewer: Viewer, key: int) -> ArchiveFile:
    """Everything of one account that the viewer may see; a fixed number of queries.

    Raises Http404 where the viewer sees no such account.
    """
    account = frame_of(viewer, key, "").account
    known = knowledge(viewer, [account.pk])[account.pk]
    sections = [*_about(viewer, account), _facts(known), *_customer(viewer, account), *_work(viewer, account)]
    return ArchiveFile(account, title_of(known), sections, viewer.today)


def _about(viewer: Viewer, account: Account) -> Iterator[Section]:
    organisation = Organisation.objects.visible_to(viewer).filter(account=account).first()
    kind, level = standing_of(account, organisation)
    yield Section(
        "firm",
        Text("Firm", "基本信息"),
        (Text("Item", "项目"), Text("Content", "内容")),
        [
            (Text("Name", "名称"), account.name),
            (Text("Owner", "负责人"), account.owner.name if account.owner else None),
            (Text("Kind", "性质"), kind),
            (Text("Level", "级别"), level),
            *((one.label, _line(one.line) or one.word or None) for one in classified_of(viewer, account)),
        ],
    )
    yield Section(
        "names",
        Text("Other names and numbers", "别名与编号"),
        (Text("Kind", "类型"), Text("Name or number", "名称或编号"), Text("Source", "来源")),
        [
            *((label, alias.name, "") for alias, label in aliases_of(viewer, account)),
            *((Text("customer code", "客户编码"), code.code, code.source) for code in codes_of(viewer, account)),
            *(
                (label, row.number, doubt_of(row.kind, row.number) or row.source or None)
                for row, label in numbers_of(viewer, account)
            ),
        ],
    )
    yield _group(viewer, account)


def _group(viewer: Viewer, account: Account) -> Section:
    rows = group_rows(viewer, account, run_in_force(), viewer.today)
    reads = viewer.reads(FieldClass.PRICE)
    heads = [
        Text("Company", "单位"),
        Text("Steps below the top", "层级"),
        Text("Sales, alone", "销售额（本单位）"),
        Text("Sales, with subsidiaries", "销售额（含下级）"),
        *(
            [Text("Profit, alone", "毛利（本单位）"), Text("Profit, with subsidiaries", "毛利（含下级）")]
            if reads
            else []
        ),
        Text("People known, alone", "已知人员（本单位）"),
        Text("People known, with subsidiaries", "已知人员（含下级）"),
        Text("Key account by", "大客户来源"),
    ]
    told = [_group_row(row, reads) for row in rows] if len(rows) > 1 or rows[0].inherited else []
    return Section("group", Text("Group", "集团"), heads, told)


def _group_row(row: Row, reads: bool) -> list[Any]:
    money = [row.sales.own, row.sales.whole] + ([row.profit.own, row.profit.whole] if reads else [])
    source = row.inherited.partner.name if row.inherited else None
    return [row.account.name, row.depth, *money, row.people.own, row.people.whole, source]


def _facts(known: Knowledge) -> Section:
    return Section(
        "knowledge",
        Text("What is known", "客户认知"),
        (
            Text("Item", "项目"),
            Text("Known", "内容"),
            Text("Source", "来源"),
            Text("Noticed", "得知日期"),
            Text("Confirmed", "确认日期"),
        ),
        [
            (
                fact.item.label,
                fact.value,
                _ON_THE_MAP if fact.is_from_map else fact.source or None,
                fact.noticed_date,
                "" if fact.is_from_map else fact.confirmed_date or _UNCONFIRMED,
            )
            for fact in known.facts.values()
            if fact.value
        ],
    )


def _customer(viewer: Viewer, account: Account) -> Iterator[Section]:
    yield _people(viewer, account)
    yield Section(
        "buying",
        Text("Buying structure", "采购结构"),
        (
            Text("Category", "品类"),
            Text("How it is bought", "采购方式"),
            Text("Since", "起始日"),
            Text("Source", "来源"),
        ),
        [(row.category, label, row.since_date, row.source or None) for row, label in buying_of(viewer, account)],
    )
    years = years_of(viewer, account)
    heads = [Text("Figure", "指标"), *(_year_head(year) for year in years)]
    figures = [
        [
            FIGURE_LABELS[name],
            *(
                None if value is None else amount_of(value)
                for year in years
                for got, value in year.figures
                if got == name
            ),
        ]
        for name in (FIGURE_LABELS if years else ())
    ]
    ratios = [[row.label, *(_ratio(one.value, row.unit) for one in row.readings)] for row in ratios_of(years)]
    yield Section("statements", Text("Financial statements", "财务报表"), heads, [*figures, *ratios], is_figures=True)
    yield Section(
        "relation",
        Text("Relation", "客户关系"),
        (Text("About", "维度"), Text("State", "状态"), Text("Since", "起始日"), Text("Evidence", "依据")),
        [
            (scale.label, value, row.since_date, row.evidence)
            for scale in scales_of(viewer, account)
            for row, value in scale.history
        ],
    )


def _year_head(year: Year) -> Text:
    """A year with the currency of its figures: `2025 CNY`, `2025 人民币元`."""
    words = Text("{year} {currency}", "{year} {currency}")
    return words.filled(year=year.statement.year, currency=currency_text(year.statement.currency))


def _people(viewer: Viewer, account: Account) -> Section:
    chairs = account_people(viewer, [account], viewer.today)[account.pk].chairs
    rows = [
        (
            chair.name,
            chair.department or None,
            chair.title or None,
            LEVELS.get(chair.level),
            _joined([ROLES[role] for role in sorted(chair.roles) if role in ROLES]),
            chair.until_date or _IN_POST,
        )
        for chair in chairs
    ]
    heads = (
        Text("Name", "姓名"),
        Text("Department", "部门"),
        Text("Post", "职务"),
        Text("Level", "层级"),
        Text("Roles", "角色"),
        Text("Left on", "离任日期"),
    )
    return Section("people", Text("People", "人员"), heads, rows)


def _work(viewer: Viewer, account: Account) -> Iterator[Section]:
    yield _deals(viewer, account)
    yield _log(viewer, account)
    yield from _papers(viewer, account)


def _deals(viewer: Viewer, account: Account) -> Section:
    deals = Opportunity.objects.visible_to(viewer).filter(account=account).order_by("-opened_date", "-pk")
    return Section(
        "opportunities",
        Text("Deals", "商机"),
        (
            Text("Deal", "商机"),
            Text("State", "状态"),
            Text("Amount", "金额"),
            Text("Currency", "币种"),
            Text("Opened", "开始日期"),
        ),
        [
            (
                row.name,
                _OUTCOMES.get(row.outcome),
                None if row.amount_units is None else amount_of(row.amount_units),
                row.currency or None,
                row.opened_date,
            )
            for row in deals
        ],
    )


def _log(viewer: Viewer, account: Account) -> Section:
    entries = Activity.objects.visible_to(viewer).filter(account=account).select_related("author").defer("our_view")
    told = list(entries.order_by("-happened_date", "-sequence", "-pk")[: MOST_ENTRIES + 1])
    there, ours = _present(viewer, told)
    return Section(
        "log",
        Text("Log", "往来记录"),
        (
            Text("Day", "日期"),
            Text("Kind", "类型"),
            Text("Subject", "主题"),
            Text("There", "客户方参加人"),
            Text("Of us", "我方参加人"),
            Text("Said", "客户所言"),
            Text("Result", "结果"),
            Text("Next step", "下一步"),
            Text("By day", "下一步日期"),
            Text("By", "记录人"),
        ),
        [
            (
                month_text(row.happened_date) if row.precision == Precision.MONTH else row.happened_date,
                KINDS[Kind(row.kind)],
                row.subject,
                "、".join(there.get(row.pk, ())),
                "、".join(ours.get(row.pk, ())),
                row.said,
                row.result,
                row.next_step,
                row.next_step_date or "",
                row.author.name if row.author else row.written_by or None,
            )
            for row in told[:MOST_ENTRIES]
        ],
        Text("Only the latest {n} entries.", "仅列最近{n}条。").filled(n=MOST_ENTRIES)
        if len(told) > MOST_ENTRIES
        else None,
    )


def _present(viewer: Viewer, entries: Sequence[Activity]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Who took part, of the customer and of us, by entry; two queries."""
    there, ours = defaultdict[int, list[str]](list), defaultdict[int, list[str]](list)
    guests = Attendee.objects.visible_to(viewer).filter(activity__in=entries).order_by("pk")
    for entry, name in guests.values_list("activity", "person__name"):
        there[entry].append(name)
    colleagues = Companion.objects.visible_to(viewer).filter(activity__in=entries).order_by("pk")
    for entry, name in colleagues.values_list("activity", "user__name"):
        ours[entry].append(name)
    return there, ours


def _papers(viewer: Viewer, account: Account) -> Iterator[Section]:
    objections = Objection.objects.visible_to(viewer).filter(account=account).order_by("-raised_date", "-pk")
    yield Section(
        "objections",
        Text("Objections", "异议"),
        (Text("Raised", "提出日期"), Text("Objection", "异议"), Text("Answer", "答复"), Text("Answered", "答复日期")),
        [(row.raised_date, row.text, row.answer or None, row.answered_date) for row in objections],
    )
    yield Section(
        "documents",
        Text("Documents", "文件"),
        (Text("Name", "文件名"), Text("Kind", "类型"), Text("Size", "大小"), Text("Added", "添加日期")),
        [
            (paper.document.name, paper.kind, paper.size, timezone.localdate(paper.document.added_at))
            for paper in papers_of(viewer, account)
        ],
    )
    yield Section(
        "fields",
        Text("Own fields", "自定义字段"),
        (Text("Field", "字段"), Text("Content", "内容")),
        [(line.label, line.kept) for line in custom_lines(viewer, account) if line.value],
    )


def _ratio(value: float | None, unit: str) -> Text | float | None:
    """A share in percent, days and times as figures."""
    if value is None:
        return None
    if unit == "share":
        return Text("{share}", "{share}").filled(share=share_text(value, 1))
    return round(value, 1 if unit == "days" else 2)


def _line(entries: Sequence[Any]) -> Text | None:
    return _joined(
        [Text("{code} {name}", "{code} {name}").filled(code=one.code, name=one.name) for one in entries], " › "
    )


def _joined(words: Sequence[Text], link: str = ", ") -> Text | None:
    if not words:
        return None
    return Text(link.join(one.en for one in words), (link if link != ", " else "、").join(one.zh for one in words))
