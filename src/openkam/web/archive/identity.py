"""What an account is: names, numbers, codes, industry, region, kind and level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.records.accounts.models import Account, AccountCode, Alias, TaxNumber
from openkam.records.archive.code_lists import VERSIONS, Entry, current_version, rolled_up, spoken
from openkam.records.archive.coding import industry_code, region_code
from openkam.records.archive.kinds import OrganisationKind, OrganisationLevel, Subject
from openkam.records.archive.labels import ALIASES, LEVELS, ORGANISATIONS
from openkam.records.archive.models import Classification, Organisation
from openkam.records.archive.succession import Succession, succession
from openkam.records.archive.tax_numbers import REGISTERS, doubt_of
from openkam.web.archive.frame import Answer, Frame, frame_of

_SUBJECTS = {Subject.INDUSTRY: Text("Industry", "行业"), Subject.REGION: Text("Region", "地区")}


@dataclass(frozen=True)
class Classified:
    """The code of an account in one version of a list; `is_said` by a person, else from the files.

    line   the code and what it lies in, the top first; empty where the version has no such code
    word   the files' word, which may mean no code
    after  what became of the code in the version in use; None where it still stands for the same
    """

    subject: Subject
    label: Text
    version: str
    code: str
    line: Sequence[Entry]
    is_said: bool
    word: str
    after: Succession | None


@dataclass(frozen=True)
class IdentityPage:
    """Everything the page shows."""

    frame: Frame
    title: Text
    aliases: Sequence[tuple[Alias, Text]]
    merged: Sequence[str]
    codes: Sequence[AccountCode]
    numbers: Sequence[tuple[TaxNumber, Text, Text | None]]
    classified: Sequence[Classified]
    kind: Text | None
    level: Text | None
    organisation: Organisation | None
    alias_kinds: Sequence[tuple[str, Text]]
    registers: Sequence[tuple[str, Text]]
    kinds: Sequence[tuple[str, Text]]
    levels: Sequence[tuple[str, Text]]
    versions: Sequence[tuple[str, str]]
    current: Mapping[Subject, str]


def identity_page(viewer: Viewer, key: int, answer: Answer = None) -> IdentityPage:
    """The page.

    Raises Http404 where the viewer sees no such account.
    """
    frame = frame_of(viewer, key, "identity/", answer)
    account = frame.account
    numbers = numbers_of(viewer, account)
    lists = classified_of(viewer, account)
    organisation = Organisation.objects.visible_to(viewer).filter(account=account).first()
    kind, level = standing_of(account, organisation)
    unknown = Text("as the files say, or unknown", "按文件或未知")
    return IdentityPage(
        frame=frame,
        title=_title(lists, [doubt_of(row.kind, row.number) is None for row, _ in numbers]),
        aliases=aliases_of(viewer, account),
        merged=list(account.merged.order_by("name").values_list("name", flat=True)),
        codes=codes_of(viewer, account),
        numbers=[(row, label, doubt_of(row.kind, row.number)) for row, label in numbers],
        classified=lists,
        kind=kind,
        level=level,
        organisation=organisation,
        alias_kinds=list(ALIASES.items()),
        registers=[(code, one.label) for code, one in REGISTERS.items()],
        kinds=[("", unknown), *ORGANISATIONS.items()],
        levels=[("", unknown), *LEVELS.items()],
        versions=[(version, version) for subject in Subject for version in VERSIONS[subject]],
        current={subject: current_version(subject) for subject in Subject},
    )


def aliases_of(viewer: Viewer, account: Account) -> list[tuple[Alias, Text]]:
    """The other names, by kind and name."""
    rows = Alias.objects.visible_to(viewer).filter(account=account).select_related("noted_by").order_by("kind", "name")
    return [(row, ALIASES[Alias.Kind(row.kind)]) for row in rows]


def codes_of(viewer: Viewer, account: Account) -> list[AccountCode]:
    """The codes of source systems, the main one first."""
    return list(AccountCode.objects.visible_to(viewer).filter(account=account).order_by("-is_main", "code"))


def numbers_of(viewer: Viewer, account: Account) -> list[tuple[TaxNumber, Text]]:
    """The tax numbers by register."""
    rows = TaxNumber.objects.visible_to(viewer).filter(account=account).select_related("noted_by").order_by("kind")
    return [(row, REGISTERS[row.kind].label) for row in rows if row.kind in REGISTERS]


def classified_of(viewer: Viewer, account: Account) -> list[Classified]:
    """Industry and region, the version in use first; an older version only where a person gave a code of it."""
    rows = Classification.objects.visible_to(viewer).filter(account=account)
    said = {(row.subject, row.version): row.code for row in rows}
    found = []
    for subject in Subject:
        find, word = (industry_code, account.industry) if subject is Subject.INDUSTRY else (region_code, account.region)
        for version in VERSIONS[subject]:
            code = said.get((subject, version), "")
            if not code and version != current_version(subject):
                continue
            held = code or find(word)
            line, after = rolled_up(subject, version, held), succession(subject, version, held) if held else None
            found.append(Classified(subject, _SUBJECTS[subject], version, held, line, bool(code), word, after))
    return found


def standing_of(account: Account, organisation: Organisation | None) -> tuple[Text | None, Text | None]:
    """Kind and level, a person's word before the files'."""
    kind = (organisation.kind if organisation else "") or account.kind
    level = organisation.level if organisation else ""
    known = ORGANISATIONS.get(OrganisationKind(kind)) if kind in OrganisationKind.values else None
    return known, LEVELS[OrganisationLevel(level)] if level else None


def _title(lists: Sequence[Classified], checked: Sequence[bool]) -> Text:
    """`checked` says of each tax number whether it was and can be right."""
    lines = {one.subject: one.line for one in reversed(lists) if one.line}  # the version in use counts
    names = [spoken(lines[subject]) for subject in Subject if subject in lines]
    about = Text("{a} in {b}", "{b}，{a}").filled(a=names[0], b=names[-1]) if len(names) > 1 else None
    about = about or (names[0] if names else Text("industry and region are not known", "行业和地区未知"))
    if not checked:
        return Text("{about}; no tax number yet", "{about}；尚无税号").filled(about=about)
    if not all(checked):
        known = Text("{about}; {k} of {n} tax numbers checked", "{about}；{n}个税号中{k}个已校验")
        return known.filled(about=about, k=sum(checked), n=len(checked))
    if len(checked) == 1:
        return Text("{about}; 1 tax number, checked", "{about}；1个税号，已校验").filled(about=about)
    return Text("{about}; {n} tax numbers, checked", "{about}；{n}个税号，已校验").filled(about=about, n=len(checked))
