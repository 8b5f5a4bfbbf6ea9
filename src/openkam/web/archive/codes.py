"""Codes of public lists offered while somebody types; nothing of the account but its address."""

from collections.abc import Sequence
from dataclasses import dataclass

from openkam.core.access import Viewer
from openkam.records.archive.code_lists import VERSIONS, Entry, current_version
from openkam.records.archive.code_search import MOST, codes_like
from openkam.records.archive.kinds import Subject
from openkam.web.archive.frame import frame_of


@dataclass(frozen=True)
class Offer:
    """A code with its name, and what it lies in."""

    entry: Entry
    above: Sequence[Entry]


@dataclass(frozen=True)
class CodesPage:
    """The codes that fit what was typed; `may_be_more` where only the closest are shown."""

    subject: Subject
    words: str
    offers: Sequence[Offer]
    may_be_more: bool


def codes_page(viewer: Viewer, key: int, *, subject: str, version: str, words: str) -> CodesPage:
    """The codes; of a list or version nobody knows those of industries in the version in use.

    Raises Http404 where the viewer sees no such account.
    """
    frame_of(viewer, key, "identity/")
    about = Subject(subject) if subject in Subject.values else Subject.INDUSTRY
    of_list = version if version in VERSIONS[about] else current_version(about)
    lines = codes_like(about, of_list, words)
    return CodesPage(about, words, [Offer(line[-1], line[:-1]) for line in lines], len(lines) == MOST)
