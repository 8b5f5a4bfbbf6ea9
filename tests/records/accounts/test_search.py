"""Accounts are found by any part of their name, its pinyin, its initials or a code; on both databases alike."""

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.cast import NOW, Cast, as_viewer, cast
from tests.ledger.test_postgresql import served, server_program

from openkam.records.accounts.models import Account, SearchText
from openkam.records.accounts.naming import name_key, plain_text
from openkam.records.accounts.pinyin import syllables
from openkam.records.accounts.search import found_among, found_keys, found_places, matching, ranked, search_text
from openkam.records.accounts.search_index import make_search_index

NAMED = {
    "重庆宝钢集团有限公司": "C-0012",
    "宝钢集团": "C-7",
    "上海宝冶工程有限公司": "9-4711",
    "长安银行股份有限公司": "0099",
    "TCL科技集团股份有限公司": "AB/12.34",
    "Harbour Steel Co., Ltd.": "KH10010",
    "Pearl Harbour Foods GmbH": "KH10011",
    "3M中国有限公司": "M3",
    "カキ商会": "J1",
}
FINDS = {
    "宝钢": ["宝钢集团", "重庆宝钢集团有限公司"],
    "宝": ["宝钢集团", "上海宝冶工程有限公司", "重庆宝钢集团有限公司"],
    "钢集": ["宝钢集团", "重庆宝钢集团有限公司"],
    "宝钢公司": ["宝钢集团", "重庆宝钢集团有限公司"],
    "bgjt": ["宝钢集团", "重庆宝钢集团有限公司"],
    "baogang": ["宝钢集团", "重庆宝钢集团有限公司"],
    "BaoG": ["宝钢集团", "重庆宝钢集团有限公司"],
    "chongqing": ["重庆宝钢集团有限公司"],
    "cayh": ["长安银行股份有限公司"],
    "yinhang": ["长安银行股份有限公司"],
    "yinxing": [],
    "tclkj": ["TCL科技集团股份有限公司"],
    "3mzg": ["3M中国有限公司"],
    "harbour": ["Harbour Steel Co., Ltd.", "Pearl Harbour Foods GmbH"],
    "RBOU": ["Harbour Steel Co., Ltd.", "Pearl Harbour Foods GmbH"],
    "harbour foods": ["Pearl Harbour Foods GmbH"],
    "ｈａｒｂｏｕｒ　ｓｔｅｅｌ": ["Harbour Steel Co., Ltd."],
    "C-0012": ["重庆宝钢集团有限公司"],
    "c0012": ["重庆宝钢集团有限公司"],
    "0011": ["Pearl Harbour Foods GmbH"],
    "4711": ["上海宝冶工程有限公司"],
    "1234": ["TCL科技集团股份有限公司"],
    "キ商": ["カキ商会"],
    "不存在": [],
    "'\" OR 1=1 --": [],
}


@pytest.fixture
def accounts(db: None) -> None:
    """A few accounts of every kind."""
    write_accounts()


def write_accounts() -> None:
    """Into the database at hand."""
    for name, code in NAMED.items():
        write(name, code)


def write(name: str, *codes: str, region: str = "") -> Account:
    """One account and what it is found by."""
    account = Account.objects.create(name=name, name_key=name_key(name), region=region, created_at=NOW)
    SearchText.objects.create(account=account, text=search_text(name, codes))
    return account


def found(query: str) -> list[str]:
    """Names, best first."""
    return [account.name for account in ranked(Account.objects.all(), query)]


@pytest.mark.parametrize(("query", "names"), FINDS.items())
def test_a_query_finds_by_any_part_best_first(accounts: None, query: str, names: list[str]) -> None:
    assert found(query) == names


def test_a_query_without_a_word_finds_nothing_and_restricts_nothing(accounts: None) -> None:
    for query in ("", "  ", "…", "有限公司"):
        assert found(query) == []
        assert matching(Account.objects.all(), query).count() == len(NAMED)


def test_the_caller_breaks_ties(accounts: None) -> None:
    last = Account.objects.get(name="重庆宝钢集团有限公司")
    write("武汉宝钢", region="x")
    assert next(iter(ranked(Account.objects.all(), "宝钢", "-region"))).name == "宝钢集团"
    assert [account.name for account in ranked(Account.objects.all(), "宝钢", "-region")][1:] == ["武汉宝钢", last.name]


def test_only_visible_accounts_are_found(db: None) -> None:
    company: Cast = cast()
    mine = Account.objects.visible_to(as_viewer(company.fang))
    assert [account.pk for account in ranked(mine, "haigang")] == [company.harbour.pk]
    assert list(ranked(mine, "钢城")) == []
    assert [account.pk for account in ranked(Account.objects.visible_to(as_viewer(company.ops)), "钢城")] == [
        company.steelworks.pk
    ]


def test_the_index_follows_every_change_and_removal(accounts: None) -> None:
    account = Account.objects.get(name="宝钢集团")
    SearchText.objects.filter(pk=account.pk).update(text=search_text("恒达集团"))
    assert found("宝钢") == ["重庆宝钢集团有限公司"]
    assert [one.pk for one in ranked(Account.objects.all(), "hengda")] == [account.pk]
    account.delete()
    assert found("hengda") == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the triggers are SQLite's")
def test_an_index_made_anew_finds_the_same(accounts: None) -> None:
    class Editor:
        """As much of a schema editor as the migration uses."""

        connection = connection

        @staticmethod
        def execute(sql: str) -> None:
            """One statement."""
            with connection.cursor() as cursor:
                cursor.execute(sql)

    Editor.execute("DROP TRIGGER account_search_added")
    make_search_index(None, Editor)
    assert found("宝钢") == FINDS["宝钢"]
    write("新")
    assert found("xin") == ["新"]


def test_every_part_of_a_random_name_finds_it(db: None) -> None:
    chance = random.Random(3)
    letters = "宝钢恒达机械重庆银行贸易abcxyz09 "
    names = {"".join(chance.choices(letters, k=chance.randint(2, 12))).strip() or "空" for _ in range(200)}
    for name in names:
        write(name)
    for _ in range(100):
        name = chance.choice(sorted(names))
        start = chance.randrange(len(name))
        query = name[start : start + chance.randint(1, 4)]
        if query.strip():
            expected = {one for one in names if all(word in one for word in query.split())}
            # A piece of pinyin may match, too; what holds the words themselves is always found.
            assert expected <= set(found(query)), query


def test_readings_are_those_of_pypinyin() -> None:
    from pypinyin import Style, lazy_pinyin
    from pypinyin.constants import PHRASES_DICT

    chance = random.Random(1)
    phrases = sorted(phrase for phrase in PHRASES_DICT if all("一" <= character <= "鿿" for character in phrase))
    for _ in range(1000):
        run = "".join(chance.choices(phrases, k=2))
        assert list(syllables(run)) == lazy_pinyin(run, style=Style.NORMAL), run


def test_a_name_of_any_length_and_kind_can_be_written(db: None) -> None:
    for name in ("宝" * 255, "x" * 255, "𬭎鑫", "한국전력", "Ελλάς", "🏭", "ﬁne ﬂow"):
        write(name, "9" * 255)
        if plain_text(name) != "🏭":
            assert name in found(name[:1])


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """The address of a server of our own, or a skipped test."""
    pytest.importorskip("psycopg")
    initdb, control = server_program("initdb"), server_program("pg_ctl")
    with tempfile.TemporaryDirectory(prefix="openkam-pg-", ignore_cleanup_errors=True) as name:
        yield from served(Path(name), initdb, control)


def test_postgresql_finds_the_same_in_the_same_order(postgresql: str, tmp_path: Path) -> None:
    """The tests of this room and of prepared queries, run once more on the other database."""
    tests = [
        f"{Path(__file__).parent}/test_{name}.py" for name in ("search", "actions", "taking_in") if name != "postgresql"
    ]
    tests.append(str(Path(__file__).parents[2] / "core" / "test_prepared.py"))
    command = [sys.executable, "-m", "pytest", "-q", "-k", "not postgresql and not made_anew", *tests]
    environment = os.environ | {"OPENKAM_DATABASE_URL": postgresql, "OPENKAM_DATA": str(tmp_path)}
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout[-3000:]


@pytest.mark.django_db
def test_the_other_database_splits_no_text_to_search_a_small_table() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("run by the test above on a server of its own")
    for number in range(100):
        account = Account.objects.create(name=f"宝钢{number}", name_key=f"{number}", created_at=NOW)
        SearchText.objects.create(account=account, text=search_text(account.name))
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('account_search')")
        cursor.execute("ANALYZE accounts_searchtext")
        cursor.execute(
            "EXPLAIN SELECT account_id FROM accounts_searchtext WHERE openkam_pieces(text) @@ %s::tsquery LIMIT 20",
            ["'重庆':*"],
        )
        plan = "".join(line for (line,) in cursor.fetchall())
    assert "account_search" in plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize("words", ["宝", "宝钢", "baosteel", "bg", "0", "上海 宝", "nothing at all"])
@pytest.mark.django_db
def test_all_places_at_once_are_those_found_row_by_row(words: str) -> None:
    for number, name in enumerate(("宝钢", "宝钢股份有限公司", "上海宝钢国际", "上海宝冶", "Baosteel Europe GmbH")):
        account = Account.objects.create(name=name, name_key=name_key(name), created_at=NOW)
        SearchText.objects.create(account=account, text=search_text(name, (f"K0{number}",)))
    found = found_places(words)
    rows: Any = ranked(Account.objects.all(), words)
    one_by_one = {row.pk: row.match_place for row in rows}
    assert found is not None
    assert dict(zip(found.account.tolist(), found.place.tolist(), strict=True)) == one_by_one
    keys = list(Account.objects.values_list("pk", flat=True))
    among = found_among(words, keys)
    assert among is not None
    assert dict(zip(among.account.tolist(), among.place.tolist(), strict=True)) == one_by_one
    some = found_among(words, keys[:2])
    assert some is not None
    assert some.account.tolist() == [key for key in keys[:2] if key in one_by_one]
    leading = found_places(words, farthest=1)
    assert leading is not None
    assert leading.account.tolist() == [key for key, place in sorted(one_by_one.items()) if place < 2]
    none = found_places(words, farthest=-1)
    assert none is not None
    assert none.account.tolist() == []


def test_nothing_to_search_by_finds_no_places() -> None:
    assert found_places("  ·") is None
    assert found_places("公司") is None
    assert found_among("公司", [1]) is None


@pytest.mark.parametrize("words", [*FINDS, "nothing at all", "a b c d e f g h"])
def test_keys_found_in_one_statement_are_those_of_the_rows(accounts: None, words: str) -> None:
    keys = found_keys(words)
    assert keys is not None
    assert sorted(keys.tolist()) == sorted(matching(Account.objects.all(), words).values_list("pk", flat=True))


@pytest.mark.parametrize("words", ["", " · ", "公司"])
def test_where_nothing_is_asked_no_keys_are_chosen(words: str) -> None:
    assert found_keys(words) is None
