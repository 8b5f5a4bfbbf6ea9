"""The workbook to fill in: it offers the words of the screen, and every word it offers is understood."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from openkam.analysis.words import Language
from openkam.intake.contacts.cells import code_of
from openkam.intake.contacts.sheets_out import template
from openkam.records.contacts.labels import LEVELS, PROGRESS, ROLES, TIES


def parts(language: Language) -> dict[str, str]:
    """The texts of the workbook by their places in it."""
    with ZipFile(BytesIO(template(language))) as book:
        return {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_cells_of_certain_words_offer_them_as_a_list(language: Language) -> None:
    people, knows, ties = (parts(language)[f"xl/worksheets/sheet{number}.xml"] for number in (2, 3, 4))
    for sheet, labels in ((people, LEVELS), (people, ROLES), (knows, PROGRESS), (ties, TIES)):
        offered = ",".join(label.to(language) for label in labels.values())
        assert f'<formula1>"{offered}"</formula1>' in sheet
    assert 'errorStyle="warning"' in people, "other spellings may be written all the same"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("kind", "labels"), [("level", LEVELS), ("role", ROLES), ("relation", PROGRESS), ("tie", TIES)]
)
def test_the_words_of_the_screen_are_understood(language: Language, kind: str, labels: dict[object, object]) -> None:
    for code, label in labels.items():
        assert code_of(kind, label.to(language)) == str(getattr(code, "value", code))  # type: ignore[attr-defined]


def test_the_page_of_explanations_says_words_and_no_codes() -> None:
    told = parts("en")["xl/sharedStrings.xml"]
    assert "One of: Decider / Technical gatekeeper / Purchaser / User / Influencer" in told
    assert "tech_gate" not in told
    assert "可填：决策层 / 管理层 / 执行层" in parts("zh")["xl/sharedStrings.xml"]
