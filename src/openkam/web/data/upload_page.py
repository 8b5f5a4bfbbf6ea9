"""One upload: how far it is, what is open, what would be published."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openkam.analysis.schema import DAY, FLAG, TEXT
from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.figures import counted, exact_money
from openkam.insight.grading.currencies import CurrencyChoice
from openkam.intake.columns import column_types
from openkam.intake.reasons import oddity_of
from openkam.intake.receipt import Receipt
from openkam.intake.uploads.findings import Preview, problem_of
from openkam.intake.uploads.labels import TABLES, column_label
from openkam.intake.uploads.models import Job, Upload, UploadFile
from openkam.intake.uploads.outlook import Outlook, outlook_words
from openkam.intake.uploads.places import megabytes
from openkam.intake.uploads.queries import earlier_batches, repeated_batches
from openkam.intake.uploads.questions import Question, open_questions
from openkam.intake.uploads.standing import OUTLOOK, Standing, TableStanding
from openkam.intake.uploads.work import stopped_problem
from openkam.ledger.manifest import ledger_version
from openkam.ledger.models import Batch
from openkam.web.data.forms import UNDECIDED
from openkam.web.job_lines import JobLine, Trouble, job_line, trouble_of

_State = Upload.State
_ASKED = ("DAY_ORDER", "DECIMAL_MARK")


@dataclass(frozen=True)
class FileLine:
    """One file of the upload."""

    position: int
    name: str
    size: str
    bytes: int
    received: int
    table: str
    label: Text | None
    trouble: Trouble | None


@dataclass(frozen=True)
class ColumnLine:
    """One column of the contract and the header that is read as it; `choice` is UNDECIDED where several claim it."""

    name: str
    label: Text
    is_needed: bool
    choice: str
    samples: str


@dataclass(frozen=True)
class Totals:
    """Read = used + set aside, in rows and exactly to the cent; `has_amount` is False for tables without money."""

    rows: tuple[int, int, int]
    amounts: tuple[str, str, str]
    has_amount: bool
    closes: bool
    unreadable: int


@dataclass(frozen=True)
class Reason:
    """Why rows were set aside: how many, how much money (blank: no amount can be read), and where the first stands."""

    text: Text
    rows: int
    amount: str
    where: Text


@dataclass(frozen=True)
class TableView:
    """One table of the upload."""

    name: str
    label: Text
    columns: tuple[ColumnLine, ...]
    headers: tuple[str, ...]
    unused: tuple[str, ...]
    trouble: Trouble | None
    totals: Totals | None
    reasons: tuple[Reason, ...]
    notes: tuple[Text, ...]
    preview: Preview | None
    preview_heads: tuple[tuple[Text, str, bool, str], ...]
    amounts: tuple[tuple[str, int, Decimal], ...]
    since: str
    until: str
    has_set_aside: bool
    repeated: int | None
    day_order: str
    decimal_mark: str
    currency: str
    has_currency: bool
    parts: bool
    several_files: bool


@dataclass(frozen=True)
class UploadPage:
    """Everything the page of an upload shows."""

    token: str
    state: str
    title: Text
    source: str
    uploader: str
    begun_at: object
    steps: tuple[tuple[Text, str], ...]
    job: JobLine | None
    trouble: Trouble | None
    may_try_again: bool
    files: tuple[FileLine, ...]
    questions: tuple[Question, ...]
    tables: tuple[TableView, ...]
    can_publish: bool
    can_change: bool
    can_cancel: bool
    all_repeated: bool
    load_again: bool
    earlier: tuple[Batch, ...]
    outlook: tuple[Text, ...]
    seal: str
    may_grade: bool
    batches: tuple[Batch, ...]
    customers: dict[str, int]
    kinds: tuple[tuple[str, Text], ...]
    currency: CurrencyChoice | None = None


def upload_page(
    viewer: Viewer, standing: Standing, job: Job | None, *, is_stopped: bool, currencies: list[str]
) -> UploadPage:
    """How the upload stands; `job` is its latest, `is_stopped` whether that says it runs and does not."""
    upload = standing.upload
    is_under_way = job is not None and not is_stopped and job.state in (Job.State.QUEUED, Job.State.RUNNING)
    is_open = upload.state in (_State.RECEIVED, _State.PARSED, _State.STAGED, _State.PREVIEWED, _State.FAILED)
    repeated = repeated_batches(standing) if is_open else {}
    questions = open_questions(standing, currencies) if is_open and not is_under_way else []
    tables = tuple(_table_view(one, repeated.get(one.table)) for one in standing.tables)
    all_repeated = bool(tables) and len(repeated) == len(tables) and not upload.load_again
    can_publish = upload.state == _State.PREVIEWED and not is_under_way and not all_repeated
    batches = tuple(upload.batches.order_by("number")) if upload.state == _State.PUBLISHED else ()
    trouble = _trouble_of_job(job, is_stopped=is_stopped)
    return UploadPage(
        token=upload.token,
        state=upload.state,
        title=_title(standing, batches, questions, tables, is_under_way=is_under_way, all_repeated=all_repeated),
        source=upload.source,
        uploader=upload.uploader.name,
        begun_at=upload.begun_at,
        steps=_steps(upload.state, bool(questions)),
        job=job_line(job) if is_under_way and job else None,
        trouble=trouble,
        may_try_again=not is_under_way
        and (trouble is not None or upload.state == _State.RECEIVED or _lacks_customers(upload)),
        files=tuple(_file_line(file) for file in standing.files),
        questions=tuple(questions),
        tables=tables,
        can_publish=can_publish,
        can_change=is_open and not is_under_way,
        can_cancel=upload.state not in (_State.PUBLISHED, _State.CANCELLED),
        all_repeated=all_repeated,
        load_again=upload.load_again,
        earlier=tuple(earlier_batches(standing)) if upload.state == _State.PREVIEWED and not all_repeated else (),
        outlook=_outlook(standing) if can_publish else (),
        seal=standing.seal,
        may_grade=viewer.may(Right.PUBLISH_GRADES),
        batches=batches,
        customers=upload.customers,
        kinds=tuple(TABLES.items()),
    )


def coming_currencies(standing: Standing) -> set[str]:
    """The currencies of the invoice lines that would be published; none where a table of rates comes along."""
    found = {one.table: one.finding for one in standing.tables}
    lines = found.get("invoice_lines")
    return {code for code, _, _ in lines.amounts if code} if lines is not None and "rates" not in found else set()


def _outlook(standing: Standing) -> tuple[Text, ...]:
    """What publishing does to what is there; as it was when the files were checked, which is said where it moved on."""
    kept = standing.upload.findings.get(OUTLOOK)
    if kept is None:
        return ()
    found = Outlook.of_meta(kept)
    if found.version == ledger_version():
        return tuple(outlook_words(found))
    words = Text(
        "The ledger has moved on since these files were checked (then version {version}): the counts may differ.",
        "检查之后账本又有变化（检查时为第 {version} 版），以下数字可能不同。",
    )
    return (words.filled(version=found.version), *outlook_words(found))


def _trouble_of_job(job: Job | None, *, is_stopped: bool) -> Trouble | None:
    if is_stopped:
        return trouble_of(stopped_problem())
    if job is None or job.state != Job.State.FAILED or not job.problem:
        return None
    return trouble_of(problem_of(job.problem))


def _lacks_customers(upload: Upload) -> bool:
    return upload.state == _State.PUBLISHED and not upload.customers


def _title(
    standing: Standing,
    batches: tuple[Batch, ...],
    questions: Sequence[Question],
    tables: tuple[TableView, ...],
    *,
    is_under_way: bool,
    all_repeated: bool,
) -> Text:
    state = _State(standing.upload.state)
    count = len(standing.files)
    names = standing.files[0].name if count == 1 else Text(f"{count} files", f"{count} 个文件")
    if state == _State.PUBLISHED:
        numbers = ", ".join(str(batch.number) for batch in batches)
        return Text("Published as load {numbers}", "已发布为第 {numbers} 批").filled(numbers=numbers)
    if is_under_way or state in _TITLES:
        return _TITLES.get(state, _BEING_READ).filled(names=names)
    if questions:
        asked = counted(len(questions), "question", "questions", "个问题")
        return Text("{names}: {asked} first", "{names}：还有{asked}需要确认").filled(names=names, asked=asked)
    if all_repeated:
        return Text("These very files are loaded already", "这些文件已导入过")
    return _ready(tables) if state == _State.PREVIEWED else _NOT_YET.filled(names=names)


def _ready(tables: tuple[TableView, ...]) -> Text:
    """How many rows can be published; those that cannot be are never passed over."""
    used, left = (sum(table.totals.rows[at] for table in tables if table.totals) for at in (1, 2))
    rows = counted(used, "row is", "rows are", " 行")
    if not left:
        return Text("{rows} ready to be published", "{rows}数据可以发布").filled(rows=rows)
    words = Text("{rows} ready to be published, {left} set aside", "{rows}可以发布，{left} 行未采用")
    return words.filled(rows=rows, left=f"{left:,}")


_BEING_READ = Text("{names}: being read", "{names}：正在读取")
_NOT_YET = Text("{names} cannot be published yet", "{names}：暂时无法发布")
_TITLES = {
    _State.RECEIVING: Text("{names}: not all here yet", "{names}：尚未全部送达"),
    _State.CANCELLED: Text("{names}: given up", "{names}：已取消"),
    _State.PUBLISHING: Text("{names}: being published", "{names}：正在发布"),
}


def _steps(state: str, has_questions: bool) -> tuple[tuple[Text, str], ...]:
    names = (
        Text("Sent", "上传"),
        Text("Understood", "识别"),
        Text("Checked", "检查"),
        Text("Published", "发布"),
    )
    at = {
        _State.RECEIVING: 0,
        _State.RECEIVED: 1,
        _State.PARSED: 1 if has_questions else 2,
        _State.STAGED: 2,
        _State.FAILED: 1,
        _State.PREVIEWED: 3,
        _State.PUBLISHING: 3,
        _State.PUBLISHED: 4,
    }.get(_State(state), 0)
    return tuple((name, "done" if i < at else "now" if i == at else "") for i, name in enumerate(names))


def _file_line(file: UploadFile) -> FileLine:
    problem = file.look.get("problem") if file.look else None
    left_out = Text("left out", "不使用") if file.table == UploadFile.LEFT_OUT else None
    return FileLine(
        file.position,
        file.name,
        megabytes(file.size),
        file.size,
        file.received,
        file.table,
        TABLES.get(file.table, left_out),
        trouble_of(problem_of(problem)) if problem else None,
    )


def _table_view(table: TableStanding, repeated: Batch | None) -> TableView:
    finding = table.finding
    receipt = finding.receipt if finding else None
    problem = table.understood.problem or (finding.problem if finding else None)
    if problem and (problem.code in _ASKED or problem.code.startswith(("TWO_CLAIMS", "DISCOUNT"))):
        problem = None
    preview = finding.preview if finding else None
    mapping = receipt.files[0].mapping if receipt else table.understood.suggested.mapping
    used = set(table.understood.suggested.mapping.values())
    choices = table.choices
    return TableView(
        name=table.table,
        label=TABLES[table.table],
        columns=tuple(_columns(table)),
        headers=table.understood.headers,
        unused=tuple(header for header in table.understood.headers if header not in used),
        trouble=trouble_of(problem) if problem else None,
        totals=_totals(receipt) if receipt else None,
        reasons=tuple(_reasons(receipt)) if receipt else (),
        notes=_notes(receipt) if receipt else (),
        preview=preview,
        preview_heads=_heads(table, preview, mapping) if preview else (),
        amounts=finding.amounts if finding else (),
        since=finding.since if finding else "",
        until=finding.until if finding else "",
        has_set_aside=bool(finding and finding.has_set_aside),
        repeated=repeated.number if repeated else None,
        day_order="" if choices.day_first is None else "day" if choices.day_first else "month",
        decimal_mark={None: "", ".": "point", ",": "comma"}[choices.decimal_mark],
        currency=choices.currency or "",
        has_currency="currency" in table.understood.table.columns,
        parts=choices.parts,
        several_files=len(table.files) > 1 and table.table == "invoice_lines",
    )


def _heads(table: TableStanding, preview: Preview, mapping: dict[str, str]) -> tuple[tuple[Text, str, bool, str], ...]:
    """Label, header of the file, whether it is a column of numbers, and its canonical name."""
    types = column_types(table.understood.table)
    return tuple(
        (column_label(name), mapping.get(name, ""), types[name] not in (TEXT, DAY, FLAG), name)
        for name in preview.columns
    )


def _columns(table: TableStanding) -> "list[ColumnLine]":
    understood = table.understood
    lines = []
    for name in column_types(understood.table):
        header = understood.suggested.mapping.get(name, "")
        choice = UNDECIDED if name in understood.suggested.contested else header
        samples = " · ".join(understood.samples.get(header, []))
        lines.append(ColumnLine(name, column_label(name), name in understood.table.needed, choice, samples))
    return sorted(lines, key=lambda line: not line.is_needed)


def _totals(receipt: Receipt) -> Totals:
    read, used, left = receipt.amount_read, receipt.amount_used, receipt.amount_set_aside
    return Totals(
        rows=(receipt.rows_read, receipt.rows_used, receipt.rows_set_aside),
        amounts=(exact_money(read), exact_money(used), exact_money(left)),
        has_amount=any((read, used, left)),
        closes=receipt.closes,
        unreadable=receipt.amount_unreadable_rows,
    )


def _notes(receipt: Receipt) -> tuple[Text, ...]:
    odd = (oddity_of(code, *found) for code, found in receipt.oddities.items() if found[0])
    return (*odd, *(note.what for note in receipt.notes))


def _reasons(receipt: Receipt) -> "list[Reason]":
    first = {one.code: one for one in reversed(receipt.set_aside)}
    found = []
    for code, (rows, _) in receipt.reasons.items():
        one, amount = first.get(code), receipt.amount_aside(code)
        where = Text("first: {file}, row {row}", "首例：{file}第 {row} 行")
        found.append(
            Reason(
                one.reason if one else Text(code, code),
                rows,
                "" if amount is None else exact_money(amount),
                where.filled(file=one.file, row=one.row) if one else Text("", ""),
            )
        )
    return found
