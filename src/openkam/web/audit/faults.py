"""What verifying the chain found, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from openkam.analysis.words import Text
from openkam.core.audit.chain import Fault, FaultKind, Head

MOST_WALKED: Final = 50_000
"""So many lines are walked within some seconds; a thread of the server is taken meanwhile."""
_MOST_SHOWN: Final = 20
_WORDS: Final = {
    FaultKind.CHANGED: Text("Line {seq} was changed after it was written.", "第 {seq} 行在写入后被修改。"),
    FaultKind.MISSING: Text("Line {seq} is missing.", "缺少第 {seq} 行。"),
    FaultKind.REORDERED: Text("Line {seq} does not follow the one before it.", "第 {seq} 行与前一行不衔接。"),
    FaultKind.TRUNCATED: Text("The trail was cut: line {seq} is gone.", "记录被截断：第 {seq} 行已丢失。"),
    FaultKind.UNKNOWN_KEY: Text(
        "Line {seq} was sealed with a key that is not here.", "第 {seq} 行所用的密钥不在本系统中。"
    ),
    FaultKind.REPLACED: Text(
        "Line {seq} is not the one that was noted outside the database.", "第 {seq} 行与数据库外留存的记录不符。"
    ),
}


@dataclass(frozen=True)
class Verdict:
    """Whether the trail is whole; `faults` are the first twenty. None: it is too long to be walked while one waits."""

    is_whole: bool | None
    faults: list[Text]
    count: int
    head: str
    verified_at: datetime


def verdict_of(faults: Iterable[Fault], head: Head | None, now: datetime) -> Verdict:
    """The result of a walk over the whole chain, where that takes no longer than a page may."""
    if head is not None and head.seq > MOST_WALKED:
        return Verdict(None, [], head.seq, str(head), now)
    found = [_WORDS[fault.kind].filled(seq=fault.seq) for fault in islice(faults, _MOST_SHOWN)]
    return Verdict(not found, found, head.seq if head else 0, str(head or ""), now)
