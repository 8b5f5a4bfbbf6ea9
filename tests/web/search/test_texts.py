"""Texts kept in memory answer as each text does by itself."""

import random

import pytest

from openkam.records.accounts.pieces import asked, place_in, text_of
from openkam.records.contacts.person_pieces import person_text
from openkam.web.search.texts import texts_of

WORDS = (
    "宝",
    "宝钢",
    "上海宝钢",
    "bg",
    "b",
    "Baosteel",
    "steel",
    "ao",
    "Ste el",
    "471",
    "4711",
    "李伟",
    "li",
    "wang wei",
    "𬭎",
)


def many() -> list[tuple[int, str]]:
    """Accounts and people under keys in no order, one without a piece among them."""
    chance = random.Random(5)
    letters = "宝钢上海恒李王伟𬭎 Baosteel47é1"
    names = [
        "宝钢",
        "上海宝钢国际",
        "4711",
        "Baosteel",
        "Steel",
        "",
        *("".join(chance.choices(letters, k=9)) for _ in range(400)),
    ]
    texts = [text_of(name, (f"K{chance.randrange(9999)}",)) for name in names]
    texts += [person_text(name[:3], phone=f"1391234{chance.randrange(9999):04}") for name in names]
    keys = chance.sample(range(10_000), len(texts) + 1)
    return list(zip(keys, ["", *texts], strict=True))


@pytest.mark.parametrize("words", WORDS)
def test_every_text_is_found_at_its_place_in_order(words: str) -> None:
    pairs, query = many(), asked(words)
    assert query is not None
    each = ((key, place_in(text, query)) for key, text in pairs)
    keys, places = texts_of(pairs).places(query)
    expected = [(key, place) for key, place in each if place is not None]
    assert expected
    assert list(zip(keys.tolist(), places.tolist(), strict=True)) == expected


def test_nothing_is_found_among_no_texts() -> None:
    query = asked("宝钢")
    assert query is not None
    keys, places = texts_of([]).places(query)
    assert (keys.tolist(), places.tolist()) == ([], [])
