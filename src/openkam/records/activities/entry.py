"""What somebody writes into the log, and what such an entry must say before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.problem import Problem
from openkam.records.accounts.limits import one_of, said
from openkam.records.activities.kinds import Kind, Method, Precision
from openkam.records.activities.labels import LISTENING
from openkam.records.contacts.wording import refuse_private

LONGEST_TEXT: Final = 4_000
MOST_PEOPLE: Final = 60
MOST_AIMS: Final = 20
PRETEXT_POLICY: Final = Text(
    "Our policy: nobody of us speaks to a customer, a rival or their partners under another name, company or pretext.",
    "公司规定：任何人不得冒用他人或其他公司的名义、编造借口接触客户、竞争对手或其合作伙伴。",
)
"""Source: R152."""
_PRETEXT_WORDS: Final = (
    "冒充",
    "冒名",
    "冒用",
    "假扮",
    "假装",
    "佯装",
    "伪装成",
    "pretext",
    "impersonat",
    "posed as",
    "posing as",
)
_LONGEST: Final = {"subject": 200, "next_step": 300, "rival": 100, "written_by": 150}
_NAMES: Final = {
    "subject": Text("The subject", "主题"),
    "said": Text("What the customer said", "客户原话"),
    "our_view": Text("Our view", "我方看法"),
    "result": Text("The result", "结果"),
    "next_step": Text("The next step", "下一步"),
    "rival": Text("The rival", "竞争对手"),
    "written_by": Text("The author", "记录人"),
}


@dataclass(frozen=True)
class Entry:
    """An entry as it is to be kept; keys of people, colleagues and the opportunity.

    signals  how an attendee looked and sounded, by his key; for those who work on the account
    """

    kind: str
    happened_date: date
    precision: str = Precision.DAY
    sequence: int = 0
    subject: str = ""
    said: str = ""
    our_view: str = ""
    result: str = ""
    next_step: str = ""
    next_step_date: date | None = None
    rival: str = ""
    method: str = ""
    opportunity: int | None = None
    attendees: frozenset[int] = frozenset()
    companions: frozenset[int] = frozenset()
    referred: int | None = None
    signals: Mapping[int, str] = field(default_factory=dict)
    aims: tuple[str, ...] = ()
    self_check: tuple[bool, ...] | None = None
    written_by: str = ""
    source_key: str = ""


def checked(entry: Entry, viewer: Viewer) -> Entry:
    """The entry with its texts trimmed, and the first of the month where the day is unknown.

    Raises Problem where it says nothing, lies in the future, holds what may not be written, or was got by pretext.
    """
    one_of(entry.kind, Kind.values)
    one_of(entry.precision, Precision.values)
    texts: dict[str, Any] = {
        name: said(getattr(entry, name), _LONGEST.get(name, LONGEST_TEXT), label, may_be_blank=True)
        for name, label in _NAMES.items()
    }
    tidy = replace(
        entry,
        **texts,
        happened_date=entry.happened_date.replace(day=1) if entry.precision == Precision.MONTH else entry.happened_date,
        aims=tuple(said(aim, 200, Text("An aim", "目标")) for aim in entry.aims if aim.strip()),
        signals={key: said(text, 300, Text("A signal", "信号")) for key, text in entry.signals.items() if text.strip()},
    )
    _refuse_pretext(tidy)
    for text in (*texts.values(), *tidy.aims, *tidy.signals.values()):
        refuse_private(text)
    _refuse_incomplete(tidy, viewer)
    return tidy


def _refuse_pretext(entry: Entry) -> None:
    """By the method named, and by what a study of the market says of itself."""
    words = f"{entry.subject}\n{entry.said}\n{entry.our_view}\n{entry.result}".lower()
    by_words = entry.kind == Kind.MARKET_STUDY and any(word in words for word in _PRETEXT_WORDS)
    if entry.method == Method.PRETEXT or by_words:
        raise Problem(
            PRETEXT_POLICY,
            remedy=Text(
                "Nothing was saved. Ask openly under your own name, or use what is published; "
                "if it has happened already, tell compliance.",
                "内容未保存。请以本人和本公司名义公开询问，或使用公开信息；如已发生，请告知合规部门。",
            ),
            code="PRETEXT",
        )
    if entry.method:
        one_of(entry.method, Method.values)
    elif entry.kind == Kind.MARKET_STUDY:
        raise Problem(
            Text("How was this learned?", "这些信息是怎么得来的？"),
            remedy=Text(
                "Name the method: published, seen, asked openly, or told.",
                "请选择方式：公开渠道、现场所见、公开询问或客户告知。",
            ),
        )


def _refuse_incomplete(entry: Entry, viewer: Viewer) -> None:
    if not any((entry.subject, entry.said, entry.our_view, entry.result, entry.attendees)):
        raise Problem(
            Text("The entry says nothing yet.", "记录还没有内容。"),
            remedy=Text("Tick who was there, or write what was said.", "请勾选参加人，或写下对方说了什么。"),
        )
    if entry.happened_date > viewer.today:
        raise Problem(
            Text("This day has not come yet.", "该日期还没有到。"),
            remedy=Text(
                "The log is for what has happened; plans are next steps.",
                "往来记录只记已发生的事，计划请写在“下一步”。",
            ),
            value=entry.happened_date.isoformat(),
        )
    if entry.next_step_date is not None and not entry.next_step:
        raise Problem(
            Text("A day without a next step.", "只有日期，没有下一步。"),
            remedy=Text("Write what is to happen on that day, or clear the day.", "请写明那天要做什么，或清空日期。"),
        )
    if entry.next_step_date is not None and entry.next_step_date < entry.happened_date:
        raise Problem(
            Text("The next step would be due before this happened.", "下一步的期限早于本次往来的日期。"),
            remedy=Text("Choose a later day, or clear the day.", "请选择之后的日期，或清空日期。"),
            value=entry.next_step_date.isoformat(),
        )
    if len(entry.attendees) + len(entry.companions) > MOST_PEOPLE or len(entry.aims) > MOST_AIMS:
        raise Problem(
            Text("These are too many at once.", "一次填写的人员或目标过多。"),
            remedy=Text("At most 60 people and 20 aims an entry.", "每条记录最多60人、20个目标。"),
        )
    if entry.self_check is not None and len(entry.self_check) != len(LISTENING):
        raise Problem(
            Text("The self-check has five answers.", "自查须有五个答案。"),
            remedy=Text("Load the page again.", "请刷新页面。"),
        )
