"""The import of people as its pages show it: what is under way, how a file is read, what it would do, what it did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.figures import counted
from openkam.intake.contacts.actions import AT_WORK
from openkam.intake.contacts.faults import REASONS, Fault
from openkam.intake.contacts.headers import COLUMNS, KINDS, LEFT_OUT, LINES, REFUSED, TIES, columns_of, missing
from openkam.intake.contacts.models import ContactImport
from openkam.intake.contacts.places import Tried, read_tried
from openkam.intake.contacts.plan import Outcome
from openkam.intake.contacts.taking_back import is_changeable, preview
from openkam.ledger.folder import DataFolder
from openkam.web.contacts_import.forms import LARGEST
from openkam.web.contacts_import.work import NOT_YOURS, JobLine, Trouble, work_of
from openkam.web.ui.shell import data_tabs

SHOWN: Final = 50
SAMPLES: Final = 12
LATEST: Final = 25
OUTCOMES: Final = {
    Outcome.CREATED: Text("new", "新增"),
    Outcome.UPDATED: Text("changed", "更新"),
    Outcome.UNCHANGED: Text("as it is", "无变化"),
    Outcome.REJECTED: Text("not taken", "未采用"),
}
STATES: Final = {
    ContactImport.State.CHECKING: Text("being read", "正在读取"),
    ContactImport.State.UNREAD: Text("could not be read", "无法读取"),
    ContactImport.State.READ: Text("to be published", "待发布"),
    ContactImport.State.PUBLISHING: Text("being published", "正在发布"),
    ContactImport.State.PUBLISHED: Text("published", "已发布"),
    ContactImport.State.RETURNING: Text("being taken back", "正在撤回"),
    ContactImport.State.TAKEN_BACK: Text("taken back", "已撤回"),
    ContactImport.State.CANCELLED: Text("given up", "已放弃"),
}
KEYS: Final = (
    ("name", Text("account and name", "客户＋姓名")),
    ("email", Text("e-mail, else account and name", "邮箱，其次客户＋姓名")),
    ("phone", Text("phone, else account and name", "电话，其次客户＋姓名")),
)
ACCOUNT_KEYS: Final = (
    ("any", Text("code, else tax number, else name", "编码，其次税号，其次名称")),
    ("code", Text("code", "客户编码")),
    ("tax_number", Text("tax number", "统一社会信用代码")),
    ("name", Text("name", "客户名称")),
    ("name_region", Text("name and region", "客户名称＋区域")),
)
COUNTED: Final = KINDS | {LINES: Text("Reporting lines", "汇报关系")}
MOST_WEIGHED: Final = 20_000
"""Of a larger import it is not counted beforehand what taking it back would do: that takes as long as the act."""
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
    """Where a file is sent, and what was sent lately; `most` how many MB a file may have."""

    title: Text
    tabs: Tabs
    imports: tuple[ImportLine, ...]
    makes_accounts: bool
    most: int


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

    @property
    def found(self) -> int:
        """Columns that have a header."""
        return sum(bool(column.header) for column in self.columns)


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
    """What taking back would do now; None of an import too large to weigh."""

    counts: tuple[int, int, int] | None


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
    account_keys: tuple[tuple[str, Text], ...]
    account_key: str
    job: JobLine | None
    trouble: Trouble | None
    is_interrupted: bool
    may_try_again: bool
    can_cancel: bool
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
                sum(sum(counts.values()) for counts in _shown_counts(viewer, one).values()),
            )
            for one in rows[:LATEST]
        ),
        makes_accounts=viewer.may(Right.MATCH_ACCOUNTS),
        most=LARGEST >> 20,
    )


def batch_page(viewer: Viewer, folder: DataFolder, batch: ContactImport, *, with_return: bool = True) -> BatchPage:
    """How it is read and what it would do; of a published one, what taking back would.

    Ties among people are seen by whoever sent them, by nobody else who may look at the import.
    """
    tried = shown_tried(folder, batch)
    sheets = tuple(_sheet(number, sheet) for number, sheet in enumerate(batch.reading["sheets"]))
    shown = shown_sheets(viewer, batch)
    counted_kinds = _shown_counts(viewer, batch)
    totals = {outcome: sum(counts.get(outcome, 0) for counts in counted_kinds.values()) for outcome in Outcome}
    is_open = batch.state == ContactImport.State.READ and _is_own(viewer, batch)
    taken = totals[Outcome.CREATED] + totals[Outcome.UPDATED]
    faults = [one for one in tried.faults if one.sheet in shown] if tried else []
    job, trouble = work_of(folder, batch)
    if job is not None and not _is_own(viewer, batch):
        job = JobLine(job.stage, 0, 0)  # its steps are rows of every kind
    is_interrupted = trouble is not None and batch.state in AT_WORK
    may_try_again = is_interrupted and _is_retried_by(viewer, batch)
    return BatchPage(
        title=_title(batch, taken, totals[Outcome.REJECTED]),
        tabs=data_tabs(viewer, "/data/people/"),
        address=_address(batch),
        name=batch.name,
        state=batch.state,
        state_label=STATES[ContactImport.State(batch.state)],
        sheets=sheets if is_open else (),
        keys=KEYS,
        key=batch.reading["keys"].get("person", "name"),
        account_keys=ACCOUNT_KEYS,
        account_key=batch.reading["keys"].get("account", "any"),
        job=job,
        trouble=NOT_YOURS if is_interrupted and not may_try_again else trouble,
        is_interrupted=is_interrupted,
        may_try_again=may_try_again,
        can_cancel=batch.state in _CANCELLABLE,
        outcomes=tuple(OUTCOMES.values()),
        counts=tuple(
            CountLine(COUNTED[kind], tuple(counts.get(outcome, 0) for outcome in Outcome))
            for kind, counts in counted_kinds.items()
        ),
        faults=tuple(_fault(one, sheets[one.sheet].name) for one in faults[:SHOWN]),
        fault_count=len({(one.sheet, one.row) for one in faults}),
        samples=_samples(tried, sheets) if tried and is_open else (),
        can_publish=is_open and bool(taken),
        seal=seal_of(batch.counts) if is_open else "",
        back=_back(viewer, batch, taken) if with_return else None,
    )


def shown_sheets(viewer: Viewer, batch: ContactImport) -> frozenset[int]:
    """The sheets of an import the viewer may read about."""
    sheets = enumerate(batch.reading["sheets"])
    return frozenset(number for number, sheet in sheets if sheet["kind"] != TIES or _is_own(viewer, batch))


def shown_tried(folder: DataFolder, batch: ContactImport) -> Tried | None:
    """What the latest try found; None where columns were chosen anew and the rows not tried with them."""
    return read_tried(folder, batch) if batch.counts else None


_CANCELLABLE: Final = (ContactImport.State.CHECKING, ContactImport.State.UNREAD, ContactImport.State.READ)


def _shown_counts(viewer: Viewer, batch: ContactImport) -> dict[str, dict[str, int]]:
    """Ties among people are counted for whoever sent them."""
    return {kind: counts for kind, counts in batch.counts.items() if kind != TIES or _is_own(viewer, batch)}


def _is_own(viewer: Viewer, batch: ContactImport) -> bool:
    return bool(batch.author_id == viewer.user)


def _is_retried_by(viewer: Viewer, batch: ContactImport) -> bool:
    """Whoever sent it begins it anew: a trial shows what its viewer sees. Taking back, whoever may take it back."""
    if batch.state == ContactImport.State.RETURNING:
        return is_changeable(viewer, batch)
    return _is_own(viewer, batch)


def _back(viewer: Viewer, batch: ContactImport, taken: int) -> Back | None:
    if batch.state != ContactImport.State.PUBLISHED or not is_changeable(viewer, batch):
        return None
    return Back(preview(viewer, batch).counts if taken <= MOST_WEIGHED else None)


def _samples(tried: Tried, sheets: tuple[SheetPart, ...]) -> tuple[tuple[str, int, Text, str], ...]:
    return tuple(
        (sheets[sheet].name, row, OUTCOMES[Outcome(outcome)], name)
        for sheet, row, outcome, name in tried.samples[:SAMPLES]
    )


def seal_of(counts: Mapping[str, Mapping[str, int]]) -> str:
    """The figures of a page in one value of its form."""
    return ",".join(f"{kind}.{outcome}={count}" for kind, found in counts.items() for outcome, count in found.items())


def _title(batch: ContactImport, taken: int, rejected: int) -> Text:
    changes = counted(taken, "change", "changes", "项变更")
    if batch.state == ContactImport.State.PUBLISHED and batch.counts:
        return _of_published(changes, rejected)
    if batch.state != ContactImport.State.READ:
        return Text("{name}: {state}", "{name}：{state}").filled(
            name=batch.name, state=STATES[ContactImport.State(batch.state)]
        )
    if not batch.counts:
        return Text("{name}: the rows are not tried yet", "{name}：尚未检查各行").filled(name=batch.name)
    if rejected:
        return Text("{changes} would be published, {rejected} not taken", "将发布{changes}，{rejected}项未采用").filled(
            changes=changes, rejected=f"{rejected:,}"
        )
    return Text("{changes} would be published", "将发布{changes}").filled(changes=changes)


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


def _of_published(changes: Text, rejected: int) -> Text:
    if rejected:
        return Text("{changes} published, {rejected} not taken", "已发布{changes}，{rejected}项未采用").filled(
            changes=changes, rejected=f"{rejected:,}"
        )
    return Text("{changes} published", "已发布{changes}").filled(changes=changes)
