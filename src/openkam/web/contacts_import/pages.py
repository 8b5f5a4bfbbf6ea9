"""The import of people as its pages show it: what is under way, how a file is read, what it would do, what it did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.figures import counted
from openkam.intake.contacts.faults import REASONS, Fault
from openkam.intake.contacts.headers import COLUMNS, KINDS, LEFT_OUT, REFUSED, columns_of, missing
from openkam.intake.contacts.models import ContactImport
from openkam.intake.contacts.places import Tried, read_tried
from openkam.intake.contacts.plan import Outcome
from openkam.intake.contacts.taking_back import is_changeable, preview
from openkam.ledger.folder import DataFolder
from openkam.web.ui.shell import data_tabs

SHOWN: Final = 50
LATEST: Final = 25
OUTCOMES: Final = {
    Outcome.CREATED: Text("new", "新增"),
    Outcome.UPDATED: Text("changed", "更新"),
    Outcome.UNCHANGED: Text("as it is", "无变化"),
    Outcome.REJECTED: Text("not taken", "未采用"),
}
STATES: Final = {
    ContactImport.State.READ: Text("to be published", "待发布"),
    ContactImport.State.PUBLISHED: Text("published", "已发布"),
    ContactImport.State.TAKEN_BACK: Text("taken back", "已撤回"),
    ContactImport.State.CANCELLED: Text("given up", "已放弃"),
}
KEYS: Final = (
    ("name", Text("account and name", "客户＋姓名")),
    ("email", Text("e-mail, else account and name", "邮箱，其次客户＋姓名")),
    ("phone", Text("phone, else account and name", "电话，其次客户＋姓名")),
)
Tabs = tuple[tuple[Text, str, bool], ...]


@dataclass(frozen=True)
class ImportLine:
    """One import in the list."""

    address: str
    name: str
    state: Text
    author: str
    begun_at: datetime
    rows: int


@dataclass(frozen=True)
class ImportsPage:
    """Where a file is sent, and what was sent lately."""

    title: Text
    tabs: Tabs
    imports: tuple[ImportLine, ...]
    makes_accounts: bool


@dataclass(frozen=True)
class ColumnLine:
    """A column a sheet may have, the header it has, and what stands below it."""

    code: str
    label: Text
    header: str
    sample: str


@dataclass(frozen=True)
class SheetPart:
    """How one sheet is read; `refused` are headers that are never kept, `unused` those that mean nothing here."""

    number: int
    name: str
    rows: int
    kind: str
    kinds: tuple[tuple[str, Text], ...]
    columns: tuple[ColumnLine, ...]
    headers: tuple[str, ...]
    refused: tuple[tuple[str, Text], ...]
    unused: tuple[str, ...]
    missing: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True)
class FaultLine:
    """A row that is not taken."""

    sheet: str
    row: int
    column: Text | None
    value: str
    what: Text
    remedy: Text


@dataclass(frozen=True)
class CountLine:
    """How many rows of a kind come out how."""

    kind: Text
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Back:
    """What taking back would do now."""

    removed: int
    restored: int
    kept: int


@dataclass(frozen=True)
class BatchPage:
    """One import; `seal` is what publication must still find."""

    title: Text
    tabs: Tabs
    address: str
    name: str
    state: str
    state_label: Text
    sheets: tuple[SheetPart, ...]
    keys: tuple[tuple[str, Text], ...]
    key: str
    outcomes: tuple[Text, ...]
    counts: tuple[CountLine, ...]
    faults: tuple[FaultLine, ...]
    fault_count: int
    samples: tuple[tuple[str, int, Text, str], ...]
    can_publish: bool
    seal: str
    back: Back | None


def imports_page(viewer: Viewer) -> ImportsPage:
    """The latest imports the viewer may see."""
    rows = ContactImport.objects.visible_to(viewer).select_related("author").order_by("-begun_at", "-pk")
    return ImportsPage(
        title=Text("Bring accounts and people in by a sheet", "用表格导入客户与联系人"),
        tabs=data_tabs(viewer, "/data/people/"),
        imports=tuple(
            ImportLine(
                _address(one),
                one.name,
                STATES[ContactImport.State(one.state)],
                one.author.name,
                one.begun_at,
                sum(sum(counts.values()) for counts in one.counts.values()),
            )
            for one in rows[:LATEST]
        ),
        makes_accounts=viewer.may(Right.MATCH_ACCOUNTS),
    )


def batch_page(viewer: Viewer, folder: DataFolder, batch: ContactImport) -> BatchPage:
    """How it is read and what it would do; of a published one, what taking back would."""
    tried = read_tried(folder, batch)
    sheets = tuple(_sheet(number, sheet) for number, sheet in enumerate(batch.reading["sheets"]))
    totals = {outcome: sum(counts.get(outcome, 0) for counts in batch.counts.values()) for outcome in Outcome}
    is_open = batch.state == ContactImport.State.READ
    taken = totals[Outcome.CREATED] + totals[Outcome.UPDATED]
    may_go_back = batch.state == ContactImport.State.PUBLISHED and is_changeable(viewer, batch)
    back = Back(*preview(batch).counts) if may_go_back else None
    return BatchPage(
        title=_title(batch, taken, totals[Outcome.REJECTED]),
        tabs=data_tabs(viewer, "/data/people/"),
        address=_address(batch),
        name=batch.name,
        state=batch.state,
        state_label=STATES[ContactImport.State(batch.state)],
        sheets=sheets if is_open else (),
        keys=KEYS,
        key=batch.reading["keys"]["person"],
        outcomes=tuple(OUTCOMES.values()),
        counts=tuple(
            CountLine(KINDS[kind], tuple(counts.get(outcome, 0) for outcome in Outcome))
            for kind, counts in batch.counts.items()
        ),
        faults=_faults(tried, sheets) if tried else (),
        fault_count=len(tried.faults) if tried else 0,
        samples=tuple(
            (sheets[sheet].name, row, OUTCOMES[Outcome(outcome)], name)
            for sheet, row, outcome, name in (tried.samples[:SHOWN] if tried and is_open else ())
        ),
        can_publish=is_open and bool(taken),
        seal=seal_of(batch.counts),
        back=back,
    )


def seal_of(counts: Mapping[str, Mapping[str, int]]) -> str:
    """The figures of a page in one value of its form."""
    return ",".join(f"{kind}.{outcome}={count}" for kind, found in counts.items() for outcome, count in found.items())


def _title(batch: ContactImport, taken: int, rejected: int) -> Text:
    if batch.state != ContactImport.State.READ:
        return Text("{name}: {state}", "{name}：{state}").filled(
            name=batch.name, state=STATES[ContactImport.State(batch.state)]
        )
    rows = counted(taken, "row", "rows", "行")
    if rejected:
        return Text("{rows} would be published, {rejected} not taken", "将发布{rows}，{rejected}行未采用").filled(
            rows=rows, rejected=f"{rejected:,}"
        )
    return Text("{rows} would be published", "将发布{rows}").filled(rows=rows)


def _sheet(number: int, sheet: dict[str, Any]) -> SheetPart:
    samples = {
        header: cell
        for row in reversed(sheet["samples"])
        for header, cell in zip(sheet["headers"], row, strict=False)
        if cell
    }
    offered = tuple(header for header in sheet["headers"] if header and header not in sheet["refused"])
    used = set(sheet["mapping"].values())
    lacking = missing(sheet["kind"], sheet["mapping"]) if sheet["kind"] != LEFT_OUT else []
    return SheetPart(
        number=number,
        name=sheet["name"],
        rows=sheet["rows"],
        kind=sheet["kind"],
        kinds=tuple(KINDS.items()),
        columns=tuple(
            ColumnLine(code, COLUMNS[code], header, samples.get(header, ""))
            for code in columns_of(sheet["kind"])
            for header in [sheet["mapping"].get(code, "")]
        ),
        headers=offered,
        refused=tuple((header, REFUSED[code]) for header, code in sheet["refused"].items()),
        unused=tuple(header for header in offered if header not in used),
        missing=tuple(tuple(COLUMNS[code] for code in group) for group in lacking),
    )


def _faults(tried: Tried, sheets: tuple[SheetPart, ...]) -> tuple[FaultLine, ...]:
    return tuple(_fault(one, sheets[one.sheet].name) for one in tried.faults[:SHOWN])


def _fault(fault: Fault, sheet: str) -> FaultLine:
    reason = REASONS[fault.code]
    return FaultLine(
        sheet=sheet,
        row=fault.row,
        column=COLUMNS.get(fault.column),
        value=fault.value,
        what=reason.what,
        remedy=reason.remedy,
    )


def _address(batch: ContactImport) -> str:
    return f"/data/people/imports/{batch.token}/"
